import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProcessBed } from '../test/support/processes';
import { freePort, startStore } from '../test/support/services';

jest.setTimeout(90_000);

const model = (name: string): string => path.join(__dirname, 'models', `${name}.bpmn`);

it('another worker goes on where one has stopped', async () => {
  // given
  const bed = await startProcessBed({ jobs: { work: () => Promise.resolve({ worked: true }) } });
  await bed.deploy(model('twoUserTasks'), model('timers'), model('serviceTask'));
  const tasks = await bed.run('two-user-tasks');
  await tasks.complete('first', { a: 1 });
  const timers = await bed.run('timers', { pause: 'PT1S', limit: 'PT1H' });
  await timers.until('a timer', (now) => Object.keys(now.timers).length === 1);
  // when
  await bed.worker.stop();
  const whileAway = await bed.run('service-task');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await bed.startWorker();
  // then
  await tasks.complete('second', { b: 2 });
  await timers.complete('answer');
  await whileAway.complete('check');
  for (const run of [tasks, timers, whileAway]) {
    expect(await run.ended()).toBe('COMPLETED');
    expect(await bed.store.record.verify(run.key)).toMatchObject({ ok: true, head: (await run.snapshot()).head });
  }
  expect(await bed.store.state.variables(tasks.key)).toEqual({ a: 1, b: 2 });
  await bed.stop();
});

it('while the store is down, people and timers go on, and the record catches up', async () => {
  // given
  const dataDir = mkdtempSync(path.join(tmpdir(), 'cauce-faults-'));
  const port = await freePort();
  const before = await startStore({ port, dataDir });
  const bed = await startProcessBed({ storeUri: before.uri });
  await bed.deploy(model('twoUserTasks'), model('timers'));
  const waiting = await Promise.all(Array.from({ length: 30 }, () => bed.run('two-user-tasks')));
  const timers = await bed.run('timers', { pause: 'PT2S', limit: 'PT1H' });
  await Promise.all(waiting.map((run) => run.task('first')));
  // when
  await before.kill();
  const answers = await Promise.all(
    waiting.map(async (run) => {
      const start = Date.now();
      await run.complete('first');
      return Date.now() - start;
    }),
  );
  await timers.complete('answer');
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const outbox = (await waiting[0]?.snapshot())?.outbox ?? [];
  const after = await startStore({ port, dataDir });
  // then
  expect(outbox.map(({ event }) => event.type)).toContain('userTask.completed');
  expect(Math.max(...answers)).toBeLessThan(5_000);
  await Promise.all(waiting.map((run) => run.complete('second')));
  for (const run of [...waiting, timers]) {
    expect(await run.ended()).toBe('COMPLETED');
    const [snapshot, entries] = [await run.snapshot(), await run.recorded()];
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    expect(await bed.store.record.verify(run.key)).toMatchObject({ ok: true, head: snapshot.head });
  }
  await bed.stop();
  await after.stop();
  rmSync(dataDir, { recursive: true });
});
