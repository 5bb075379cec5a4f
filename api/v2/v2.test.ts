import { readFileSync } from 'node:fs';
import path from 'node:path';
import { V2_ROUTES } from '../../protocol/v2/routes';
import { modelFiles, startV2Bed, type Caller, type V2Bed } from '../../test/support/engineApi';

jest.setTimeout(60_000);

let bed: V2Bed;
let owner: Caller;
let advisor: Caller;
let requests = 0;

beforeAll(async () => {
  bed = await startV2Bed();
  owner = bed.as('olga', 'owner');
  advisor = bed.as('ana', 'asesor');
  for (const [personId, role] of [
    ['ana', 'asesor'],
    ['beto', 'asesor'],
  ] as const) {
    await bed.store.people.add({
      personId,
      kind: 'staff',
      username: personId,
      name: personId,
      email: null,
      roles: [role],
      passwordHash: null,
      state: 'active',
      createdAt: '2026-03-02T15:00:00.000Z',
      citizen: null,
    });
  }
  const deployed = await owner('POST', '/deployments', modelFiles('permit.bpmn', 'review.form'));
  expect(deployed).toMatchObject({ status: 200 });
});
afterAll(() => bed.stop());

/** Starts a permit and waits for its task. */
async function startPermit(variables: object = {}): Promise<{ key: string; task: string; requestNumber: string }> {
  const requestNumber = `2026-${String(++requests).padStart(6, '0')}`;
  const started = await owner('POST', '/process-instances', {
    processDefinitionId: 'permit',
    variables: { requestNumber, ...variables },
  });
  expect(started.status).toBe(200);
  const key = started.body.processInstanceKey as string;
  await bed.store.requests.add({
    requestNumber,
    processInstanceKey: key,
    citizenId: 'carla',
    conversationId: null,
    roomId: 'general',
    channel: 'api',
    declaredType: 'solicitud',
    declaredArea: 'becas',
    openedAt: '2026-03-02T15:00:00.000Z',
    summary: 'Quiero un permiso',
  });
  const found = await advisor('POST', '/user-tasks/search', { filter: { processInstanceKey: key } });
  expect(found.body).toMatchObject({ page: { totalItems: 1 } });
  return { key, task: found.body.items[0]?.userTaskKey ?? '', requestNumber };
}

it('tells what was deployed, and keeps it as a definition with its XML', async () => {
  const { body } = await owner('POST', '/process-definitions/search', { filter: { processDefinitionId: 'permit' } });
  expect(body).toMatchObject({
    items: [{ processDefinitionId: 'permit', name: 'Permit', version: 1, resourceName: 'processes/permit.bpmn' }],
    page: { totalItems: 1 },
  });
  const key = body.items[0]?.processDefinitionKey ?? '';
  expect(await owner('GET', `/process-definitions/${key}`)).toMatchObject({ body: { processDefinitionKey: key } });
  expect((await owner('GET', `/process-definitions/${key}/xml`)).text).toContain('<bpmn:process id="permit"');
});

it('refuses a deployment that does not compile, by name and element, and to who may not deploy', async () => {
  const broken = new FormData();
  broken.append('resources', new Blob(['<not bpmn/>']), 'broken.bpmn');
  const refused = await owner('POST', '/deployments', broken);
  expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  expect(refused.body.errors[0]?.path).toContain('processes/broken.bpmn');
  expect(await advisor('POST', '/deployments', modelFiles('permit.bpmn'))).toMatchObject({ status: 403 });
});

it('refuses a reference that somebody types into a form: it would show him what is not his', async () => {
  const { task } = await startPermit();
  await advisor('POST', `/user-tasks/${task}/assignment`, { assignee: 'ana', allowOverride: false });
  const refused = await advisor('POST', `/user-tasks/${task}/completion`, {
    variables: { outcome: 'refused', reason: 'text:2251799813685000001:note@2251799813685000007' },
  });
  expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_form' } });
});

it('carries a permit from its start to its end', async () => {
  const { key, task, requestNumber } = await startPermit();
  // the advisor takes the task and sees its form and variables
  expect(
    await advisor('POST', `/user-tasks/${task}/assignment`, { assignee: 'ana', allowOverride: false }),
  ).toMatchObject({ status: 204 });
  expect(await advisor('GET', `/user-tasks/${task}`)).toMatchObject({
    body: { assignee: 'ana', state: 'CREATED', processName: 'Permit' },
  });
  expect(await advisor('GET', `/user-tasks/${task}/form`)).toMatchObject({
    body: { formId: 'review', version: 1, schema: { id: 'review' } },
  });
  const { body: seen } = await advisor('POST', `/user-tasks/${task}/variables/search`);
  expect(
    Object.fromEntries(seen.items.map(({ name = '', value = '' }) => [name, JSON.parse(value) as unknown])),
  ).toEqual({ requestNumber, level: 2 });
  // completing it keeps the reason with the request
  const completed = await advisor('POST', `/user-tasks/${task}/completion`, {
    variables: { outcome: 'refused', reason: 'Falta la firma de Carla', note: 'Carla vuelve el lunes' },
  });
  expect(completed).toMatchObject({ status: 204 });
  expect(completed.headers.get('x-cauce-projection')).toBeNull();
  expect(await bed.store.requests.personal(requestNumber)).toMatchObject({ reason: 'Falta la firma de Carla' });
  const { body: variables } = await owner('POST', '/variables/search', { filter: { processInstanceKey: key } });
  expect(JSON.stringify(variables)).not.toContain('Carla');
  // what is no document's is kept with the instance, apart for each task
  const note = `text:${key}:note@${task}`;
  expect(JSON.stringify(variables)).toContain(note);
  expect(await bed.store.texts.resolve([note])).toEqual(new Map([[note, 'Carla vuelve el lunes']]));
  // the message ends it
  const correlated = await owner('POST', '/messages/correlation', {
    name: 'payment',
    correlationKey: requestNumber,
    variables: { paid: true },
  });
  expect(correlated).toMatchObject({ status: 200, body: { processInstanceKey: key } });
  await bed.instance(key).ended();
  const ended = await owner('GET', `/process-instances/${key}`);
  expect(ended).toMatchObject({ body: { state: 'COMPLETED', hasIncident: false, processDefinitionVersion: 1 } });
  const flows = await owner('GET', `/process-instances/${key}/sequence-flows`);
  expect(flows.body.items.map((flow) => flow.elementId).sort()).toEqual(['to-end', 'to-rate', 'to-review', 'to-wait']);
  const statistics = await owner('GET', `/process-instances/${key}/statistics/element-instances`);
  expect(statistics.body.items).toContainEqual({
    elementId: 'review',
    active: 0,
    canceled: 0,
    incidents: 0,
    completed: 1,
  });
});

it('checks the data of a form and keeps a bad one from the instance', async () => {
  const { task } = await startPermit();
  await advisor('POST', `/user-tasks/${task}/assignment`, { assignee: 'ana' });
  const refused = await advisor('POST', `/user-tasks/${task}/completion`, { variables: { outcome: 'refused' } });
  expect(refused).toMatchObject({
    status: 400,
    body: { code: 'invalid_form', errors: [{ path: 'variables.reason' }] },
  });
  expect(await advisor('GET', `/user-tasks/${task}`)).toMatchObject({ body: { state: 'CREATED' } });
});

it('does not take the reference of an earlier task for what a person wrote', async () => {
  const { task } = await startPermit({ reason: 'request:2026-000001#reason' });
  await advisor('POST', `/user-tasks/${task}/assignment`, { assignee: 'ana' });
  const refused = await advisor('POST', `/user-tasks/${task}/completion`, { variables: { outcome: 'refused' } });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'variables.reason' }] } });
});

it('gives a retry its own answer, and tells everyone else who closed the task', async () => {
  const { task } = await startPermit();
  await advisor('POST', `/user-tasks/${task}/assignment`, { assignee: 'ana' });
  const body = { variables: { outcome: 'approved' } };
  const twice = [1, 2].map(() => advisor('POST', `/user-tasks/${task}/completion`, body));
  expect((await Promise.all(twice)).map(({ status }) => status)).toEqual([204, 204]);
  const late = await advisor('POST', `/user-tasks/${task}/completion`, {
    variables: { outcome: 'refused', reason: 'x' },
  });
  expect(late).toMatchObject({ status: 409, body: { code: 'task_closed', by: 'ana' } });
});

it('lets only the assignee complete, and only a candidate see', async () => {
  const { task } = await startPermit();
  expect(await advisor('POST', `/user-tasks/${task}/completion`, {})).toMatchObject({
    body: { code: 'task_not_assigned' },
  });
  await advisor('POST', `/user-tasks/${task}/assignment`, { assignee: 'ana' });
  const other = bed.as('beto', 'asesor');
  expect(await other('POST', `/user-tasks/${task}/completion`, {})).toMatchObject({
    body: { code: 'task_assigned_to_other' },
  });
  expect(await other('POST', `/user-tasks/${task}/assignment`, { assignee: 'beto' })).toMatchObject({ status: 403 });
  const stranger = bed.as('zoe', 'lider');
  expect(await stranger('GET', `/user-tasks/${task}`)).toMatchObject({ status: 404 });
  expect((await stranger('POST', '/user-tasks/search', {})).body.items).toEqual([]);
  expect(await advisor('DELETE', `/user-tasks/${task}/assignee`)).toMatchObject({ status: 204 });
  expect((await advisor('GET', `/user-tasks/${task}`)).body).not.toHaveProperty('assignee');
  expect(await advisor('POST', '/process-instances/search', {})).toMatchObject({ status: 403 });
});

it('finds the incident of an instance and tries again', async () => {
  const { key, task, requestNumber } = await startPermit();
  await advisor('POST', `/user-tasks/${task}/assignment`, { assignee: 'ana' });
  await advisor('POST', `/user-tasks/${task}/completion`, { variables: { outcome: 'approved' } });
  await owner('POST', '/messages/publication', {
    name: 'payment',
    correlationKey: requestNumber,
    variables: { paid: false },
  });
  const search = { filter: { processInstanceKey: key, state: 'ACTIVE' } };
  let incident: Record<string, string> | undefined;
  for (const deadline = Date.now() + 5_000; !incident && Date.now() < deadline;) {
    [incident] = (await owner('POST', '/incidents/search', search)).body.items;
  }
  expect(incident).toMatchObject({ errorType: 'CONDITION_ERROR', elementId: 'rate', state: 'ACTIVE' });
  expect(
    await owner('POST', '/process-instances/search', { filter: { hasIncident: true, processInstanceKey: key } }),
  ).toMatchObject({
    body: { page: { totalItems: 1 } },
  });
  await owner('PUT', `/element-instances/${key}/variables`, { variables: { paid: true } });
  expect(await owner('POST', `/incidents/${incident?.incidentKey}/resolution`)).toMatchObject({ status: 204 });
  expect(await owner('GET', `/process-instances/${key}`)).toMatchObject({
    body: { state: 'COMPLETED', hasIncident: false },
  });
});

it('cancels an instance', async () => {
  const { key, task } = await startPermit();
  expect(await owner('POST', `/process-instances/${key}/cancellation`, {})).toMatchObject({ status: 204 });
  expect(await owner('GET', `/process-instances/${key}`)).toMatchObject({ body: { state: 'TERMINATED' } });
  expect(await owner('GET', `/user-tasks/${task}`)).toMatchObject({ body: { state: 'CANCELED' } });
});

it('changes a running instance after it has said what that would do', async () => {
  const { key } = await startPermit();
  const modification = {
    moveInstructions: [
      { sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'review' }, targetElementId: 'nothing' },
    ],
  };
  expect(await owner('POST', `/api/instances/${key}/modification-report`, modification)).toMatchObject({
    body: { isPossible: false, rows: [{ outcome: 'ends' }, { outcome: 'refused', elementId: 'nothing' }] },
  });
  expect(await owner('POST', `/process-instances/${key}/modification`, modification)).toMatchObject({ status: 400 });
  const { body: instance } = await owner('GET', `/process-instances/${key}`);
  const migration = { targetProcessDefinitionKey: instance.processDefinitionKey as string, mappingInstructions: [] };
  const report = await owner('POST', `/api/instances/${key}/migration-report`, migration);
  expect(report.body).toMatchObject({ isPossible: true });
  expect(await owner('POST', `/process-instances/${key}/migration`, migration)).toMatchObject({ status: 204 });
  const again = {
    ...modification,
    moveInstructions: [{ ...modification.moveInstructions[0], targetElementId: 'review' }],
  };
  expect(await owner('POST', `/process-instances/${key}/modification`, again)).toMatchObject({ status: 204 });
  const tasks = await advisor('POST', '/user-tasks/search', { filter: { processInstanceKey: key, state: 'CREATED' } });
  expect(tasks.body.items).toHaveLength(1);
  expect(await advisor('POST', `/process-instances/${key}/modification`, again)).toMatchObject({ status: 403 });
});

it('searches by filters, sorts and pages as Camunda does', async () => {
  const { key, requestNumber } = await startPermit();
  const variables = [{ name: 'requestNumber', value: JSON.stringify(requestNumber) }];
  const byVariable = await owner('POST', '/process-instances/search', { filter: { variables } });
  expect(byVariable.body.items).toMatchObject([{ processInstanceKey: key }]);
  const sort = [{ field: 'startDate', order: 'DESC' }];
  const first = await owner('POST', '/process-instances/search', {
    filter: { processDefinitionName: { $like: 'Per*' } },
    sort,
    page: { limit: 2 },
  });
  expect(first.body.items[0]).toMatchObject({ processInstanceKey: key });
  const second = await owner('POST', '/process-instances/search', {
    sort,
    page: { limit: 2, after: first.body.page.endCursor },
  });
  expect(second.body.items).toHaveLength(2);
  expect(second.body.items[0]?.startDate).not.toBe(first.body.items[1]?.startDate);
  const dated = { filter: { startDate: { $gt: '2020-01-01T00:00:00-05:00', $lt: '2021-01-01T00:00:00Z' } } };
  expect((await owner('POST', '/process-instances/search', dated)).body.items).toEqual([]);
});

it('refuses unknown fields, impossible patterns and keys that lead nowhere', async () => {
  expect(await owner('POST', '/process-instances/search', { filter: { colour: 'red' } })).toMatchObject({
    status: 400,
    body: { code: 'invalid_request' },
  });
  expect(await owner('POST', '/process-instances/search', { filter: { state: { $like: '*A' } } })).toMatchObject({
    status: 400,
  });
  expect(await owner('POST', '/process-instances', { processDefinitionId: 'nobody' })).toMatchObject({ status: 404 });
  expect(await owner('GET', '/process-instances/abc')).toMatchObject({ status: 404 });
  expect(await owner('POST', '/messages/correlation', { name: 'payment', correlationKey: 'none' })).toMatchObject({
    status: 404,
  });
});

it('takes a signal, whoever waits for it', async () => {
  const answer = await owner('POST', '/signals/broadcast', { signalName: 'nobody-waits', variables: { level: 1 } });
  expect(answer).toMatchObject({ status: 200, body: { signalKey: expect.stringMatching(/^\d+$/) as string } });
  expect(await advisor('POST', '/signals/broadcast', { signalName: 'x' })).toMatchObject({ status: 403 });
});

it('starts one instance for one Idempotency-Key', async () => {
  const start = (variables: object) =>
    owner('POST', '/process-instances', { processDefinitionId: 'permit', variables }, { 'Idempotency-Key': 'k-1' });
  const first = await start({ requestNumber: 'x' });
  expect((await start({ requestNumber: 'x' })).body).toEqual(first.body);
  expect(await start({ requestNumber: 'y' })).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
});

it('refuses another command under the same Idempotency-Key', async () => {
  const { task } = await startPermit();
  await advisor('POST', `/user-tasks/${task}/assignment`, { assignee: 'ana' });
  const complete = (variables: object) =>
    advisor('POST', `/user-tasks/${task}/completion`, { variables }, { 'Idempotency-Key': 'k-2' });
  // what was refused is not kept
  expect(await complete({ outcome: 'refused' })).toMatchObject({ status: 400 });
  expect(await complete({ outcome: 'approved' })).toMatchObject({ status: 204 });
  expect(await complete({ outcome: 'approved' })).toMatchObject({ status: 204 });
  const other = await complete({ outcome: 'refused', reason: 'Falta la firma' });
  expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } });
});

it('shows releases, history, the record and why an instance waits', async () => {
  const { key } = await startPermit();
  expect(await advisor('GET', '/api/releases/current')).toMatchObject({
    body: { number: 1, deployedBy: { id: 'olga' }, processes: [{ processDefinitionId: 'permit', nextRunAt: null }] },
  });
  const name = 'processes/permit.bpmn';
  const { body: resource } = await advisor('GET', `/api/releases/current/resource?name=${name}`);
  expect(resource).toMatchObject({ name, content: expect.stringContaining('bpmn:definitions') });
  const resources = [{ name, content: (resource.content as string).replace('formId="review"', 'formId="nobody"') }];
  const { body: checked } = await owner('POST', '/api/releases/check', { resources });
  expect(checked.problems).toContainEqual(expect.objectContaining({ elementId: 'review', severity: 'error' }));
  expect((await advisor('GET', '/api/releases')).body.items).toHaveLength(1);
  const { body: history } = await owner('GET', `/api/instances/${key}/history`);
  expect(history.items[0]).toMatchObject({ seq: 1, actor: { id: 'olga' }, event: { type: 'instance.started' } });
  expect((await owner('GET', `/api/instances/${key}/history?limit=2`)).body).toMatchObject({ nextCursor: '2' });
  expect((await owner('GET', `/api/instances/${key}/record`)).body).toMatchObject({
    ok: true,
    seq: history.items.length,
  });
  expect((await owner('GET', `/api/instances/${key}/why-waiting`)).body.items).toMatchObject([
    { elementId: 'review', waitsFor: 'userTask' },
  ]);
});

it('answers who one is and how the cluster is', async () => {
  expect(await advisor('GET', '/authentication/me')).toMatchObject({ body: { username: 'ana', roles: ['asesor'] } });
  expect(await advisor('GET', '/topology')).toMatchObject({ body: { gatewayVersion: '8.8.0', clusterSize: 1 } });
  expect(await advisor('GET', '/status')).toMatchObject({ status: 204 });
});

it('needs a person for every operation', async () => {
  const nobody = bed.as('', '');
  for (const { method, path } of Object.values(V2_ROUTES)) {
    const address = path.replace(/\{\w+\}/g, '2251799813685249000');
    expect((await nobody(method.toUpperCase(), address, undefined, { 'x-person': 'unknown' })).status).toBe(401);
  }
});

it('refuses such a reference in a task without a form too', async () => {
  const material = readFileSync(path.join(__dirname, 'models/material.bpmn'), 'utf8');
  const bare = material.replaceAll('"material"', '"bare"').replace(/<zeebe:formDefinition [^>]*>/, '');
  const files = new FormData();
  files.append('resources', new Blob([bare]), 'processes/bare.bpmn');
  expect(await owner('POST', '/deployments', files)).toMatchObject({ status: 200 });
  const own = 'request:2026-000001#summary';
  const started = await owner('POST', '/process-instances', { processDefinitionId: 'bare', variables: { own } });
  const filter = { processInstanceKey: started.body.processInstanceKey };
  const task = (await advisor('POST', '/user-tasks/search', { filter })).body.items[0]?.userTaskKey;
  await advisor('POST', `/user-tasks/${task}/assignment`, { assignee: 'ana', allowOverride: false });
  const complete = (note: string) => advisor('POST', `/user-tasks/${task}/completion`, { variables: { note } });
  expect(await complete('request:2026-000002#summary')).toMatchObject({ status: 400, body: { code: 'invalid_form' } });
  expect(await complete(own)).toMatchObject({ status: 204 });
});

it('gives who repeats a migration the answer that he had', async () => {
  const { key } = await startPermit();
  const permit = readFileSync(path.join(__dirname, 'models/permit.bpmn'), 'utf8');
  const files = new FormData();
  const changed = permit
    .replace('userTask id="review"', 'userTask id="revise"')
    .replace(/(source|target)Ref="review"/g, '$1Ref="revise"');
  files.append('resources', new Blob([changed]), 'processes/permit.bpmn');
  expect(await owner('POST', '/deployments', files)).toMatchObject({ status: 200 });
  const filter = { processDefinitionId: 'permit', version: 2 };
  const { items } = (await owner('POST', '/process-definitions/search', { filter })).body;
  const migrate = (targetElementId: string, idempotencyKey: string) =>
    owner(
      'POST',
      `/process-instances/${key}/migration`,
      {
        targetProcessDefinitionKey: items[0]?.processDefinitionKey,
        mappingInstructions: [{ sourceElementId: 'review', targetElementId }],
      },
      { 'Idempotency-Key': idempotencyKey },
    );
  expect(await migrate('nothing', 'm-0')).toMatchObject({ status: 409, body: { code: 'invalid_state' } });
  expect(await migrate('revise', 'm-1')).toMatchObject({ status: 204 });
  expect(await migrate('revise', 'm-1')).toMatchObject({ status: 204 });
  const tasks = await advisor('POST', '/user-tasks/search', { filter: { processInstanceKey: key } });
  expect(tasks.body.items).toMatchObject([{ elementId: 'revise', state: 'CREATED' }]);
});
