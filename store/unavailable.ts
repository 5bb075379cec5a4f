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

/** Of the socket itself, when the store goes away while the driver writes: as an error's code, or only in its text. */
const SOCKET_FAULTS = /\b(EPIPE|ECONNRESET|ECONNREFUSED)\b/;

/** Whether an error says that the store is away, so that the same request may be sent again. */
export function isStoreUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NAMES.has(error.name)) return true;
  // A bulk write wraps what stopped it.
  if (error instanceof mongo.MongoBulkWriteError && isStoreUnavailable(error.errorResponse)) return true;
  if ('code' in error && SOCKET_FAULTS.test(String(error.code))) return true;
  if (error instanceof mongo.MongoError && SOCKET_FAULTS.test(error.message)) return true;
  if (error.name === 'MongooseError' && /initial connection|not connected|buffering/i.test(error.message)) return true;
  return (
    error instanceof mongo.MongoError &&
    (error.hasErrorLabel('TransientTransactionError') || error.hasErrorLabel('UnknownTransactionCommitResult'))
  );
}
