import { freshDatabaseName, sharedStoreUri } from '../../test/support/services';
import { prepareCollections } from '../collections';
import { connectStore, type Store } from '../connect';
import type { NewRelease } from './releases';

let store: Store;

beforeAll(async () => {
  store = await connectStore(sharedStoreUri(), { databaseName: freshDatabaseName(), secret: 'a secret of the tests' });
  await prepareCollections(store);
});
afterAll(() => store.close());

function release(hash: string, processHashes: Record<string, string>): NewRelease {
  const ids = Object.keys(processHashes);
  return {
    content: { hash, processes: processHashes } as NewRelease['content'],
    definitions: ids.map((id) => ({
      kind: 'process',
      id,
      name: `Process ${id}`,
      hash: processHashes[id] as string,
      resourceName: `processes/${id}.bpmn`,
      versionTag: null,
      requirementsId: null,
    })),
    messageStarts: [],
    resources: ids.map((id) => ({ name: `processes/${id}.bpmn`, content: `<xml of ${id} ${processHashes[id]}/>` })),
    deployedBy: 'person-1',
    deployedAt: '2026-03-02T15:00:00.000Z',
  };
}

it('gives a new version only to what changed, and the same release for the same content', async () => {
  expect(await store.releases.current()).toBeNull();
  const first = await store.releases.deploy(release('h1', { a: 'a1', b: 'b1' }));
  const again = await store.releases.deploy(release('h1', { a: 'a1', b: 'b1' }));
  const second = await store.releases.deploy(release('h2', { a: 'a1', b: 'b2' }));
  expect(first).toMatchObject({ isNew: true, release: { number: 1 } });
  expect(again).toMatchObject({ isNew: false, release: { number: 1, key: first.release.key } });
  expect(second.release.definitions.map(({ id, version }) => [id, version])).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(await store.releases.current()).toEqual(second.release);
  expect(await store.releases.content(1)).toEqual({ hash: 'h1', processes: { a: 'a1', b: 'b1' } });
  const b1 = first.release.definitions[1];
  expect(await store.releases.resource(b1?.resourceHash ?? '')).toBe('<xml of b b1/>');
  expect(await store.releases.definition(b1?.key ?? '')).toEqual(b1);
  expect((await store.releases.definitions('process')).map(({ id, version }) => `${id}${version}`)).toEqual([
    'a1',
    'b1',
    'b2',
  ]);
});

it('takes two deployments at once one after the other', async () => {
  const before = (await store.releases.current())?.number ?? 0;
  const both = await Promise.all([
    store.releases.deploy(release('h3', { a: 'a3' })),
    store.releases.deploy(release('h4', { a: 'a4' })),
  ]);
  expect(both.map((one) => one.release.number).sort()).toEqual([before + 1, before + 2]);
});
