import type { Register } from '../../protocol/registers';
import { freshDatabaseName, sharedStoreUri } from '../../test/support/services';
import { prepareCollections } from '../collections';
import { connectStore, type Store } from '../connect';
import type { EntryQuery, EntryWrite } from './registers';

jest.setTimeout(30_000);
const NOW = '2026-03-01T12:00:00.000Z';
const register: Register = {
  id: 'actions',
  label: 'Acciones',
  number: 'AM-{year}-{seq:4}',
  fields: [
    { key: 'owner', label: 'Responsable', type: 'role' },
    { key: 'dueDate', label: 'Fecha', type: 'date' },
    { key: 'status', label: 'Estado', type: 'text' },
  ],
  read: ['coord'],
  columns: ['owner'],
  filters: ['owner', 'status'],
  due: 'dueDate',
  state: { field: 'status', open: ['open'], closed: ['closed'] },
};

let store: Store;
beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'a secret of the tests' });
  await prepareCollections(store);
});
afterAll(() => store.close());

let elements = 0;
function write(data: EntryWrite['data'], more: Partial<EntryWrite> = {}) {
  const element = { processInstanceKey: '1', elementInstanceKey: String((elements += 1)), index: 0 };
  const rest = { register, key: null, at: '2026-02-01T10:00:00.000Z', by: null, check: () => undefined };
  return store.registers.write({ ...element, ...rest, data, ...more });
}
const page = (where: EntryQuery['where'], more: Partial<EntryQuery> = {}, of = register) =>
  store.registers.page(of, { where, limit: 10, now: NOW, ...more });

it('keeps the versions of an entry under its key, and writes once however often the element does', async () => {
  // given
  const first = { key: 'audit-1', elementInstanceKey: 'e1', by: 'p1' };
  const made = await write({ owner: 'coord', status: 'open' }, first);
  // when
  const again = await write({ owner: 'coord', status: 'open' }, first);
  const changed = await write(
    { status: 'closed', owner: null },
    { key: 'audit-1', at: '2026-02-02T10:00:00.000Z', processInstanceKey: '2' },
  );
  // then
  expect(made).toMatchObject({ number: 'AM-2026-0001', version: 1, isOpen: true, key: 'audit-1' });
  expect(again).toEqual(made);
  expect(changed).toMatchObject({
    id: made.id,
    number: made.number,
    version: 2,
    isOpen: false,
    processInstanceKey: '1',
  });
  expect(changed.data).toEqual({ status: 'closed' });
  expect(await store.registers.versions(made.id)).toMatchObject([
    { version: 2, data: { status: 'closed' }, processInstanceKey: '2' },
    { version: 1, data: { owner: 'coord', status: 'open' }, by: 'p1', elementInstanceKey: 'e1' },
  ]);
  expect(await store.registers.byKey('actions', 'audit-1')).toEqual(changed);
});

it('loses no version when several write at once', async () => {
  const writes = Array.from({ length: 6 }, (_, index) => write({ owner: `r${index}` }, { key: 'shared' }));
  const versions = (await Promise.all(writes)).map(({ version }) => version);
  expect(versions.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
});

it('writes nothing that the check refuses', async () => {
  const check = () => {
    throw new Error('no');
  };
  await expect(write({ owner: 'coord' }, { key: 'refused', check })).rejects.toThrow('no');
  expect(await store.registers.byKey('actions', 'refused')).toBeNull();
});

it('pages through entries of the same moment, newest first, without losing or doubling one', async () => {
  // given
  const many = { ...register, id: 'many' };
  for (let index = 0; index < 7; index += 1) {
    const at = index < 5 ? '2026-01-05T10:00:00.000Z' : '2026-02-20T10:00:00.000Z';
    await write({ owner: index % 2 ? 'coord' : 'jefe', status: 'open' }, { register: many, at });
  }
  // when
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await page({}, { limit: 3, ...(cursor ? { cursor } : {}) }, many);
    found.push(...items.map(({ id, updatedAt }) => `${updatedAt} ${id}`));
    cursor = nextCursor ?? undefined;
  } while (cursor);
  // then
  expect(found).toEqual(found.toSorted().toReversed());
  expect(new Set(found).size).toBe(7);
  expect((await page({ owner: 'coord', isOpen: true }, {}, many)).items).toHaveLength(3);
  expect((await page({ owner: ['coord', 'jefe'], updatedAt: { from: '2026-02-01' } }, {}, many)).items).toHaveLength(2);
});

it('lists what is open by its due date', async () => {
  const dated = { ...register, id: 'dated' };
  for (const [dueDate, status] of [
    ['2026-03-10', 'open'],
    ['2026-02-10', 'open'],
    ['2026-01-10', 'closed'],
    [null, 'open'],
  ] as const)
    await write({ dueDate, status }, { register: dated });
  const { items } = await page({ isOpen: true }, { order: 'due' }, dated);
  expect(items.map(({ due }) => due)).toEqual(['2026-02-10', '2026-03-10']);
});

it('reads a page by its index alone', async () => {
  const { registerEntries } = store.connection.collections;
  const window = { $gte: '2026-01-01', $lt: '2026-02-01' };
  for (const order of ['changeOrder', 'dueOrder']) {
    const plan = await registerEntries?.find({ terms: 'many|owner=coord', [order]: window }).explain();
    expect(JSON.stringify(plan)).toContain(`terms_1_${order}_1`);
    expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
  }
});

it('keeps a text of an instance encrypted, and reads it by its reference', async () => {
  const reference = 'text:2251799813685000000:notes@2251799813685000007';
  const fields = { 'notes@2251799813685000007': 'Se acordó con el área.' };
  await store.texts.save('2251799813685000000', fields, { by: 'p1', at: NOW });
  const stored = await store.connection.collections.instanceTexts?.findOne({});
  expect(JSON.stringify(stored)).not.toContain('acordó');
  expect(await store.texts.resolve([reference, 'text:9:gone', 'no reference'])).toEqual(
    new Map([[reference, 'Se acordó con el área.']]),
  );
  expect([...(await store.texts.ofInstance('2251799813685000000')).keys()]).toEqual([reference]);
});
