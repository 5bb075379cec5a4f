import fc from 'fast-check';
import { EMPTY_HEAD } from '../../domain/record/chain';
import type { RecordedEvent } from '../../protocol/events';
import { elementKey } from '../../protocol/keys';
import type { ProjectBatch } from '../../protocol/workflow';
import { freshDatabaseName, sharedStoreUri } from '../../test/support/services';
import { prepareCollections } from '../collections';
import { connectStore, type Store } from '../connect';
import type { StateCollection } from '../state/types';
import { sampleHistory } from '../testing/sampleHistory';

jest.setTimeout(60_000);

let store: Store;
let nextNumber = 2_251_799_900_000;

beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'a secret of the tests' });
  await prepareCollections(store);
});
afterAll(() => store.close());

function newInstance(): { number: string; key: string; history: RecordedEvent[] } {
  const number = String(nextNumber++);
  return { number, key: elementKey(number, 0), history: sampleHistory(number) };
}

async function project(key: string, history: RecordedEvent[], sizes: number[]): Promise<ProjectBatch[]> {
  const batches: ProjectBatch[] = [];
  let head = EMPTY_HEAD;
  for (let from = 0, turn = 0; from < history.length; turn++) {
    const upTo = from + (sizes[turn % sizes.length] as number);
    const batch = { processInstanceKey: key, previousHead: head, entries: history.slice(from, upTo) };
    batches.push(batch);
    ({ head } = await store.projection.apply(batch));
    from = upTo;
  }
  return batches;
}

const COLLECTIONS: StateCollection[] = [
  'elements',
  'userTasks',
  'jobs',
  'timers',
  'incidents',
  'subscriptions',
  'variables',
  'decisions',
];

/** The state of an instance with its own number taken out, so that two instances can be compared. */
async function stateOf(number: string): Promise<unknown> {
  const key = elementKey(number, 0);
  const lists = await Promise.all(
    COLLECTIONS.map((name) => store.state.list(name, { processInstanceKey: { eq: key } })),
  );
  const rows = lists.map((list) =>
    list
      .map((row) => ('name' in row && 'scopeKey' in row ? { ...row, key: 'derived' } : row))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  );
  const flows = await store.state.list('flows', { processInstanceKey: { eq: key } });
  const text = JSON.stringify([await store.state.get('instances', key), rows, flows]);
  return JSON.parse(text.replaceAll(number, 'N'));
}

it('makes the same state from one batch as from any split of it, with batches delivered twice', async () => {
  const whole = newInstance();
  await project(whole.key, whole.history, [whole.history.length]);
  const expected = await stateOf(whole.number);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      async (sizes, pick) => {
        const one = newInstance();
        const batches = await project(one.key, one.history, sizes);
        await store.projection.apply(batches[pick % batches.length] as ProjectBatch);
        expect(await stateOf(one.number)).toEqual(expected);
        expect(await store.record.verify(one.key)).toMatchObject({ ok: true, seq: one.history.length });
      },
    ),
    { numRuns: 12 },
  );
});

it('keeps each event exactly as it was and chains it', async () => {
  const one = newInstance();
  await project(one.key, one.history, [5]);
  expect(await store.record.events(one.key)).toEqual(one.history);
  expect(await store.record.events(one.key, 3, 2)).toEqual(one.history.slice(3, 5));
});

it('takes a batch that two deliver at once exactly once', async () => {
  const one = newInstance();
  const batch = { processInstanceKey: one.key, previousHead: EMPTY_HEAD, entries: one.history };
  const [first, second] = await Promise.all([store.projection.apply(batch), store.projection.apply(batch)]);
  expect(first).toEqual(second);
  expect(await store.state.get('instances', one.key)).toMatchObject({ state: 'COMPLETED', incidents: 0 });
});

it('takes the rest of a batch of which a part is stored', async () => {
  const one = newInstance();
  const batch = (upTo: number) => ({
    processInstanceKey: one.key,
    previousHead: EMPTY_HEAD,
    entries: one.history.slice(0, upTo),
  });
  await store.projection.apply(batch(4));
  expect(await store.projection.apply(batch(9))).toMatchObject({ seq: 9 });
  expect(await store.record.verify(one.key)).toMatchObject({ ok: true, seq: 9 });
});

it('refuses a gap, other content under a known seq, and another head', async () => {
  const one = newInstance();
  const { head } = await store.projection.apply({
    processInstanceKey: one.key,
    previousHead: EMPTY_HEAD,
    entries: one.history.slice(0, 5),
  });
  const apply = (previousHead: string, entries: RecordedEvent[]) =>
    store.projection.apply({ processInstanceKey: one.key, previousHead, entries });
  await expect(apply(head, one.history.slice(6))).rejects.toThrow('Expected batch');
  await expect(apply(EMPTY_HEAD, one.history.slice(5))).rejects.toThrow('follow head');
  const other = one.history.slice(0, 5).map((entry) => ({ ...entry, at: '2020-01-01T00:00:00.000Z' }));
  await expect(apply(EMPTY_HEAD, other)).rejects.toThrow('follow head');
  expect(await store.projection.storedSeq(one.key)).toBe(5);
});

it('finds a record that somebody changed, shortened in the middle or cut at its end', async () => {
  const entries = store.connection.model('record');
  const changed = newInstance();
  await project(changed.key, changed.history, [10]);
  await entries.updateOne({ stream: changed.key, seq: 7 }, { $set: { entry: '{"seq":7}' } });
  expect(await store.record.verify(changed.key)).toMatchObject({ ok: false, seq: 7 });
  const cut = newInstance();
  await project(cut.key, cut.history, [10]);
  await entries.deleteOne({ stream: cut.key, seq: cut.history.length });
  expect(await store.record.verify(cut.key)).toMatchObject({ ok: false });
});

it('tells who waits for a seq when it is stored, and when it was not in time', async () => {
  const one = newInstance();
  const waiting = store.projection.waitForSeq(one.key, one.history.length, 2_000);
  await project(one.key, one.history, [9]);
  expect(await waiting).toBe(true);
  expect(await store.projection.waitForSeq(one.key, 1_000, 50)).toBe(false);
});

it('sees the variables of a scope through those of its own', async () => {
  const one = newInstance();
  await project(one.key, one.history, [9]);
  expect(await store.state.visibleVariables(elementKey(one.number, 2))).toEqual({
    requestNumber: '2026-000002',
    'a.b': { $x: [1, null] },
    local: true,
  });
});

it('keeps what the watchdog found in a stream of its own', async () => {
  const one = newInstance();
  await project(one.key, one.history.slice(0, 8), [8]);
  expect(await store.watchdog.report(one.key, 'the workflow task fails', 1_000)).toBe(true);
  expect(await store.watchdog.report(one.key, 'the workflow task fails', 2_000)).toBe(false);
  expect(await store.state.get('instances', one.key)).toMatchObject({ incidents: 1 });
  expect(await store.watchdog.clear(one.key, 3_000)).toBe(true);
  expect(await store.state.get('instances', one.key)).toMatchObject({ incidents: 0 });
  expect((await store.record.streamsOf(one.key)).map(({ seq }) => seq).sort()).toEqual([2, 8]);
});
