import { startProcess } from '../temporal/startProcess';
import { updateIdOf } from '../temporal/updateId';
import { startProcessBed, type ProcessBed } from '../test/support/processes';
import type { ReleaseContent } from '../engine/model';
import type { CommandEnvelope } from '../protocol/workflow';

jest.setTimeout(60_000);
let bed: ProcessBed;
const el = (
  id: string,
  type: string,
  incoming: string[],
  outgoing: string[],
  data: unknown,
  parentId: string | null = 'p',
) => ({
  id,
  type,
  name: null,
  parentId,
  incoming,
  outgoing,
  boundaryEvents: [],
  inputs: [],
  outputs: [],
  properties: {},
  data,
});
const content = {
  hash: 'h1',
  decisions: {},
  decisionModels: {},
  forms: {},
  catalogues: {},
  templates: {},
  procedures: {},
  processResources: {},
  resources: [],
  calendar: {},
  processes: {
    p: {
      id: 'p',
      name: null,
      versionTag: null,
      hash: 'x',
      lanes: {},
      startEvents: [{ kind: 'none', elementId: 's' }],
      flows: {
        f1: { id: 'f1', name: null, sourceId: 's', targetId: 't', condition: null },
        f2: { id: 'f2', name: null, sourceId: 't', targetId: 'e', condition: null },
      },
      elements: {
        p: el('p', 'PROCESS', [], [], null, null),
        s: el('s', 'START_EVENT', [], ['f1'], null),
        t: el('t', 'USER_TASK', ['f1'], ['f2'], {
          assignee: null,
          candidateGroups: null,
          candidateUsers: null,
          dueDate: null,
          followUpDate: null,
          priority: { text: '50' },
          formId: null,
        }),
        e: el('e', 'END_EVENT', ['f2'], [], null),
      },
    },
  },
} as unknown as ReleaseContent;
beforeAll(async () => {
  bed = await startProcessBed();
});
afterAll(() => bed.stop());
it('runs', async () => {
  await bed.deploy(content);
  const started = await startProcess(bed, {
    processId: 'p',
    variables: { a: 1 },
    startedBy: { kind: 'person', id: 'ana' },
  });
  expect(await bed.store.projection.waitForSeq(started.processInstanceKey, 1, 5000)).toBe(true);
  const tasks = await bed.store.state.list('userTasks', { processInstanceKey: { eq: started.processInstanceKey } });
  console.log(tasks);
  const envelope: CommandEnvelope = {
    command: { type: 'completeUserTask', userTaskKey: tasks[0]!.key, variables: { b: 2 } },
    actor: { kind: 'person', id: 'ana' },
  };
  console.log(await bed.instances.command(started.processInstanceKey, envelope, updateIdOf(envelope)));
  console.log(await bed.client.workflow.getHandle(started.processInstanceKey).result());
  console.log(JSON.stringify(await bed.instances.snapshot(started.processInstanceKey)));
});
