import { EMPTY_HEAD } from '../../domain/record/chain';
import { elementKey } from '../../protocol/keys';
import { freshDatabaseName, sharedStoreUri } from '../../test/support/services';
import { prepareCollections } from '../collections';
import { connectStore, type Store } from '../connect';
import { sampleHistory } from '../testing/sampleHistory';
import type { NewMessage } from './correlation';

let store: Store;

beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'a secret of the tests' });
  await prepareCollections(store);
});
afterAll(() => store.close());

const message = (change: Partial<NewMessage> = {}): NewMessage => ({
  name: 'first-reply',
  correlationKey: 'c-9',
  messageId: null,
  variables: { 'a.b': 1 },
  timeToLiveMs: 60_000,
  ...change,
});

it('buffers a message until it expires and refuses the same id meanwhile', async () => {
  const first = await store.correlation.publish(message({ messageId: 'm-1' }), 1_000);
  expect(await store.correlation.publish(message({ messageId: 'm-1' }), 2_000)).toBeNull();
  expect(await store.correlation.bufferedMessages('first-reply', 'c-9', 2_000)).toEqual([first]);
  expect(await store.correlation.bufferedMessages('first-reply', 'c-9', 61_000)).toEqual([]);
  const renewed = await store.correlation.publish(message({ messageId: 'm-1' }), 62_000);
  expect(renewed?.key).not.toBe(first?.key);
  expect(await store.correlation.expire(200_000)).toBe(1);
  expect(await store.correlation.message(renewed?.key ?? '')).toBeNull();
});

it('finds the subscriptions that the projection opened, until it closes them', async () => {
  const number = '2251799955555';
  const history = sampleHistory(number);
  const openedAt = history.findIndex(({ event }) => event.type === 'subscription.opened') + 1;
  const batch = { processInstanceKey: elementKey(number, 0), previousHead: EMPTY_HEAD };
  await store.projection.apply({ ...batch, entries: history.slice(0, openedAt) });
  expect(await store.correlation.openSubscriptions('conversation-closed', 'c-1')).toMatchObject([
    { key: elementKey(number, 5), processId: 'sample' },
  ]);
  await store.projection.apply({ ...batch, entries: history });
  expect(await store.correlation.openSubscriptions('conversation-closed', 'c-1')).toEqual([]);
});

it('lets one claim a message for a process, and gives it back when it is released', async () => {
  const claim = { messageKey: '77', processId: 'p', processInstanceKey: '1000000', subscriptionKey: '1000001' };
  const both = await Promise.all([store.correlation.claim(claim, 5_000), store.correlation.claim(claim, 5_000)]);
  expect(both.sort()).toEqual([false, true]);
  expect(await store.correlation.staleClaims(10_000)).toMatchObject([{ messageKey: '77', state: 'CLAIMED' }]);
  await store.correlation.release('77', 'p');
  expect(await store.correlation.claim(claim, 6_000)).toBe(true);
  await store.correlation.delivered('77', 'p');
  await store.correlation.release('77', 'p');
  expect(await store.correlation.claims('77')).toMatchObject([{ state: 'DELIVERED' }]);
  expect(await store.correlation.staleClaims(10_000)).toEqual([]);
});
