import { ApiError } from '../../protocol/errors';
import type { Variables } from '../../protocol/json';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import type { V2Result } from '../../protocol/v2/routes';
import { NoStartEvent, startProcess, UnknownProcess, type StartRequest } from '../../temporal/startProcess';
import { authorize } from './access';
import { found, PROJECTION_WAIT_MS } from './commands';
import type { Answer, Call, V2Parts } from './handler';

type Operation = 'createProcessInstance';

/** Less than the deadline that the API has for an answer. */
const LONGEST_WAIT_MS = 10_000;
const LONGEST_POLL_MS = 200;

/** Starts an instance, once per Idempotency-Key; with `awaitCompletion` the answer waits for its end. */
export async function createInstance(
  parts: V2Parts,
  { person, body, idempotencyKey }: Call<Operation>,
): Promise<Answer<Operation>> {
  authorize(person, 'process.start');
  const { store } = parts;
  const scope = { personId: person.id, route: 'POST /v2/process-instances', key: idempotencyKey ?? '' };
  let processInstanceKey = await store.counters.nextKey();
  if (idempotencyKey !== undefined) {
    const at = new Date(parts.now()).toISOString();
    const claim = await store.idempotency.claim(scope, JSON.stringify(body), processInstanceKey, at);
    if (claim.kind === 'conflict') throw new ApiError('idempotency_conflict');
    if (claim.kind === 'replay') return { body: claim.answer.body as V2Result<Operation> };
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
  const answer: V2Result<Operation> = {
    processInstanceKey: started.processInstanceKey,
    processDefinitionKey: started.processDefinitionKey,
    processDefinitionId: started.processId,
    processDefinitionVersion: started.version,
    variables: body.awaitCompletion ? await endVariables(parts, started.processInstanceKey, body) : {},
    tags: [],
    tenantId: DEFAULT_TENANT,
  };
  if (idempotencyKey !== undefined) await store.idempotency.keep(scope, { status: 200, body: answer });
  return { body: answer, projectionBehind: !isThere };
}

/**
 * The instance's own variables when it has completed.
 * @throws ApiError not_completed when it has not in time (it goes on), invalid_state when it was terminated
 */
async function endVariables(
  { store }: V2Parts,
  processInstanceKey: string,
  { requestTimeout, fetchVariables = [] }: Call<Operation>['body'],
): Promise<Variables> {
  const deadline = Date.now() + Math.min(requestTimeout || LONGEST_WAIT_MS, LONGEST_WAIT_MS);
  for (let pause = 20; ; pause = Math.min(pause * 1.5, LONGEST_POLL_MS)) {
    const instance = await store.state.get('instances', processInstanceKey);
    if (instance?.state === 'COMPLETED') break;
    if (instance?.state === 'TERMINATED') throw new ApiError('invalid_state');
    if (Date.now() + pause > deadline) throw new ApiError('not_completed');
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  const variables = await store.state.variables(processInstanceKey);
  if (fetchVariables.length === 0) return variables;
  return Object.fromEntries(Object.entries(variables).filter(([name]) => fetchVariables.includes(name)));
}

/** The process, and a release that has the wanted version: the one in force where it can be. */
async function wantedProcess(
  { store }: V2Parts,
  body: Call<Operation>['body'],
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
  return { processId: definition.id, release: await store.releases.numberWith(definition) };
}
