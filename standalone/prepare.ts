import path from 'node:path';
import { publicUrl, readSettings, type Settings } from '../protocol/settings';
import { prepareCollections } from '../store/collections';
import { connectStore, type Store } from '../store/connect';
import type { Release } from '../store/engine/releases';
import { connectTemporal } from '../temporal/connection';
import { createInstanceClient } from '../temporal/instanceClient';
import { demoAccounts, ensureDemoAccounts } from './accounts';
import { deployProcedures, readProcedures } from './procedures';
import { seed } from './seed/seed';

const DEFINITIONS = path.resolve(__dirname, '../definitions');

/**
 * What must be there before the API and the worker start: every collection and index, the procedures of `definitions/`;
 * with a demo password also the demo accounts and a living first look. Again and again without harm.
 * Prints one line a step; the last is the JSON that standalone/start.mjs reads.
 */
async function prepare(settings: Settings): Promise<void> {
  const store = await connectStore(settings.MONGODB_URI, {
    databaseName: settings.MONGODB_DATABASE,
    secret: settings.CAUCE_SECRET,
  });
  try {
    await prepareCollections(store);
    const password = settings.CAUCE_DEMO_PASSWORD;
    const owner = password ? await ensureDemoAccounts(store, password, new Date().toISOString()) : 'system';
    const { release, isNew } = await deployProcedures(store, readProcedures(DEFINITIONS), owner);
    if (isNew) console.log(`Procedimientos desplegados: versión ${release.number}`);
    if (password) await playRequests(settings, store, release);
    console.log(JSON.stringify({ accounts: password ? demoAccounts : [] }));
  } finally {
    await store.close();
  }
}

async function playRequests(settings: Settings, store: Store, release: Release): Promise<void> {
  const client = await connectTemporal(settings);
  try {
    await seed({
      store,
      instances: createInstanceClient(client),
      release,
      publicUrl: publicUrl(settings),
      folder: path.join(DEFINITIONS, 'chat-attention'),
      now: Date.now(),
      onProgress: occasionally((done, of) => console.log(`Solicitudes de ejemplo: ${done} de ${of}`)),
    });
  } finally {
    await client.connection.close();
  }
}

/** Every two seconds at most: what was played before is passed over in no time and not worth a line. */
function occasionally(tell: (done: number, of: number) => void): (done: number, of: number) => void {
  let last = Date.now();
  return (done, of) => {
    if (Date.now() - last < 2_000) return;
    last = Date.now();
    tell(done, of);
  };
}

prepare(readSettings(process.env)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
