import { EMPTY_HEAD } from '../../domain/record/chain';
import type { RecordedEvent } from '../../protocol/events';
import { elementKey } from '../../protocol/keys';
import { freshDatabaseName, sharedStoreUri } from '../../test/support/services';
import { prepareCollections } from '../collections';
import { connectStore, type Store } from '../connect';
import { sampleHistory } from '../testing/sampleHistory';
import { BrokenRecord } from './rebuild';

jest.setTimeout(60_000);

const FIRST = 2_251_799_970_000;
let store: Store;

beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'a secret of the tests' });
  await prepareCollections(store);
  for (let number = FIRST; number < FIRST + 8; number++) {
    const history = sampleHistory(String(number));
    // every second one is still open
    await project(keyOf(number), number % 2 ? history : history.slice(0, 14));
  }
  await store.watchdog.report(keyOf(FIRST), 'the workflow task fails', 1_000);
});
afterAll(() => store.close());

const keyOf = (number: number): string => elementKey(String(number), 0);

async function project(key: string, history: RecordedEvent[], size = history.length): Promise<void> {
  let previousHead = EMPTY_HEAD;
  for (let from = 0; from < history.length; from += size) {
    const entries = history.slice(from, from + size);
    ({ head: previousHead } = await store.projection.apply({ processInstanceKey: key, previousHead, entries }));
  }
}

it('makes the state collections again, equal to what they were', async () => {
  const { before, after, different, instances } = await store.rebuildState();
  expect(different).toEqual([]);
  expect(instances).toBe(8);
  expect(before.userTasks.count).toBe(8);
  expect(after).toEqual(before);
  expect(await store.state.get('instances', keyOf(FIRST))).toMatchObject({ incidents: 1, state: 'ACTIVE' });
});

it('mends what was changed in a state collection, and says which', async () => {
  await store.connection.model('userTasks').deleteOne({ processInstanceKey: keyOf(FIRST) });
  expect((await store.rebuildState()).different).toEqual(['userTasks']);
  expect(await store.state.list('userTasks', { processInstanceKey: { eq: keyOf(FIRST) } })).toHaveLength(1);
});

it('goes on while batches are projected, and loses none of them', async () => {
  const key = keyOf(FIRST + 100);
  await Promise.all([store.rebuildState(), project(key, sampleHistory(String(FIRST + 100)), 1)]);
  expect(await store.state.get('instances', key)).toMatchObject({ state: 'COMPLETED' });
  expect((await store.rebuildState()).different).toEqual([]);
});

it('deletes nothing when the record itself does not hold', async () => {
  const entries = store.connection.model('record');
  await entries.updateOne({ stream: keyOf(FIRST + 1), seq: 3 }, { $set: { entry: '{}' } });
  await expect(store.rebuildState()).rejects.toBeInstanceOf(BrokenRecord);
  expect(await store.state.get('instances', keyOf(FIRST + 1))).not.toBeNull();
});
