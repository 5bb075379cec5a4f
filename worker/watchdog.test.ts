import path from 'node:path';
import { EngineUnavailable } from '../temporal/errors';
import { createInstanceClient } from '../temporal/instanceClient';
import { startProcessBed } from '../test/support/processes';
import { createWatchdog } from './watchdog';

jest.setTimeout(60_000);

it('opens an incident for an instance whose workflow keeps failing, and resolves it when that is over', async () => {
  // given an instance whose program breaks the engine at its next step
  const bed = await startProcessBed();
  const content = await bed.deploy(path.join(__dirname, '../workflows/models/twoUserTasks.bpmn'));
  const program = structuredClone({ ...content, processId: 'two-user-tasks', formIds: [] });
  delete program.processes['two-user-tasks']?.elements.second;
  const key = await bed.store.counters.nextKey();
  await bed.instances.start({
    program,
    processInstanceKey: key,
    processDefinitionKey: '1',
    release: { number: 1, hash: content.hash },
    variables: {},
    parent: null,
    rootKey: key,
    startedBy: { kind: 'person', id: 'ana' },
  });
  const run = bed.instance(key);
  const { key: userTaskKey } = await run.task('first');
  await bed.store.projection.waitForSeq(key, 1, 5_000);
  const impatient = createInstanceClient(bed.client, { taskQueue: bed.taskQueue, timeoutMs: 2_000 });
  const envelope = {
    command: { type: 'completeUserTask', userTaskKey, variables: {} },
    actor: { kind: 'person', id: 'ana' },
  } as const;
  await expect(impatient.command(key, envelope, 'u1')).rejects.toThrow(EngineUnavailable);
  // when
  const watch = createWatchdog(bed);
  const incidents = () => bed.store.state.list('incidents', { processInstanceKey: { eq: key } });
  const until = async (count: number, state: string): Promise<void> => {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
      await watch();
      if ((await incidents()).filter((incident) => incident.state === state).length === count) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`Expected ${count} ${state} incidents, but got ${JSON.stringify(await incidents())}`);
  };
  await until(1, 'ACTIVE');
  await watch();
  // then
  expect(await incidents()).toMatchObject([
    { incidentType: 'ENGINE_FAILURE', message: expect.stringContaining('second') },
  ]);
  // when the workflow is gone
  await bed.client.workflow.getHandle(key).terminate('test');
  await until(1, 'RESOLVED');
  await bed.stop();
});
