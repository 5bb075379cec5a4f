import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { createDataConverter } from '../temporal/connection';
import { CACHE, startProcessBed, TEST_SECRET, type ProcessBed } from '../test/support/processes';
import type { RunningInstance } from '../test/support/runningInstance';
import { cachedWorkflowBundle } from '../worker/bundle';

jest.setTimeout(120_000);

/**
 * Histories of real runs, as Temporal's protobuf; payloads are encrypted with the secret of the tests. A change that makes the workflows act otherwise on them would break instances that are
 * running when it is installed: it needs a new engine version (engine/execution/versions.ts) or `patched()`.
 * `RECORD_HISTORIES=1 npx jest workflows/replay` adds those that are not there; delete one to record it again.
 */
const HISTORIES = path.join(__dirname, 'histories');

const { History } = temporal.api.history.v1;

const scenarios: Record<string, (bed: ProcessBed) => Promise<RunningInstance>> = {
  'two-user-tasks': async (bed) => {
    const run = await bed.run('two-user-tasks', { a: 1 });
    const { key: userTaskKey } = await run.task('first');
    await run.command({ type: 'assignUserTask', userTaskKey, assignee: 'ana', allowOverride: false });
    await run.complete('first', { b: 2 });
    await run.complete('second', { c: 3 });
    return run;
  },
  job: async (bed) => {
    const run = await bed.run('service-task');
    await run.complete('check');
    return run;
  },
  timers: async (bed) => {
    const run = await bed.run('timers', { pause: 'PT0.2S', limit: 'PT2S' });
    await run.complete('late');
    return run;
  },
  messages: async (bed) => {
    const run = await bed.run('messages', { ref: 'replay' });
    const message = { correlationKey: 'replay', messageId: null, variables: {}, timeToLiveMs: 60_000 };
    await bed.correlator.publish({ ...message, name: 'paid' });
    await run.task('review');
    await bed.correlator.publish({ ...message, name: 'withdrawn' });
    return run;
  },
  'cancelled-caller': async (bed) => {
    const run = await bed.run('caller', { ref: 'replay' });
    await run.until('a called instance', ({ elements }) =>
      Object.values(elements).some(({ calledInstanceKey }) => typeof calledInstanceKey === 'string'),
    );
    await run.command({ type: 'cancelInstance' });
    return run;
  },
};

const fileOf = (name: string): string => path.join(HISTORIES, `${name}.history`);

async function record(): Promise<void> {
  mkdirSync(HISTORIES, { recursive: true });
  const known = new Set(readdirSync(HISTORIES));
  for (const [suffix, continueAsNewAfter] of [
    ['', undefined],
    ['-continued', 12],
  ] as const) {
    const bed = await startProcessBed({ jobs: { work: () => Promise.resolve({ worked: true }) }, continueAsNewAfter });
    const models = ['twoUserTasks', 'serviceTask', 'timers', 'messages', 'callActivity'];
    await bed.deploy(...models.map((name) => path.join(__dirname, 'models', `${name}.bpmn`)));
    for (const [name, play] of Object.entries(scenarios)) {
      if (known.has(`${name}${suffix}.history`)) continue;
      const run = await play(bed);
      await run.ended();
      const history = await bed.client.workflow.getHandle(run.key).fetchHistory();
      writeFileSync(fileOf(name + suffix), History.encode(history).finish());
    }
    await bed.stop();
  }
}

async function replay(history: temporal.api.history.v1.IHistory): Promise<void> {
  const workflowBundle = { code: await cachedWorkflowBundle(CACHE) };
  const dataConverter = createDataConverter({ CAUCE_SECRET: TEST_SECRET });
  await Worker.runReplayHistory({ workflowBundle, dataConverter }, history);
}

const read = (name: string) => History.decode(readFileSync(fileOf(name)));

if (process.env.RECORD_HISTORIES) {
  it('records histories', record);
} else {
  it.each(readdirSync(HISTORIES).map((file) => path.parse(file).name))('acts on %s as it did', async (name) => {
    await replay(read(name));
  });

  it('would notice another course', async () => {
    const history = read('two-user-tasks');
    for (const { activityTaskScheduledEventAttributes: scheduled } of history.events)
      if (scheduled?.activityType) scheduled.activityType.name = 'something-else';
    await expect(replay(history)).rejects.toThrow('Nondeterminism');
  });
}
