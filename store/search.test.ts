import { freshDatabaseName, sharedStoreUri } from '../test/support/services';
import { FIRST_INSTANCE_NUMBER, instanceKey } from '../protocol/keys';
import { prepareCollections } from './collections';
import { connectStore, type Store } from './connect';
import type { Search } from './search';
import { InvalidCursor } from './searchFilter';
import type { InstanceDoc, JobDoc } from './state/types';

let store: Store;

const key = (n: number): string => String(1000 + n);

beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'a secret of the tests' });
  await prepareCollections(store);
  await store.connection.model('jobs').insertMany(
    Array.from({ length: 25 }, (_, n) => ({
      key: key(n),
      processInstanceKey: '1',
      jobType: n % 2 ? 'notify' : 'refer',
      retries: n % 3,
      message: n % 5 ? null : `m${n % 2}`,
    })),
  );
});
afterAll(() => store.close());

const query = (change: Partial<Search<JobDoc>> = {}): Search<JobDoc> => ({ where: {}, sort: [], limit: 10, ...change });
const keys = async (change: Partial<Search<JobDoc>>): Promise<string[]> =>
  (await store.state.search('jobs', query(change))).items.map((job) => job.key);

it('gives page after page and back again, with the total', async () => {
  const first = await store.state.search('jobs', query());
  expect(first).toMatchObject({ totalItems: 25, hasMoreTotalItems: false });
  const second = await store.state.search('jobs', query({ after: first.endCursor ?? '' }));
  expect(second.items.map((job) => job.key)).toEqual(Array.from({ length: 10 }, (_, n) => key(10 + n)));
  expect(await keys({ before: second.startCursor ?? '' })).toEqual(first.items.map((job) => job.key));
  expect(await keys({ from: 20 })).toHaveLength(5);
});

it.each([['asc'], ['desc']] as const)('pages through equal and missing values, %s', async (order) => {
  const seen: string[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await store.state.search(
      'jobs',
      query({
        sort: [
          { field: 'message', order },
          { field: 'retries', order: 'desc' },
        ],
        limit: 4,
        after,
      }),
    );
    if (page.items.length === 0) break;
    seen.push(...page.items.map((job) => job.key));
    after = page.endCursor ?? undefined;
  }
  expect(seen).toHaveLength(25);
  expect(new Set(seen).size).toBe(25);
});

it('finds by every kind of condition', async () => {
  expect(await keys({ where: { jobType: { eq: 'notify' }, retries: { in: [0, 1] } } })).toHaveLength(8);
  expect(await keys({ where: { message: { exists: true } } })).toHaveLength(5);
  expect(await keys({ where: { key: { gt: key(20), lte: key(22) } } })).toEqual([key(21), key(22)]);
  expect(await keys({ where: { jobType: { prefix: 're', neq: 'x' } }, limit: null })).toHaveLength(13);
  expect(await keys({ where: { jobType: { prefix: '.*' } } })).toEqual([]);
  expect(await keys({ where: { anyOf: [{ key: { eq: key(1) } }, { key: { eq: key(2) } }] } })).toHaveLength(2);
});

it('refuses a cursor that it did not make', async () => {
  await expect(store.state.search('jobs', query({ after: 'xx' }))).rejects.toBeInstanceOf(InvalidCursor);
  const other = Buffer.from('[{"$gt":1}]').toString('base64url');
  await expect(store.state.search('jobs', query({ after: other }))).rejects.toBeInstanceOf(InvalidCursor);
});

describe('along an axis, window by window', () => {
  const newest = Date.now() - 60_000;
  const numbers = Array.from({ length: 120 }, (_, n) => n);
  // bursts with equal moments, and years without anything
  const startedAt = (n: number) => new Date(newest - (Math.floor(n / 5) * n) ** 2 * 1_000).toISOString();
  const state = (n: number) => (n % 4 ? 'COMPLETED' : 'TERMINATED');
  const instances = numbers.map((n) => ({
    key: instanceKey(FIRST_INSTANCE_NUMBER + n),
    startedAt: startedAt(n),
    state: state(n),
  }));

  beforeAll(async () => {
    await store.connection.model('instances').insertMany(instances);
    await store.counters.lease('instance-numbers', 200);
  });

  async function pages(query: Omit<Search<InstanceDoc>, 'limit'>, limit: number): Promise<string[]> {
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await store.state.search('instances', { ...query, limit, after });
      if (page.items.length === 0) return seen;
      seen.push(...page.items.map(({ key: found }) => found));
      const back = await store.state.search('instances', { ...query, limit, before: page.startCursor ?? '' });
      expect(back.items.map(({ key: found }) => found)).toEqual(seen.slice(0, -page.items.length).slice(-limit));
      after = page.endCursor ?? undefined;
    }
  }

  it.each([
    ['startedAt', 'desc', 7],
    ['startedAt', 'asc', 11],
    ['key', 'desc', 50],
    ['key', 'asc', 9],
  ] as const)('gives the pages by %s %s that a sort of all would give', async (field, order, limit) => {
    const way = order === 'asc' ? 1 : -1;
    const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -way : way);
    const expected = instances
      .filter((one) => one.state === 'COMPLETED')
      .sort((a, b) => compare(a[field], b[field]) || compare(a.key, b.key));
    const where = { state: { eq: 'COMPLETED' } };
    const found = await pages({ where, sort: [{ field, order }] }, limit);
    expect(found).toEqual(expected.map((one) => one.key));
  });

  it('stays inside the bounds of a filter on the walked field', async () => {
    const [from, to] = [startedAt(40), startedAt(20)];
    const where = { startedAt: { gte: from, lt: to } };
    const page = await store.state.search('instances', {
      where,
      sort: [{ field: 'startedAt', order: 'desc' }],
      limit: 100,
    });
    const expected = instances.filter((one) => one.startedAt >= from && one.startedAt < to);
    expect(page.items.map(({ key: found }) => found).sort()).toEqual(expected.map((one) => one.key).sort());
    expect(page.totalItems).toBe(expected.length);
  });
});

it('counts what two alternatives find once', async () => {
  const where = { anyOf: [{ jobType: { eq: 'notify' } }, { retries: { in: [0] } }] };
  const page = await store.state.search('jobs', query({ where, limit: 50 }));
  expect(page.items).toHaveLength(page.totalItems);
  expect(page.totalItems).toBe(17);
});
