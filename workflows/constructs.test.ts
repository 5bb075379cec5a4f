import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import type { JobInput } from '../protocol/workflow';
import { startProcessBed, type ProcessBed } from '../test/support/processes';
import type { RunningInstance } from '../test/support/runningInstance';

jest.setTimeout(60_000);

const MODELS = path.join(__dirname, 'models');
const models = readdirSync(MODELS)
  .filter((name) => name !== 'timerStart.bpmn')
  .map((name) => path.join(MODELS, name));

/** Does what its variable `outcome` says, if there is one. */
function work({ variables }: JobInput) {
  if (variables.outcome === 'refused')
    throw ApplicationFailure.create({
      type: 'bpmnError',
      nonRetryable: true,
      details: ['refused', { why: 'no funds' }],
    });
  if (variables.outcome === 'broken') throw ApplicationFailure.nonRetryable('Expected a register, but it is closed');
  return Promise.resolve({ worked: true });
}

/** What must hold of every instance that has ended: its record is whole, and no one else's. */
async function expectWholeRecord(bed: ProcessBed, run: RunningInstance): Promise<void> {
  const [snapshot, entries] = [await run.snapshot(), await run.recorded()];
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
  expect(snapshot).toMatchObject({ outbox: [], projectedSeq: entries.length });
  expect(await bed.store.record.verify(run.key)).toMatchObject({ ok: true, head: snapshot.head });
}

describe.each([
  ['in one run', undefined],
  ['continued as new at every step', 1],
])('%s', (_mode, continueAsNewAfter) => {
  let bed: ProcessBed;
  beforeAll(async () => {
    bed = await startProcessBed({ jobs: { work }, continueAsNewAfter });
    await bed.deploy(...models);
  });
  afterAll(() => bed.stop());

  it('a user task waits for a person and takes his variables', async () => {
    // given
    const run = await bed.run('user-task', { amount: 7 });
    const { candidateGroups } = await run.task('decide');
    // when
    const result = await run.complete('decide', { approved: true });
    // then
    expect(candidateGroups).toEqual(['asesor']);
    expect(result).toMatchObject({ state: 'COMPLETED', openTasks: [] });
    expect(await run.ended()).toBe('COMPLETED');
    expect(await bed.store.state.variables(run.key)).toEqual({ amount: 7, approved: true });
    await expectWholeRecord(bed, run);
  });

  it('the answer to a completion names the next task', async () => {
    const run = await bed.run('two-user-tasks');
    const { openTasks } = await run.complete('first');
    expect(openTasks).toMatchObject([{ elementId: 'second', assignee: null }]);
    await run.complete('second');
    await run.ended();
    await expectWholeRecord(bed, run);
  });

  it('a job runs as an activity and brings its variables', async () => {
    const run = await bed.run('service-task');
    await run.complete('check');
    await run.ended();
    expect(await bed.store.state.variables(run.key)).toEqual({ worked: true });
    await expectWholeRecord(bed, run);
  });

  it('an error of a job is caught by its boundary event', async () => {
    const run = await bed.run('service-task', { outcome: 'refused' });
    await run.complete('repair');
    await run.ended();
    expect(await run.trace()).toContain('terminated work');
    await expectWholeRecord(bed, run);
  });

  it('a job that is refused for good becomes an incident, and goes on once that is resolved', async () => {
    // given
    const run = await bed.run('service-task', { outcome: 'broken' });
    const { incidents } = await run.until('an incident', (now) => Object.keys(now.incidents).length === 1);
    const [incident] = Object.values(incidents);
    expect(incident).toMatchObject({ type: 'JOB_NO_RETRIES', message: 'Expected a register, but it is closed' });
    // when
    await run.command({ type: 'setVariables', scopeKey: run.key, variables: { outcome: null }, local: false });
    await run.command({ type: 'resolveIncident', incidentKey: incident?.key ?? '' });
    // then
    await run.complete('check');
    expect(await run.ended()).toBe('COMPLETED');
    await expectWholeRecord(bed, run);
  });

  it('a script and gateways fork and join', async () => {
    const run = await bed.run('gateways', { amount: 6 });
    await run.complete('left');
    await run.complete('right');
    expect(await run.ended()).toBe('COMPLETED');
    expect((await run.trace()).filter((line) => line === 'completed join')).toHaveLength(1);
    await expectWholeRecord(bed, run);
  });

  it('gateways that choose, race and join by what can still come do so, and activities count tokens', async () => {
    const run = await bed.run('choices', { amount: 3, order: `choice-${String(continueAsNewAfter)}` });
    await run.complete('a');
    await run.complete('b');
    await run.complete('x');
    await run.complete('last');
    await run.complete('y');
    expect(await run.ended()).toBe('COMPLETED');
    const trace = await run.trace();
    expect(trace.filter((line) => /^completed (join|fastest|late|twice)$/.test(line))).toEqual([
      'completed join',
      'completed fastest',
      'completed late',
      'completed twice',
    ]);
    await expectWholeRecord(bed, run);
  });

  it('timers fire after a pause, again and again, and at the limit', async () => {
    const run = await bed.run('timers', { pause: 'PT0.2S', limit: 'PT2S' });
    await run.complete('late');
    expect(await run.ended()).toBe('COMPLETED');
    const trace = await run.trace();
    expect(trace.filter((line) => line === 'completed remind')).toHaveLength(2);
    expect(trace).toContain('terminated answer');
    await expectWholeRecord(bed, run);
  });

  it('a timer that is not needed any more does not fire', async () => {
    const run = await bed.run('timers', { pause: 'PT0.1S', limit: 'PT1H' });
    await run.complete('answer');
    expect(await run.ended()).toBe('COMPLETED');
    expect(await run.trace()).not.toContain('activated late');
    await expectWholeRecord(bed, run);
  });

  it('messages reach whoever waits, or will wait, for them, and start instances', async () => {
    // given a message before its subscription
    const message = { correlationKey: `order-${String(continueAsNewAfter)}`, messageId: null, timeToLiveMs: 60_000 };
    await bed.correlator.publish({ ...message, name: 'paid', variables: { paid: 100 } });
    const run = await bed.run('messages', { ref: message.correlationKey });
    await run.task('review');
    // when one after it
    await bed.store.projection.waitForSeq(run.key, (await run.snapshot()).projectedSeq + 1, 500);
    const published = await bed.correlator.publish({ ...message, name: 'withdrawn', variables: { why: 'x' } });
    // then
    expect(published?.deliveries).toEqual([{ processId: 'messages', processInstanceKey: run.key }]);
    expect(await run.ended()).toBe('COMPLETED');
    expect(await bed.store.state.variables(run.key)).toMatchObject({ paid: 100, why: 'x' });
    await expectWholeRecord(bed, run);
    // when it starts an instance
    const order = await bed.correlator.publish({ ...message, name: 'order', variables: { items: 3 } });
    const started = bed.instance(order?.deliveries[0]?.processInstanceKey ?? '');
    await started.complete('pack');
    expect(await started.ended()).toBe('COMPLETED');
    await expectWholeRecord(bed, started);
  });

  it('a called instance reports its end to its caller', async () => {
    // given
    const run = await bed.run('caller', { question: 'why?', ref: 'a' });
    const called = await calledBy(bed, run);
    // when
    await called.complete('ask', { answer: 'because', secret: 1 });
    // then
    await run.complete('after');
    expect(await run.ended()).toBe('COMPLETED');
    expect(await bed.store.state.variables(run.key)).toEqual({ question: 'why?', ref: 'a', answer: 'because' });
    await expectWholeRecord(bed, run);
    await expectWholeRecord(bed, called);
    expect(await bed.store.state.get('instances', called.key)).toMatchObject({ parentKey: run.key, rootKey: run.key });
  });

  it('cancelling a caller cancels whom it called', async () => {
    const run = await bed.run('caller', { ref: 'b' });
    const called = await calledBy(bed, run);
    await called.task('ask');
    await run.command({ type: 'cancelInstance' });
    expect(await run.ended()).toBe('TERMINATED');
    expect(await called.ended()).toBe('TERMINATED');
    await expectWholeRecord(bed, run);
    await expectWholeRecord(bed, called);
  });

  it('a terminate end event ends everything else', async () => {
    const run = await bed.run('terminate');
    await run.complete('short');
    expect(await run.ended()).toBe('COMPLETED');
    expect(await run.trace()).toContain('terminated long');
    await expectWholeRecord(bed, run);
  });

  it('a repeated activity runs its jobs at once or in turn, and collects what they bring', async () => {
    const run = await bed.run('multi-instance', { items: ['a', 'b', 'c'] });
    expect(await run.ended()).toBe('COMPLETED');
    const { atOnce, inTurn } = await bed.store.state.variables(run.key);
    expect([atOnce, inTurn]).toEqual([
      [true, true, true],
      [true, true, true],
    ]);
    await expectWholeRecord(bed, run);
  });

  it('a signal reaches its own instance, all others that wait for it, and starts processes, each once', async () => {
    // given
    const waiting = await bed.run('signal-catcher');
    await waiting.task('work');
    const { projectedSeq, outbox } = await waiting.snapshot();
    await bed.store.projection.waitForSeq(waiting.key, projectedSeq + outbox.length, 5_000);
    // when
    const run = await bed.run('signal-thrower', { level: 3 });
    // then
    expect(await run.ended()).toBe('COMPLETED');
    await waiting.complete('clean');
    expect(await waiting.ended()).toBe('COMPLETED');
    expect((await waiting.trace()).filter((line) => line === 'terminated work')).toHaveLength(1);
    const thrown = (await run.recorded()).flatMap(({ event }) => (event.type === 'signal.thrown' ? [event.key] : []));
    const again = { signalId: thrown[0] ?? '', signalName: 'alarm', variables: { level: 3 }, thrownBy: run.key };
    const [started] = await bed.correlator.broadcast(again);
    const looking = bed.instance(started?.processInstanceKey ?? '');
    await looking.complete('look');
    expect(await looking.ended()).toBe('COMPLETED');
    expect(await bed.store.state.variables(looking.key)).toEqual({ level: 3 });
    expect(await bed.correlator.broadcast(again)).toEqual([started]);
    await expectWholeRecord(bed, waiting);
  });

  it('a called instance tells its caller of escalations and of the error that ends it', async () => {
    const run = await bed.run('escalation-caller');
    await run.task('helper');
    const called = await calledBy(bed, run);
    await called.complete('try', { broken: true });
    expect(await called.ended()).toBe('TERMINATED');
    await run.complete('mend');
    await run.complete('helper');
    expect(await run.ended()).toBe('COMPLETED');
    await expectWholeRecord(bed, run);
    await expectWholeRecord(bed, called);
  });

  it('a decision is evaluated and recorded', async () => {
    const run = await bed.run('decision', { amount: 250 });
    await run.complete('confirm');
    await run.ended();
    expect(await bed.store.state.variables(run.key)).toMatchObject({ discount: 10 });
    expect((await run.recorded()).map(({ event }) => event.type)).toContain('decision.evaluated');
    await expectWholeRecord(bed, run);
  });
});

async function calledBy(bed: ProcessBed, run: RunningInstance): Promise<RunningInstance> {
  const called = await run.until('a called instance', ({ elements }) =>
    Object.values(elements).some(({ calledInstanceKey }) => typeof calledInstanceKey === 'string'),
  );
  const [key] = Object.values(called.elements).flatMap(({ calledInstanceKey }) => calledInstanceKey ?? []);
  return bed.instance(key ?? '');
}
