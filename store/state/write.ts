import type { AnyBulkWriteOperation, ClientSession, Model } from 'mongoose';
import type { StateWrite } from './applyEvents';
import type { StateModels } from './models';
import type { StateCollection } from './types';

/** Carries out writes, one command a collection, in the transaction of `session` if there is one. */
export async function writeState(
  models: StateModels,
  writes: readonly StateWrite[],
  session?: ClientSession,
): Promise<void> {
  const byCollection = new Map<StateCollection, StateWrite[]>();
  for (const write of writes) {
    const others = byCollection.get(write.collection);
    if (others) others.push(write);
    else byCollection.set(write.collection, [write]);
  }
  for (const [collection, ofCollection] of byCollection) {
    const model = models[collection] as unknown as Model<object>;
    await model.bulkWrite(ofCollection.map(operation), { session, ordered: true });
  }
}

function operation(write: StateWrite): AnyBulkWriteOperation<object> {
  if (write.insert) return { insertOne: { document: write.insert } };
  const update: Record<string, object> = {};
  if (Object.keys(write.set).length > 0) update['$set'] = write.set;
  if (Object.keys(write.increments).length > 0) update['$inc'] = write.increments;
  return { updateOne: { filter: write.id, update, upsert: write.upsert } };
}
