import { mongo } from 'mongoose';

const NAMES = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoPoolClearedError',
  'MongoTopologyClosedError',
  'MongoExpiredSessionError',
  'MongoOperationTimeoutError',
  'PoolClearedOnNetworkError',
]);

/** Whether an error says that the store is away, so that the same request may be sent again. */
export function isStoreUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NAMES.has(error.name)) return true;
  if (error.name === 'MongooseError' && /initial connection|not connected|buffering/i.test(error.message)) return true;
  return error instanceof mongo.MongoError && error.hasErrorLabel('TransientTransactionError');
}
