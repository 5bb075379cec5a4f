import { authorize } from './access';
import { found, keyParam, sendCommand } from './commands';
import { answerSearch, namesOtherTenant, whereOf } from './filters';
import type { Handlers, V2Parts } from './handler';
import { elementFields, elementView } from './views';

type Operations = 'searchElementInstances' | 'getElementInstance' | 'createElementInstanceVariables';

export function elementHandlers(parts: V2Parts): Handlers<Operations> {
  const { store } = parts;
  return {
    searchElementInstances: ({ person, body }) => {
      authorize(person, 'instance.read');
      const where = whereOf(body.filter, elementFields);
      const hasIncident = body.filter?.hasIncident;
      if (hasIncident !== undefined) where.incidentKey = { ...where.incidentKey, exists: hasIncident };
      return answerSearch(
        body,
        namesOtherTenant(body.filter) ? null : where,
        elementFields,
        (query) => store.state.search('elements', query),
        (items) => items.map(elementView),
      );
    },
    getElementInstance: async ({ person, params }) => {
      authorize(person, 'instance.read');
      return { body: elementView(found(await store.state.get('elements', keyParam(params, 'elementInstanceKey')))) };
    },
    createElementInstanceVariables: async ({ person, params, body, idempotencyKey }) => {
      authorize(person, 'variables.update');
      const scopeKey = keyParam(params, 'elementInstanceKey');
      const { variables, local } = body;
      const command = { type: 'setVariables' as const, scopeKey, variables, local };
      return sendCommand(parts, scopeKey, { person, idempotencyKey, body, command });
    },
  };
}
