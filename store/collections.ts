import type { Connection, mongo } from 'mongoose';

/**
 * Creates every collection and index that the models of this connection declare; again and again without harm.
 * To be run once at start-up, before anything writes: creating them beside a first write hangs the embedded store.
 */
export async function prepareCollections(store: { connection: Connection }): Promise<void> {
  const { connection } = store;
  const existing = new Set((await connection.listCollections()).map(({ name }) => name));
  for (const model of Object.values(connection.models)) {
    if (!existing.has(model.collection.collectionName)) await model.createCollection();
    const indexes = model.schema.indexes().map(([key, options]) => ({ ...options, key }) as mongo.IndexDescription);
    if (indexes.length > 0) await model.collection.createIndexes(indexes);
  }
}
