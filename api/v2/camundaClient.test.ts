import { readFileSync } from 'node:fs';
import path from 'node:path';
import createCamundaClient, {
  DecisionDefinitionId,
  ElementId,
  ElementInstanceKey,
  ProcessDefinitionId,
  type CamundaClient,
} from '@camunda8/orchestration-cluster-api';
import { startV2Bed, type V2Bed } from '../../test/support/engineApi';

jest.setTimeout(60_000);

/**
 * Camunda's own client checks our answers by its own schemas, unknown fields included. Its check of requests is left out:
 * it would take the cursor out of a page.
 */
const VALIDATION = 'req:none,res:fanatical';
/** What was done can be read at once: there is nothing to wait for. */
const NOW = { consistency: { waitUpToMs: 0 } };
const MODELS = path.join(__dirname, 'models');

let bed: V2Bed;
let owner: CamundaClient;
let advisor: CamundaClient;

beforeAll(async () => {
  bed = await startV2Bed();
  owner = clientOf('olga', 'owner');
  advisor = clientOf('ana', 'asesor');
  await bed.store.people.add({
    personId: 'ana',
    kind: 'staff',
    username: 'ana',
    name: 'Ana',
    email: null,
    roles: ['asesor'],
    passwordHash: null,
    state: 'active',
    createdAt: '2026-03-02T15:00:00.000Z',
    citizen: null,
  });
});
afterAll(() => bed.stop());

function clientOf(id: string, role: string, validation = VALIDATION): CamundaClient {
  bed.as(id, role);
  return createCamundaClient({
    config: { CAMUNDA_REST_ADDRESS: bed.url, CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_SDK_VALIDATION: validation },
    fetch: (input, init) => {
      const request = new Request(input, init);
      request.headers.set('x-person', id);
      return fetch(request);
    },
  });
}

const files = (...names: string[]): File[] =>
  names.map((name) => new File([readFileSync(path.join(MODELS, name))], name));

const PERMIT = ProcessDefinitionId.assumeExists('permit');
const RATING = ProcessDefinitionId.assumeExists('rating');

let requests = 0;

/** Starts a permit; its user task, taken by the advisor, and its request number. */
async function startPermit() {
  const requestNumber = `2026-${String(++requests).padStart(6, '0')}`;
  const { processInstanceKey } = await owner.createProcessInstance({
    processDefinitionId: PERMIT,
    variables: { requestNumber },
  });
  const { items } = await advisor.searchUserTasks({ filter: { processInstanceKey } }, NOW);
  const [task] = items ?? [];
  if (!task) throw new Error('Expected a user task, but there is none');
  return { processInstanceKey, requestNumber, userTaskKey: task.userTaskKey };
}

it('deploys files and finds them again', async () => {
  const { processes, decisions, forms } = await owner.createDeployment({
    resources: files('permit.bpmn', 'review.form', 'rating.bpmn', 'grade.dmn'),
  });
  expect(processes.map(({ processDefinitionId }) => processDefinitionId).sort()).toEqual(['permit', 'rating']);
  expect(decisions).toMatchObject([{ decisionDefinitionId: 'grade', decisionRequirementsId: 'grades', version: 1 }]);
  expect(forms).toMatchObject([{ formId: 'review', version: 1 }]);
  const { items = [] } = await owner.searchProcessDefinitions(
    { filter: { processDefinitionId: PERMIT, isLatestVersion: true } },
    NOW,
  );
  const processDefinitionKey = items[0]?.processDefinitionKey ?? fail();
  expect(await owner.getProcessDefinition({ processDefinitionKey }, NOW)).toMatchObject({ name: 'Permit', version: 1 });
  expect(await owner.getProcessDefinitionXml({ processDefinitionKey }, NOW)).toContain('<bpmn:process id="permit"');
  // The client's check of answers knows no empty one.
  await clientOf('olga', 'owner', 'none').getStartProcessForm({ processDefinitionKey }, NOW);
});

it('carries a permit from its start to its end', async () => {
  const { processInstanceKey, requestNumber, userTaskKey } = await startPermit();
  await advisor.assignUserTask({ userTaskKey, assignee: 'ana', allowOverride: false });
  await advisor.unassignUserTask({ userTaskKey });
  await advisor.assignUserTask({ userTaskKey, assignee: 'ana' });
  expect(await advisor.getUserTask({ userTaskKey }, NOW)).toMatchObject({ assignee: 'ana', state: 'CREATED' });
  expect(await advisor.getUserTaskForm({ userTaskKey }, NOW)).toMatchObject({ formId: 'review' });
  const seen = await advisor.searchUserTaskVariables({ userTaskKey }, NOW);
  expect(seen.items?.map(({ name }) => name).sort()).toEqual(['level', 'requestNumber']);
  await advisor.completeUserTask({ userTaskKey, variables: { outcome: 'approved' } });
  await owner.correlateMessage({ name: 'payment', correlationKey: requestNumber, variables: { paid: true } });
  const ended = await owner.getProcessInstance(
    { processInstanceKey },
    { consistency: { waitUpToMs: 10_000, predicate: ({ state }) => state === 'COMPLETED' } },
  );
  expect(ended).toMatchObject({ processDefinitionName: 'Permit', hasIncident: false });
  const flows = await owner.getProcessInstanceSequenceFlows({ processInstanceKey }, NOW);
  expect(flows.items).toHaveLength(4);
  const { items } = await owner.getProcessInstanceStatistics({ processInstanceKey }, NOW);
  const review = { elementId: 'review', active: 0, canceled: 0, incidents: 0, completed: 1 };
  expect(items).toContainEqual(review);
  await owner.getProcessInstanceCallHierarchy({ processInstanceKey }, NOW);
  const { processDefinitionKey } = ended;
  const overAll = await owner.getProcessDefinitionStatistics({ processDefinitionKey }, NOW);
  expect(overAll.items).toContainEqual(review);
});

it('searches element instances and variables, and sets variables', async () => {
  const { processInstanceKey } = await startPermit();
  const { items } = await owner.searchElementInstances({ filter: { processInstanceKey, type: 'USER_TASK' } }, NOW);
  const elementInstanceKey = items?.[0]?.elementInstanceKey ?? fail();
  expect(await owner.getElementInstance({ elementInstanceKey }, NOW)).toMatchObject({ elementId: 'review' });
  await owner.createElementInstanceVariables({
    elementInstanceKey: ElementInstanceKey.assumeExists(processInstanceKey),
    variables: { colour: 'red' },
  });
  const { items: variables } = await owner.searchVariables({ filter: { processInstanceKey, name: 'colour' } }, NOW);
  const variableKey = variables?.[0]?.variableKey ?? fail();
  expect(await owner.getVariable({ variableKey }, NOW)).toMatchObject({ name: 'colour', value: '"red"' });
});

it('filters, sorts and pages', async () => {
  const started = [await startPermit(), await startPermit(), await startPermit()];
  const query = {
    filter: { processDefinitionId: PERMIT, state: 'ACTIVE' as const },
    sort: [{ field: 'startDate' as const, order: 'DESC' as const }],
  };
  const first = await owner.searchProcessInstances({ ...query, page: { limit: 2 } }, NOW);
  const after = first.page.endCursor ?? fail();
  const second = await owner.searchProcessInstances({ ...query, page: { limit: 2, after } }, NOW);
  const keys = [...(first.items ?? []), ...(second.items ?? [])].map(({ processInstanceKey }) => processInstanceKey);
  expect(keys.slice(0, 3)).toEqual(started.reverse().map(({ processInstanceKey }) => processInstanceKey));
  const byVariable = await advisor.searchUserTasks(
    {
      filter: {
        state: 'CREATED',
        candidateGroup: { $in: ['asesor'] },
        processInstanceVariables: [{ name: 'requestNumber', value: JSON.stringify(started[0]?.requestNumber) }],
      },
      sort: [{ field: 'creationDate', order: 'ASC' }],
      page: { from: 0, limit: 10 },
    },
    NOW,
  );
  expect(byVariable.items?.map(({ userTaskKey }) => userTaskKey)).toEqual([started[0]?.userTaskKey]);
});

it('changes the dates, candidates and priority of a task', async () => {
  const { userTaskKey } = await startPermit();
  await owner.updateUserTask({
    userTaskKey,
    changeset: { dueDate: '2026-12-01T10:00:00-05:00', candidateGroups: ['asesor', 'coord'], priority: 80 },
  });
  expect(await owner.getUserTask({ userTaskKey }, NOW)).toMatchObject({
    dueDate: '2026-12-01T15:00:00.000Z',
    candidateGroups: ['asesor', 'coord'],
    priority: 80,
  });
  await owner.updateUserTask({ userTaskKey, changeset: { dueDate: '', priority: null } });
  const cleared = await owner.getUserTask({ userTaskKey }, NOW);
  expect(cleared).toMatchObject({ priority: 50 });
  expect(cleared.dueDate).toBeUndefined();
});

it('waits for the end of an instance and tells how its decision was taken', async () => {
  const { processInstanceKey, variables } = await owner.createProcessInstance({
    processDefinitionId: RATING,
    variables: { amount: 500 },
    awaitCompletion: true,
    fetchVariables: ['grade'],
  });
  expect(variables).toEqual({ grade: 'high' });
  const { items } = await owner.searchDecisionInstances({ filter: { processInstanceKey } }, NOW);
  expect(items).toMatchObject([{ decisionDefinitionId: 'grade', decisionDefinitionType: 'DECISION_TABLE' }]);
  const decisionEvaluationInstanceKey = items?.[0]?.decisionEvaluationInstanceKey ?? fail();
  expect(await owner.getDecisionInstance({ decisionEvaluationInstanceKey }, NOW)).toMatchObject({
    result: '"high"',
    evaluatedInputs: [{ inputValue: '500' }],
    matchedRules: [{ ruleId: 'grade-high', evaluatedOutputs: [{ outputValue: '"high"' }] }],
  });
  const other = { processInstanceKey, decisionDefinitionId: DecisionDefinitionId.assumeExists('other') };
  expect((await owner.searchDecisionInstances({ filter: other }, NOW)).items).toEqual([]);
});

it('answers 504 when an instance does not end within the wait, and lets it go on', async () => {
  const request = { processDefinitionId: PERMIT, variables: {}, awaitCompletion: true, requestTimeout: 100 };
  await expect(owner.createProcessInstance(request)).rejects.toMatchObject({ status: 504 });
});

it('publishes a message before anybody waits for it, finds the incident that follows and resolves it', async () => {
  const { processInstanceKey, requestNumber, userTaskKey } = await startPermit();
  await owner.publishMessage({
    name: 'payment',
    correlationKey: requestNumber,
    timeToLive: 60_000,
    messageId: requestNumber,
    variables: { paid: false },
  });
  await advisor.assignUserTask({ userTaskKey, assignee: 'ana' });
  await advisor.completeUserTask({ userTaskKey, variables: { outcome: 'approved' } });
  const { items } = await owner.searchIncidents(
    { filter: { processInstanceKey, state: 'ACTIVE', elementId: ElementId.assumeExists('rate') } },
    { consistency: { waitUpToMs: 10_000, predicate: (page) => page.items?.length === 1 } },
  );
  const incidentKey = items?.[0]?.incidentKey ?? fail();
  expect(await owner.getIncident({ incidentKey }, NOW)).toMatchObject({ errorType: 'CONDITION_ERROR' });
  await owner.createElementInstanceVariables({
    elementInstanceKey: ElementInstanceKey.assumeExists(processInstanceKey),
    variables: { paid: true },
  });
  await owner.resolveIncident({ incidentKey });
  expect(await owner.getProcessInstance({ processInstanceKey }, NOW)).toMatchObject({ state: 'COMPLETED' });
});

it('cancels, and says who one is and how the cluster is', async () => {
  const { processInstanceKey } = await startPermit();
  await owner.cancelProcessInstance({ processInstanceKey });
  expect(await owner.getProcessInstance({ processInstanceKey }, NOW)).toMatchObject({ state: 'TERMINATED' });
  expect(await advisor.getAuthentication()).toMatchObject({ username: 'ana', roles: ['asesor'] });
  expect(await advisor.getTopology()).toMatchObject({ gatewayVersion: '8.8.0' });
  await advisor.getStatus();
});

it('tells of a decision that failed how far it got', async () => {
  const { processInstanceKey } = await owner.createProcessInstance({
    processDefinitionId: RATING,
    variables: { amount: 500, limit: 400 },
  });
  const search = (state: 'FAILED' | 'EVALUATED') =>
    owner.searchDecisionInstances({ filter: { processInstanceKey, state } }, NOW);
  const evaluationFailure = 'Expected one matching rule, but rules 1, 3 match';
  const { items } = await search('FAILED');
  expect(items).toMatchObject([{ decisionDefinitionId: 'grade', state: 'FAILED', evaluationFailure, result: 'null' }]);
  const decisionEvaluationInstanceKey = items?.[0]?.decisionEvaluationInstanceKey ?? fail();
  expect(await owner.getDecisionInstance({ decisionEvaluationInstanceKey }, NOW)).toMatchObject({
    evaluatedInputs: [{ inputValue: '500' }],
    matchedRules: [{ ruleId: 'grade-high' }, { ruleId: 'grade-over' }],
  });
  expect((await search('EVALUATED')).items).toEqual([]);
});

it('gets a problem with its status for what is refused', async () => {
  const { userTaskKey } = await startPermit();
  await expect(advisor.completeUserTask({ userTaskKey })).rejects.toMatchObject({ status: 409 });
  await expect(advisor.searchProcessInstances({}, NOW)).rejects.toMatchObject({ status: 403 });
});

function fail(): never {
  throw new Error('Expected a key, but there is none');
}
