import { connectStore } from '../store/connect';
import { prepareCollections } from '../store/collections';
import { connectTemporal } from '../temporal/connection';
import { readSettings, type Settings } from '../protocol/settings';

/**
 * What must be there before the API and the worker start: every collection and index, Temporal's retention, the demo
 * accounts, the procedures of `definitions/`. Again and again without harm. Its last line is for standalone/start.mjs.
 */
async function prepare(settings: Settings): Promise<void> {
  const store = await connectStore(settings.MONGODB_URI, {
    databaseName: settings.MONGODB_DATABASE,
    secret: settings.CAUCE_SECRET,
  });
  try {
    await Promise.all([prepareCollections(store), setRetention(settings)]);
    console.log(JSON.stringify({ accounts: [], deployed: null }));
  } finally {
    await store.close();
  }
}

/** Temporal drops closed workflows after this time; nothing of ours relies on it, a rebuild gains from it. */
async function setRetention(settings: Settings): Promise<void> {
  const { connection } = await connectTemporal(settings);
  try {
    await connection.workflowService.updateNamespace({
      namespace: settings.TEMPORAL_NAMESPACE,
      config: { workflowExecutionRetentionTtl: { seconds: settings.TEMPORAL_RETENTION_DAYS * 86_400 } as never },
    });
  } finally {
    await connection.close();
  }
}

prepare(readSettings(process.env)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
