import path from 'node:path';
import { startProcessBed, type ProcessBed } from '../test/support/processes';
import type { RunningInstance } from '../test/support/runningInstance';
import { createCorrelator } from './correlation';
import { EngineUnavailable } from './errors';

jest.setTimeout(60_000);

let bed: ProcessBed;
beforeAll(async () => {
  bed = await startProcessBed();
  await bed.deploy(path.join(__dirname, '../workflows/models/messages.bpmn'));
});

const paid = (correlationKey: string, messageId: string | null = null, timeToLiveMs = 60_000) => ({
  name: 'paid',
  correlationKey,
  messageId,
  variables: {},
  timeToLiveMs,
});

async function waiting(ref: string): Promise<RunningInstance> {
  const run = await bed.run('messages', { ref });
  await bed.store.projection.waitForSeq(run.key, 1, 10_000);
  return run;
}
const isDelivered = (run: RunningInstance) => run.task('review');

it('takes a message id once while it is buffered', async () => {
  expect(await bed.correlator.publish(paid('a', 'm1'))).not.toBeNull();
  expect(await bed.correlator.publish(paid('a', 'm1'))).toBeNull();
  expect(await bed.correlator.publish(paid('b', 'm1'))).not.toBeNull();
});

it('gives a message to one instance of a process, the one that has waited longest', async () => {
  // given
  const [first, second] = [await waiting('c'), await waiting('c')];
  // when
  const one = await bed.correlator.publish(paid('c'));
  const two = await bed.correlator.publish(paid('c'));
  // then
  expect(one?.deliveries).toEqual([{ processId: 'messages', processInstanceKey: first.key }]);
  expect(two?.deliveries).toEqual([{ processId: 'messages', processInstanceKey: second.key }]);
});

it('keeps a message for those who begin to wait before it expires, not for later ones', async () => {
  await bed.correlator.publish(paid('d', null, 0));
  const run = await waiting('d');
  await bed.correlator.sweep();
  expect(Object.keys((await run.execution()).userTasks)).toEqual([]);
  await bed.correlator.publish(paid('e'));
  await isDelivered(await waiting('e'));
});

it('passes a message on to the next when its first candidate has ended meanwhile', async () => {
  // given an instance whose end the lists don't know yet
  const [gone, next] = [await waiting('f'), await waiting('f')];
  await bed.client.workflow.getHandle(gone.key).terminate('test');
  // when
  const published = await bed.correlator.publish(paid('f'));
  // then
  expect(published?.deliveries).toEqual([{ processId: 'messages', processInstanceKey: next.key }]);
  await isDelivered(next);
});

it('delivers later what could not be delivered while the engine was away', async () => {
  // given
  const run = await waiting('g');
  const away = () => Promise.reject(new EngineUnavailable('away'));
  const cutOff = createCorrelator({ store: bed.store, instances: { ...bed.instances, command: away } });
  // when
  const published = await cutOff.publish(paid('g'));
  // then
  expect(published?.deliveries).toEqual([]);
  await createCorrelator(bed, () => Date.now() + 20_000).sweep();
  await isDelivered(run);
  expect(await bed.store.correlation.claims(published?.messageKey ?? '')).toMatchObject([{ state: 'DELIVERED' }]);
});

it('starts one instance for a message, also when the one who started it died before he said so', async () => {
  // given
  const order = { name: 'order', correlationKey: '', messageId: null, variables: { items: 1 }, timeToLiveMs: 60_000 };
  const { correlation } = bed.store;
  const dying = { ...correlation, delivered: () => Promise.reject(new EngineUnavailable('died')) };
  const cutOff = createCorrelator({ ...bed, store: { ...bed.store, correlation: dying } });
  // when
  const published = await cutOff.publish(order);
  await createCorrelator(bed, () => Date.now() + 20_000).sweep();
  // then
  const [claim] = await correlation.claims(published?.messageKey ?? '');
  expect(claim?.state).toBe('DELIVERED');
  await bed.store.projection.waitForSeq(claim?.processInstanceKey ?? '', 1, 10_000);
  const started = await bed.store.state.list('instances', { processId: { eq: 'started-by-message' } });
  expect(started.map(({ key }) => key)).toEqual([claim?.processInstanceKey]);
});
