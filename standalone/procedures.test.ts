import path from 'node:path';
import { connectStore, type Store } from '../store/connect';
import { prepareCollections } from '../store/collections';
import { freshDatabaseName, sharedStoreUri } from '../test/support/services';
import { verifyPassword } from '../api/auth/passwords';
import { demoAccounts, ensureDemoAccounts } from './accounts';
import { deployProcedures, readProcedures } from './procedures';

const DEFINITIONS = path.resolve(__dirname, '../definitions');
let store: Store;

beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'x'.repeat(32) });
  await prepareCollections(store);
});
afterAll(() => store.close());

it('deploys the shipped procedures once and leaves what an owner deployed afterwards in force', async () => {
  // given
  const shipped = readProcedures(DEFINITIONS);
  const first = await deployProcedures(store, shipped, 'owner');
  expect(first).toMatchObject({ isNew: true, release: { number: 1 } });
  // when an owner changes a text
  const changed = shipped.map((one) =>
    one.name === 'catalogues/rooms.yaml' ? { ...one, content: `${one.content}\n# changed\n` } : one,
  );
  await deployProcedures(store, changed, 'owner');
  // then
  const again = await deployProcedures(store, shipped, 'owner');
  expect(again).toMatchObject({ isNew: false, release: { number: 2 } });
});

it('has an account of every staff role and gives all of them the password that is printed', async () => {
  await ensureDemoAccounts(store, 'first-password-1', '2026-01-01T00:00:00Z');
  await ensureDemoAccounts(store, 'second-password-2', '2026-01-02T00:00:00Z');
  const staff = await store.people.staff();
  expect(staff).toHaveLength(demoAccounts.length);
  expect(await verifyPassword(staff[0]?.passwordHash ?? null, 'second-password-2')).toBe(true);
});
