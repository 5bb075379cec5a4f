import type { NewMessage } from '../store/engine/correlation';
import { prepareCollections } from '../store/collections';
import { connectStore } from '../store/connect';
import { freshDatabaseName, sharedStoreUri } from '../test/support/services';
import { continuitySweep } from './continuity';

it('tells of a time in which nobody could beat, under one id, and of none after a stop on purpose', async () => {
  // given
  const store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'x'.repeat(32) });
  await prepareCollections(store);
  const told: NewMessage[] = [];
  const clock = { now: Date.parse('2026-03-03T15:00:00Z') };
  const publish = (message: NewMessage) => Promise.resolve(told.push(message));
  const { run } = continuitySweep({ store, publish, now: () => clock.now });
  const after = async (seconds: number) => {
    clock.now += seconds * 1_000;
    await run();
  };
  // when
  await run();
  await after(15);
  await after(60);
  expect(told).toEqual([]);
  await after(300);
  await after(15);
  // then
  expect(told).toMatchObject([
    {
      name: 'crm-outage',
      messageId: 'crm-2026-03-03T15:01:15.000Z',
      variables: { startedAt: '2026-03-03T15:01:15.000Z', endedAt: '2026-03-03T15:06:15.000Z' },
    },
  ]);
  // when it is stopped and comes back the next day
  await store.availability.stop(new Date(clock.now).toISOString());
  await after(86_400);
  await after(15);
  expect(told).toHaveLength(1);
  await store.close();
});
