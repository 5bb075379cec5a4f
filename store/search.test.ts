import { freshDatabaseName, sharedStoreUri } from '../test/support/services';
import { prepareCollections } from './collections';
import { connectStore, type Store } from './connect';
import { InvalidCursor, type Search } from './search';
import type { JobDoc } from './state/types';

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
