import { ApiError } from '../../protocol/errors';
import { authorize } from './access';
import { found, keyParam, sendCommand } from './commands';
import { answerSearch, namesOtherTenant, whereOf } from './filters';
import type { Handlers, V2Parts } from './handler';
import { incidentFields, incidentView } from './views';

type Operations = 'searchIncidents' | 'getIncident' | 'resolveIncident';

export function incidentHandlers(parts: V2Parts): Handlers<Operations> {
  const { store } = parts;
  const incident = async (params: Record<string, string>) =>
    found(await store.state.get('incidents', keyParam(params, 'incidentKey')));
  return {
    searchIncidents: ({ person, body }) => {
      authorize(person, 'incident.read');
      return answerSearch(
        body,
        namesOtherTenant(body.filter) ? null : whereOf(body.filter, incidentFields),
        incidentFields,
        (query) => store.state.search('incidents', query),
        (items) => items.map(incidentView),
      );
    },
    getIncident: async ({ person, params }) => {
      authorize(person, 'incident.read');
      return { body: incidentView(await incident(params)) };
    },
    resolveIncident: async ({ person, params, idempotencyKey }) => {
      authorize(person, 'incident.resolve');
      const { key, incidentType, processInstanceKey } = await incident(params);
      if (incidentType === 'ENGINE_FAILURE') {
        const detail = 'El motor lo cierra por sí mismo cuando la instancia vuelve a avanzar.';
        throw new ApiError('invalid_state', { detail });
      }
      const command = { type: 'resolveIncident' as const, incidentKey: key };
      return sendCommand(parts, processInstanceKey, { person, idempotencyKey, body: null, command });
    },
  };
}
