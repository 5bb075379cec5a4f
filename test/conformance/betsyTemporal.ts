import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { JobInput, JobOutput } from '../../protocol/workflow';
import { startProcessBed, type ProcessBed } from '../support/processes';
import { startStore, startTemporal } from '../support/services';
import { LEAST_WAIT_MS, readTests, refused, type BetsyCase, type ReadTest } from './betsy';
import { failureOf, Notes, outputsOf, type Outcome } from './betsyNotes';
import type { Report } from './dmnTck';

/** Cases that run at once, each with a store, a queue and a worker of its own. */
const AT_ONCE = 4;
const POLL_MS = 250;
/** Nothing has happened for so long: the case is at rest. */
const QUIET_MS = 1_500;
const PATIENCE_MS = 60_000;
const HEARTBEAT_MS = 2_000;

/** Runs betsy's cases as workflows, on real time. */
export async function run(dir: string, report: Report): Promise<void> {
  const [temporal, store] = await Promise.all([startTemporal(), startStore()]);
  const servers = { temporalAddress: temporal.address, storeUri: store.uri };
  try {
    const work = (await readTests(dir)).flatMap((test) => test.cases.map((given, index) => ({ test, given, index })));
    const lane = async (): Promise<void> => {
      for (let next = work.shift(); next; next = work.shift()) {
        const { test, given, index } = next;
        const outcome = test.program ? await play(test, given, servers) : refused(test);
        report(test.group, `${test.name} ${index + 1}`, failureOf(given.trace, outcome));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  } finally {
    await Promise.all([temporal.stop(), store.stop()]);
  }
}

async function play(
  test: ReadTest,
  given: BetsyCase,
  servers: { temporalAddress: string; storeUri: string },
): Promise<Outcome> {
  const notes = new Notes();
  const done = new Map<string, JobOutput>();
  const script = async (input: JobInput): Promise<JobOutput> => {
    const outputs = outputsOf(test.program?.processes[input.processId], input.elementId);
    const { jobKey, headers, variables } = input;
    // A job may be tried again; its entry counts once.
    const earlier = done.get(jobKey);
    if (earlier) return earlier;
    const meaning = notes.perform(headers['script'] ?? '', variables, outputs, Date.now());
    done.set(jobKey, meaning.variables);
    if (meaning.error !== undefined)
      throw ApplicationFailure.create({ type: 'bpmnError', nonRetryable: true, details: [meaning.error, {}] });
    await work(meaning.workMs);
    return meaning.variables;
  };
  const published = new Set<string>();
  const bed: ProcessBed = await startProcessBed({
    ...servers,
    jobs: {
      script,
      'publish-message': async ({ jobKey, variables: { messageName } }) => {
        if (published.has(jobKey) || typeof messageName !== 'string') return {};
        published.add(jobKey);
        const message = {
          name: messageName,
          correlationKey: '',
          messageId: jobKey,
          variables: {},
          timeToLiveMs: 60_000,
        };
        await bed.correlator.publish(message);
        return {};
      },
    },
  });
  try {
    await bed.deploy(test.resource);
    if (given.parallelStart) {
      const { key } = await bed.run('ParallelProcess', {});
      await untilQuiet(bed, key, 0);
    }
    const { key } = await bed.run(test.name, given.input);
    await untilQuiet(bed, key, Math.max(given.delayMs ?? 0, LEAST_WAIT_MS));
    const open = await bed.store.state.list('incidents', { state: { eq: 'ACTIVE' } });
    return notes.outcome(open.map(({ incidentType, message }) => ({ type: incidentType, message })));
  } catch (error) {
    return { trace: ['ERROR_engine'], why: error instanceof Error ? error.message : String(error) };
  } finally {
    await bed.stop();
  }
}

/** Works for a time, telling that it is alive. */
async function work(ms: number): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end;) {
    Context.current().heartbeat();
    await sleep(Math.min(HEARTBEAT_MS, Math.max(0, end - Date.now())));
  }
}

/** Waits until an instance has begun, nothing has been recorded for a while and no job is at work, but at least `ms`. */
async function untilQuiet(bed: ProcessBed, key: string, ms: number): Promise<void> {
  const began = Date.now();
  let seen = '';
  let since = began;
  while (Date.now() - began < PATIENCE_MS) {
    await sleep(POLL_MS);
    const [elements, jobs] = await Promise.all([
      bed.store.state.list('elements', {}),
      bed.store.state.list('jobs', {}),
    ]);
    const now = [...elements, ...jobs].map(({ key, state }) => `${key} ${state}`).join();
    const isBusy =
      jobs.some(({ state }) => state === 'CREATED') ||
      !elements.some(({ processInstanceKey }) => processInstanceKey === key);
    if (now !== seen || isBusy) since = Date.now();
    seen = now;
    if (Date.now() - since >= QUIET_MS && Date.now() - began >= ms) return;
  }
}
