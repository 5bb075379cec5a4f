import path from 'node:path';
import { CommandRejected } from '../temporal/errors';
import { startProcessBed, type ProcessBed } from '../test/support/processes';
import type { InstanceCommand, RejectionDetails } from '../protocol/workflow';

jest.setTimeout(60_000);

const models = ['userTask', 'twoUserTasks', 'messages', 'timers'].map((name) =>
  path.join(__dirname, 'models', `${name}.bpmn`),
);

async function refusalOf(call: Promise<unknown>): Promise<RejectionDetails> {
  try {
    await call;
  } catch (error) {
    if (error instanceof CommandRejected) return error.details;
    throw error;
  }
  throw new Error('Expected a refusal, but the command was accepted');
}

describe.each([
  ['in one run', undefined],
  ['continued as new at every step', 1],
])('%s', (_mode, continueAsNewAfter) => {
  let bed: ProcessBed;
  beforeAll(async () => {
    bed = await startProcessBed({ continueAsNewAfter });
    await bed.deploy(...models);
  });
  afterAll(() => bed.stop());

  it.each(['two-user-tasks', 'user-task'])(
    'of two people who complete one task of %s, the second is told who was first',
    async (processId) => {
      // given
      const run = await bed.run(processId);
      const { key: userTaskKey } = await run.task(processId === 'user-task' ? 'decide' : 'first');
      const completion: InstanceCommand = { type: 'completeUserTask', userTaskKey, variables: {} };
      // when
      const before = Date.now();
      const first = await run.command(completion, 'ana');
      const second = await refusalOf(run.command(completion, 'luis'));
      const again = await run.command(completion, 'ana');
      // then
      expect(second).toMatchObject({ code: 'task_closed', by: 'ana' });
      expect(Math.abs(Date.parse(second.at ?? '') - before)).toBeLessThan(10_000);
      expect(again).toEqual(first);
    },
  );

  it('of two at the same time, exactly one is told that he did it', async () => {
    const run = await bed.run('two-user-tasks');
    const { key: userTaskKey } = await run.task('first');
    const people = ['ana', 'luis', 'eva'];
    const complete = (who: string) => run.command({ type: 'completeUserTask', userTaskKey, variables: { who } }, who);
    const results = await Promise.allSettled(people.map(complete));
    const winners = people.filter((_, index) => results[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    await run.complete('second');
    await run.ended();
    expect(await bed.store.state.variables(run.key)).toEqual({ who: winners[0] });
  });

  it('a retry gets its own answer long after, whatever happened since', async () => {
    // given
    const run = await bed.run('two-user-tasks');
    const { key: userTaskKey } = await run.task('first');
    const completion: InstanceCommand = { type: 'completeUserTask', userTaskKey, variables: { a: 1 } };
    const first = await run.command(completion, 'ana', 'key-1');
    // when
    const whileRunning = await run.command(completion, 'ana', 'key-1');
    await run.complete('second');
    await run.ended();
    const afterTheEnd = await run.command(completion, 'ana', 'key-1');
    // then
    expect(first.openTasks).toMatchObject([{ elementId: 'second' }]);
    expect([whileRunning, afterTheEnd]).toEqual([first, first]);
    expect((await run.recorded()).filter(({ event }) => event.type === 'userTask.completed')).toHaveLength(2);
  });

  it('assigns, refuses to take from another, gives back', async () => {
    const run = await bed.run('user-task');
    const { key: userTaskKey } = await run.task('decide');
    const assign = (assignee: string): InstanceCommand => ({
      type: 'assignUserTask',
      userTaskKey,
      assignee,
      allowOverride: false,
    });
    expect((await run.command(assign('ana'))).openTasks).toMatchObject([{ assignee: 'ana' }]);
    expect(await refusalOf(run.command(assign('luis'), 'luis'))).toMatchObject({ code: 'task_assigned_to_other' });
    await run.command({ type: 'unassignUserTask', userTaskKey });
    expect((await run.command(assign('luis'), 'luis')).openTasks).toMatchObject([{ assignee: 'luis' }]);
  });

  it('delivers a message once, however often it is sent', async () => {
    // given
    const run = await bed.run('messages', { ref: `once-${String(continueAsNewAfter)}` });
    const waiting = await run.until('a subscription', ({ subscriptions }) => Object.keys(subscriptions).length === 1);
    const [subscriptionKey = ''] = Object.keys(waiting.subscriptions);
    const message: InstanceCommand = {
      type: 'correlateMessage',
      subscriptionKey,
      messageId: 'm1',
      messageName: 'paid',
      variables: {},
    };
    // when
    await run.command(message, 'ana');
    await run.task('review');
    await run.command(message, 'ana');
    await run.command(message, 'another-deliverer');
    // then
    await run.until('the recording', () => true);
    await run.complete('review');
    await run.ended();
    expect((await run.recorded()).filter(({ event }) => event.type === 'message.correlated')).toHaveLength(1);
  });

  it('cancels an instance when the workflow is cancelled by the means of Temporal', async () => {
    const run = await bed.run('timers', { pause: 'PT1H', limit: 'PT1H' });
    await run.until('a timer', ({ timers }) => Object.keys(timers).length === 1);
    await bed.client.workflow.getHandle(run.key).cancel();
    expect(await run.ended()).toBe('TERMINATED');
    expect(await bed.store.state.get('instances', run.key)).toMatchObject({ state: 'TERMINATED' });
  });
});

describe('refusals', () => {
  let bed: ProcessBed;
  beforeAll(async () => {
    bed = await startProcessBed();
    await bed.deploy(...models);
  });
  afterAll(() => bed.stop());

  it('of a closed task leave nothing in the history', async () => {
    const run = await bed.run('two-user-tasks');
    const { key: userTaskKey } = await run.task('first');
    await run.command({ type: 'completeUserTask', userTaskKey, variables: {} }, 'ana');
    await run.task('second');
    const events = async () => (await bed.client.workflow.getHandle(run.key).describe()).historyLength;
    // The history is at rest once the last projection has been taken notice of.
    let before = await events();
    for (let earlier = 0; earlier !== before; before = await events()) {
      earlier = before;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    for (let n = 0; n < 5; n++)
      await refusalOf(run.command({ type: 'completeUserTask', userTaskKey, variables: { n } }, 'luis'));
    expect(await events()).toBe(before);
  });

  it('of an instance that never was say so', async () => {
    const nobody = bed.instance('2251799813684999000000');
    expect(await refusalOf(nobody.command({ type: 'cancelInstance' }))).toMatchObject({ code: 'not_found' });
    expect(await refusalOf(nobody.snapshot())).toMatchObject({ code: 'not_found' });
  });

  it('of an unknown task and of a wrong start are typed', async () => {
    const run = await bed.run('user-task');
    const unknown: InstanceCommand = { type: 'completeUserTask', userTaskKey: '1', variables: {} };
    expect(await refusalOf(run.command(unknown))).toMatchObject({ code: 'not_found' });
    await expect(bed.run('nothing-like-this')).rejects.toThrow('Expected process nothing-like-this');
    await expect(bed.run('started-by-message')).rejects.toThrow('a none start event');
  });
});
