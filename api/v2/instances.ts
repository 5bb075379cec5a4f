import { ApiError } from '../../protocol/errors';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import type { FilterValue } from '../../protocol/v2/search';
import type { Where } from '../../store/search';
import type { InstanceDoc } from '../../store/state/types';
import { authorize } from './access';
import { found, keyParam, sendCommand } from './commands';
import { createInstance } from './createInstance';
import type { DefinitionNames } from './definitionNames';
import { answerSearch, conditionOf, namesOtherTenant, whereOf } from './filters';
import type { Call, Handlers, V2Parts } from './handler';
import { inBoth, instancesWithVariables } from './variableFilters';
import { instanceFields, instanceView } from './views';

type Operations =
  | 'createProcessInstance'
  | 'searchProcessInstances'
  | 'getProcessInstance'
  | 'cancelProcessInstance'
  | 'getProcessInstanceCallHierarchy'
  | 'getProcessInstanceSequenceFlows'
  | 'getProcessInstanceStatistics';

const CALL_DEPTH = 50;

export function instanceHandlers(parts: V2Parts, names: DefinitionNames): Handlers<Operations> {
  const { store } = parts;
  const instance = async (params: Record<string, string>): Promise<InstanceDoc> =>
    found(await store.state.get('instances', keyParam(params, 'processInstanceKey')));
  return {
    createProcessInstance: (call) => createInstance(parts, call),
    searchProcessInstances: async ({ person, body }) => {
      authorize(person, 'instance.read');
      const where = namesOtherTenant(body.filter) ? null : await instanceWhere(parts, body.filter);
      return answerSearch(
        body,
        where,
        instanceFields,
        (query) => store.state.search('instances', query),
        async (items) => {
          const named = await names.byKeys(items.map(({ processDefinitionKey }) => processDefinitionKey));
          return items.map((item) => instanceView(item, named));
        },
      );
    },
    getProcessInstance: async ({ person, params }) => {
      authorize(person, 'instance.read');
      const one = await instance(params);
      return { body: instanceView(one, await names.byKeys([one.processDefinitionKey])) };
    },
    cancelProcessInstance: async ({ person, params, idempotencyKey }) => {
      authorize(person, 'instance.cancel');
      const { key, parentKey } = await instance(params);
      if (parentKey !== null) {
        throw new ApiError('invalid_state', { detail: `Esta instancia la llamó otra: cancele la ${parentKey}.` });
      }
      return sendCommand(parts, key, {
        person,
        idempotencyKey,
        body: null,
        command: { type: 'cancelInstance' },
      });
    },
    getProcessInstanceCallHierarchy: async ({ person, params }) => {
      authorize(person, 'instance.read');
      const chain = [await instance(params)];
      for (let parent = chain[0]?.parentKey; parent && chain.length < CALL_DEPTH; parent = chain[0]?.parentKey) {
        const one = await store.state.get('instances', parent);
        if (!one) break;
        chain.unshift(one);
      }
      const named = await names.byKeys(chain.map(({ processDefinitionKey }) => processDefinitionKey));
      return {
        body: chain.map(({ key, processId, processDefinitionKey }) => ({
          processInstanceKey: key,
          processDefinitionKey,
          processDefinitionName: named.get(processDefinitionKey)?.name ?? processId,
        })),
      };
    },
    getProcessInstanceSequenceFlows: async ({ person, params }) => {
      authorize(person, 'instance.read');
      const { key } = await instance(params);
      const flows = await store.state.list('flows', { processInstanceKey: { eq: key } });
      const items = flows.map(({ flowId, processInstanceKey, processDefinitionKey, processId }) => ({
        sequenceFlowId: `${processInstanceKey}_${flowId}`,
        processInstanceKey,
        processDefinitionKey,
        processDefinitionId: processId,
        elementId: flowId,
        tenantId: DEFAULT_TENANT,
      }));
      return { body: { items } };
    },
    getProcessInstanceStatistics: async ({ person, params }) => {
      authorize(person, 'instance.read');
      const { key } = await instance(params);
      return { body: { items: await store.state.elementCounts({ processInstanceKey: { eq: key } }) } };
    },
  };
}

async function instanceWhere(
  parts: V2Parts,
  filter: Call<'searchProcessInstances'>['body']['filter'],
): Promise<Where<InstanceDoc>> {
  const where = whereOf(filter, instanceFields);
  const definitions = await definitionKeys(parts, filter);
  if (definitions) where.processDefinitionKey = { ...where.processDefinitionKey, ...definitions };
  if (filter?.hasIncident === false) where.incidents = { eq: 0 };
  const lists: string[][] = where.key?.in ? [where.key.in as string[]] : [];
  if (filter?.hasIncident === true) lists.push(await instancesWithIncident(parts));
  if (filter?.variables?.length) lists.push(await instancesWithVariables(parts.store, filter.variables));
  if (lists.length > 0) where.key = { ...where.key, in: lists.reduce(inBoth) };
  return where;
}

async function instancesWithIncident({ store }: V2Parts): Promise<string[]> {
  const open = await store.state.list('incidents', { state: { eq: 'ACTIVE' } });
  return open.map(({ processInstanceKey }) => processInstanceKey);
}

/** Name, version and tag are the definition's: instances know only its key. */
async function definitionKeys(
  { store }: V2Parts,
  filter: Call<'searchProcessInstances'>['body']['filter'],
): Promise<{ in: string[] } | null> {
  const wanted: [keyof typeof DEFINITION_FIELDS, FilterValue | undefined][] = [
    ['processDefinitionName', filter?.processDefinitionName],
    ['processDefinitionVersion', filter?.processDefinitionVersion],
    ['processDefinitionVersionTag', filter?.processDefinitionVersionTag],
  ];
  const conditions = wanted.flatMap(([name, value]) =>
    value === undefined ? [] : [[DEFINITION_FIELDS[name], conditionOf(value)] as const],
  );
  if (conditions.length === 0) return null;
  const where = Object.fromEntries(conditions);
  const { items } = await store.releases.search('process', { where, sort: [], limit: null });
  return { in: items.map(({ key }) => key) };
}

const DEFINITION_FIELDS = {
  processDefinitionName: 'name',
  processDefinitionVersion: 'version',
  processDefinitionVersionTag: 'versionTag',
} as const;
