import { ApiError } from '../../protocol/errors';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import type { FilterValue } from '../../protocol/v2/search';
import type { Where } from '../../store/search';
import type { InstanceDoc } from '../../store/state/types';
import { NoStartEvent, startProcess, UnknownProcess, type StartRequest } from '../../temporal/startProcess';
import { authorize } from './access';
import { found, keyParam, PROJECTION_WAIT_MS, sendCommand } from './commands';
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
    createProcessInstance: (call) => create(parts, call),
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
      return { body: { items: await elementStatistics(parts, (await instance(params)).key) } };
    },
  };
}

async function create(parts: V2Parts, { person, body, idempotencyKey }: Call<'createProcessInstance'>) {
  authorize(person, 'process.start');
  const { store } = parts;
  const scope = { personId: person.id, route: 'POST /v2/process-instances', key: idempotencyKey ?? '' };
  let processInstanceKey = await store.counters.nextKey();
  if (idempotencyKey !== undefined) {
    const at = new Date(parts.now()).toISOString();
    const claim = await store.idempotency.claim(scope, JSON.stringify(body), processInstanceKey, at);
    if (claim.kind === 'conflict') throw new ApiError('idempotency_conflict');
    if (claim.kind === 'replay') return { body: claim.answer.body };
    processInstanceKey = claim.reservedId;
  }
  const request: StartRequest = {
    ...(await wantedProcess(parts, body)),
    variables: body.variables,
    startedBy: { kind: 'person', id: person.id, roles: [...person.roles] },
    processInstanceKey,
  };
  const started = await startProcess(parts, request).catch((error: unknown) => {
    if (error instanceof UnknownProcess) throw new ApiError('not_found', { cause: error });
    if (error instanceof NoStartEvent) throw new ApiError('invalid_state', { detail: error.message, cause: error });
    throw error;
  });
  const isThere = await store.projection.waitForSeq(started.processInstanceKey, 1, PROJECTION_WAIT_MS);
  const answer = {
    processInstanceKey: started.processInstanceKey,
    processDefinitionKey: started.processDefinitionKey,
    processDefinitionId: started.processId,
    processDefinitionVersion: started.version,
    variables: {},
    tags: [],
    tenantId: DEFAULT_TENANT,
  };
  if (idempotencyKey !== undefined) await store.idempotency.keep(scope, { status: 200, body: answer });
  return { body: answer, projectionBehind: !isThere };
}

/** The process, and a release that has the wanted version: the one in force where it can be. */
async function wantedProcess(
  { store }: V2Parts,
  body: Call<'createProcessInstance'>['body'],
): Promise<{ processId: string; release?: number }> {
  const { processDefinitionId, processDefinitionKey, processDefinitionVersion = -1 } = body;
  if (processDefinitionId !== undefined && processDefinitionVersion === -1) return { processId: processDefinitionId };
  const definition = found(
    processDefinitionKey === undefined
      ? ((await store.releases.definitions('process')).find(
          ({ id, version }) => id === processDefinitionId && version === processDefinitionVersion,
        ) ?? null)
      : await store.releases.definition(processDefinitionKey),
  );
  if (definition.kind !== 'process') throw new ApiError('not_found');
  const current = await store.releases.current();
  const isCurrent = current?.definitions.some(({ key }) => key === definition.key) === true;
  return { processId: definition.id, release: isCurrent ? current.number : definition.release };
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

async function elementStatistics({ store }: V2Parts, processInstanceKey: string): Promise<object[]> {
  const elements = await store.state.list('elements', { processInstanceKey: { eq: processInstanceKey } });
  const rows = new Map<string, { active: number; canceled: number; incidents: number; completed: number }>();
  for (const { elementId, state, incidentKey } of elements) {
    const row = rows.get(elementId) ?? { active: 0, canceled: 0, incidents: 0, completed: 0 };
    if (state === 'ACTIVE') row.active++;
    if (state === 'COMPLETED') row.completed++;
    if (state === 'TERMINATED') row.canceled++;
    if (incidentKey !== null) row.incidents++;
    rows.set(elementId, row);
  }
  return [...rows].map(([elementId, counts]) => ({ elementId, ...counts }));
}
