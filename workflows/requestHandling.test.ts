import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { JOB_TYPES } from '../protocol/jobTypes';
import { readProcedures } from '../standalone/procedures';
import { startProcessBed, type ProcessBed } from '../test/support/processes';
import type { RunningInstance } from '../test/support/runningInstance';

jest.setTimeout(60_000);

/** Issue §8: a general request may cost the history so many events at most. */
const MOST_EVENTS = 100;

const nothing = () => Promise.resolve({});
const jobs = {
  // The release has more processes than the one played here.
  ...Object.fromEntries(JOB_TYPES.map((type) => [type, nothing])),
  'crm-register': () => Promise.resolve({ topics: ['renovacion'], relationship: 'beneficiario', repeatContact: false }),
  'crm-close': nothing,
  refer: () => Promise.resolve({ referralNumber: 'V-2026-000001' }),
  notify: nothing,
  'chat-check-idle': () => Promise.resolve({ idle: false, nextCheckAt: new Date(Date.now() + 600_000).toISOString() }),
  'chat-close': nothing,
};

let bed: ProcessBed;
beforeAll(async () => {
  bed = await startProcessBed({ jobs });
  await bed.deploy(...readProcedures(path.resolve(__dirname, '../definitions')));
});
afterAll(() => bed.stop());

async function opened(): Promise<{ run: RunningInstance; conversationId: string }> {
  const conversationId = randomUUID();
  const references = {
    conversationId,
    requestNumber: `2026-${conversationId}`,
    citizenId: 'citizen-1',
    roomId: 'general',
  };
  const declared = { channel: 'chat', type: 'solicitud.informacion-general', area: 'credito-educativo' };
  return { run: await bed.run('request-handling', { ...references, ...declared }), conversationId };
}

/** People are slower than projections: each of their steps finds the one before written and done with. */
async function rest(run: RunningInstance): Promise<void> {
  while ((await run.snapshot()).outbox.length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The advisor takes it, replies, and closes it with an outcome; the citizen rates it. */
async function attend(run: RunningInstance, conversationId: string, outcome: string): Promise<void> {
  const { key: userTaskKey } = await run.task('answer-request');
  await rest(run);
  await run.command({ type: 'assignUserTask', userTaskKey, assignee: 'ana', allowOverride: true }, 'chat');
  const timeToLiveMs = 60_000;
  const reply = { name: 'first-reply', correlationKey: conversationId, messageId: null, variables: {}, timeToLiveMs };
  await rest(run);
  await bed.correlator.publish(reply);
  await run.until('the first reply', (now) => Object.keys(now.subscriptions).length === 1);
  await rest(run);
  const { type, area } = { type: 'solicitud.informacion-general', area: 'credito-educativo' };
  await run.complete('answer-request', { outcome, type, area });
}

it(`handles a general request within ${MOST_EVENTS} events of history`, async () => {
  // given
  const { run, conversationId } = await opened();
  // when
  await attend(run, conversationId, 'answered');
  await run.task('rate-service');
  await rest(run);
  await run.complete('rate-service', { score: 5, resolved: true }, 'citizen-1');
  expect(await run.ended()).toBe('COMPLETED');
  // then
  const { historyLength } = await bed.client.workflow.getHandle(run.key).describe();
  const { events } = await bed.client.workflow.getHandle(run.key).fetchHistory();
  const tasks =
    events?.filter(({ workflowTaskStartedEventAttributes }) => workflowTaskStartedEventAttributes).length ?? 0;
  process.stdout.write(`general request: ${historyLength} history events, ${tasks} workflow tasks\n`);
  expect(historyLength).toBeLessThanOrEqual(MOST_EVENTS);
  expect(await run.trace()).toContain('completed request-closed');
});

it('calls the escalation and takes its resolution over', async () => {
  // given
  const { run, conversationId } = await opened();
  await attend(run, conversationId, 'escalated');
  const { elements } = await run.until('a called instance', (now) =>
    Object.values(now.elements).some(({ calledInstanceKey }) => typeof calledInstanceKey === 'string'),
  );
  const [key = ''] = Object.values(elements).flatMap(({ calledInstanceKey }) => calledInstanceKey ?? []);
  // when
  await bed.instance(key).complete('resolve-escalation', { resolution: 'answered' }, 'leader');
  await run.complete('rate-service', { score: 4, resolved: true }, 'citizen-1');
  // then
  expect(await run.ended()).toBe('COMPLETED');
  expect(await bed.store.state.variables(run.key)).toMatchObject({ outcome: 'escalated', resolution: 'answered' });
});

it('closes an abandoned request without a rating', async () => {
  const { run, conversationId } = await opened();
  await run.task('answer-request');
  await bed.correlator.publish({
    name: 'conversation-closed',
    correlationKey: conversationId,
    messageId: null,
    variables: { closedBy: 'citizen', reason: 'abandoned' },
    timeToLiveMs: 60_000,
  });
  expect(await run.ended()).toBe('COMPLETED');
  expect(await run.trace()).toContain('completed request-abandoned');
});
