import { processInstanceKeyOf, isKey } from '../../protocol/keys';
import type { Person } from '../../protocol/product';
import { authorize, isAllowed, visibleTasks } from './access';
import { found, keyParam } from './commands';
import { answerSearch, namesOtherTenant, whereOf } from './filters';
import type { Handlers, V2Parts } from './handler';
import { variableFields, variableItem, variableView } from './views';

type Operations = 'searchVariables' | 'getVariable';

/** Who may read instances reads all variables; who has a task of an instance, those of that instance. */
export function variableHandlers({ store }: V2Parts): Handlers<Operations> {
  async function authorizeInstance(person: Person, processInstanceKey: string | null): Promise<void> {
    if (isAllowed(person, 'instance.read')) return;
    const mine = visibleTasks(person);
    if (processInstanceKey === null || mine === null) return authorize(person, 'instance.read');
    const where = { processInstanceKey: { eq: processInstanceKey }, anyOf: mine };
    const { items } = await store.state.search('userTasks', { where, sort: [], limit: 1 });
    if (items.length === 0) authorize(person, 'instance.read');
  }

  return {
    searchVariables: async ({ person, body }) => {
      const { processInstanceKey, scopeKey, isTruncated } = body.filter ?? {};
      const named = [processInstanceKey, scopeKey].find((key) => typeof key === 'string' && isKey(key));
      await authorizeInstance(person, typeof named === 'string' ? processInstanceKeyOf(named) : null);
      const nothing = namesOtherTenant(body.filter) || isTruncated === true;
      return answerSearch(
        body,
        nothing ? null : whereOf(body.filter, variableFields),
        variableFields,
        (query) => store.state.search('variables', query),
        (items) => items.map(variableItem),
      );
    },
    getVariable: async ({ person, params }) => {
      const variable = found(await store.state.get('variables', keyParam(params, 'variableKey')));
      await authorizeInstance(person, variable.processInstanceKey);
      return { body: variableView(variable) };
    },
  };
}
