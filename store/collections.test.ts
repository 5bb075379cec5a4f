import { freshDatabaseName, sharedStoreUri } from '../test/support/services';
import { prepareCollections } from './collections';
import { connectStore, type Store } from './connect';

let store: Store;

beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'a secret of the tests' });
  await prepareCollections(store);
});
afterAll(() => store.close());

it('may prepare the collections again', async () => {
  await expect(prepareCollections(store)).resolves.toBeUndefined();
  const names = (await store.connection.listCollections()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['instances', 'record', 'recordStreams', 'releases', 'messages']));
});

it('answers a health check with a write and a read', async () => {
  await expect(store.checkHealth(5_000)).resolves.toBeUndefined();
});

it('encrypts a field with a key per person, and forgets it for ever with the key', async () => {
  // given
  const cipher = await store.encryption.forPerson('citizen-1');
  const other = await store.encryption.forPerson('citizen-2');
  const secret = cipher.encrypt('Calle 1 # 2-3, Tunja');
  // then
  expect(secret).not.toContain('Tunja');
  expect(cipher.decrypt(secret)).toBe('Calle 1 # 2-3, Tunja');
  expect(() => other.decrypt(secret)).toThrow();
  // when
  await store.encryption.forgetPerson('citizen-1');
  const renewed = await store.encryption.forPerson('citizen-1');
  // then
  expect(() => renewed.decrypt(secret)).toThrow();
});

it('looks an encrypted field up by a keyed hash that depends on its purpose', () => {
  const hash = store.encryption.lookup('document', 'CC 123');
  expect(store.encryption.lookup('document', 'CC 123')).toBe(hash);
  expect(store.encryption.lookup('email', 'CC 123')).not.toBe(hash);
});

it('leases consecutive numbers and unique keys, also to many at once', async () => {
  const leases = await Promise.all(Array.from({ length: 20 }, () => store.counters.lease('requests', 5)));
  expect(leases.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => 1 + 5 * i));
  const keys = await Promise.all(Array.from({ length: 120 }, () => store.counters.nextKey()));
  expect(new Set(keys).size).toBe(120);
  expect(keys.every((key) => /^\d{19}$/.test(key) && key.endsWith('000000'))).toBe(true);
});
