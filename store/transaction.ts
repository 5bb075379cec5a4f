import { mongo, type ClientSession, type Connection } from 'mongoose';
import { isDuplicateKey } from './duplicates';

const DEADLINE_MS = 10_000;
const LONGEST_PAUSE_MS = 200;

/**
 * Runs `work` in one transaction and runs it again after a conflict, with a growing random pause, for up to 10 s.
 * `work` must be safe to repeat and short: read what can be read before, keep counters out.
 * A duplicate key counts as a conflict: somebody else wrote the same just now, which the next round will see.
 */
export async function runTransaction<T>(
  connection: Connection,
  work: (session: ClientSession) => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  for (let attempt = 0; ; attempt++) {
    const session = await connection.startSession();
    try {
      session.startTransaction({ writeConcern: { w: 'majority', journal: true } });
      const result = await work(session);
      await session.commitTransaction();
      return result;
    } catch (error) {
      if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
      if (!isConflict(error) || Date.now() > deadline) throw error;
      const pause = Math.random() * Math.min(LONGEST_PAUSE_MS, 5 * 2 ** attempt);
      await new Promise((resolve) => setTimeout(resolve, pause));
    } finally {
      await session.endSession();
    }
  }
}

/** An unknown commit result is a conflict too: the next round finds what was written and says so. */
function isConflict(error: unknown): boolean {
  return (
    isDuplicateKey(error) ||
    (error instanceof mongo.MongoError &&
      (error.hasErrorLabel('TransientTransactionError') || error.hasErrorLabel('UnknownTransactionCommitResult')))
  );
}
