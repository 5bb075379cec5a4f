import path from 'node:path';
import { startProcessBed } from '../test/support/processes';
import { EngineUnavailable } from './errors';
import { createInstanceClient } from './instanceClient';

jest.setTimeout(60_000);

it('says that the engine is away while no worker answers, and delivers a repetition once', async () => {
  // given
  const bed = await startProcessBed();
  await bed.deploy(path.join(__dirname, '../workflows/models/userTask.bpmn'));
  const run = await bed.run('user-task');
  const { key: userTaskKey } = await run.task('decide');
  const impatient = createInstanceClient(bed.client, { taskQueue: bed.taskQueue, timeoutMs: 1_500 });
  const envelope = {
    command: { type: 'completeUserTask', userTaskKey, variables: {} },
    actor: { kind: 'person', id: 'ana' },
  } as const;
  // when
  await bed.worker.stop();
  await expect(impatient.command(run.key, envelope, 'u1')).rejects.toThrow(EngineUnavailable);
  await expect(impatient.snapshot(run.key)).rejects.toThrow(EngineUnavailable);
  await bed.startWorker();
  const answer = await bed.instances.command(run.key, envelope, 'u1');
  // then
  expect(answer).toMatchObject({ state: 'COMPLETED' });
  expect(await run.ended()).toBe('COMPLETED');
  expect((await run.recorded()).filter(({ event }) => event.type === 'userTask.completed')).toHaveLength(1);
});
