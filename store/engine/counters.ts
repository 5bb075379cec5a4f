import type { Connection } from 'mongoose';
import { FIRST_INSTANCE_NUMBER, instanceKey } from '../../protocol/keys';
import { isDuplicateKey } from '../duplicates';
import { defineModel } from '../model';

export interface Counters {
  /**
   * Takes `count` consecutive numbers from the counter `name` and returns the first; counters start at 1 and are never
   * given back, so there may be gaps. Not to be used inside a transaction: a hot counter makes those collide.
   */
  lease(name: string, count?: number): Promise<number>;
  /** A key for a new process instance, or for anything else that needs one (definitions, messages). */
  nextKey(): Promise<string>;
  /** No key that was given out has a higher instance number. */
  newestInstanceNumber(): Promise<number>;
}

interface CounterDoc {
  name: string;
  next: number;
}

/** Keys are leased in blocks, so that most of them cost no write. */
const KEY_BLOCK = 50;
const KEYS = 'instance-numbers';

export function counters(connection: Connection): Counters {
  const model = defineModel<CounterDoc>(connection, {
    name: 'counters',
    fields: { name: String, next: Number },
    indexes: [[{ name: 1 }, { unique: true }]],
  });
  const block = { next: 0, end: 0, lease: undefined as Promise<void> | undefined };

  async function lease(name: string, count = 1): Promise<number> {
    try {
      const after: CounterDoc | null = await model
        .findOneAndUpdate({ name }, { $inc: { next: count } }, { upsert: true, returnDocument: 'after' })
        .lean();
      // The embedded store answers null to some of those who meet at the first lease of a name. Gaps are allowed.
      return after ? after.next - count + 1 : await lease(name, count);
    } catch (error) {
      if (isDuplicateKey(error)) return lease(name, count);
      throw error;
    }
  }

  async function leaseBlock(): Promise<void> {
    try {
      const first = await lease(KEYS, KEY_BLOCK);
      block.next = first;
      block.end = first + KEY_BLOCK;
    } finally {
      block.lease = undefined;
    }
  }

  return {
    lease,
    nextKey: async () => {
      while (block.next >= block.end) await (block.lease ??= leaseBlock());
      return instanceKey(FIRST_INSTANCE_NUMBER + block.next++);
    },
    newestInstanceNumber: async () => FIRST_INSTANCE_NUMBER + ((await model.findOne({ name: KEYS }).lean())?.next ?? 0),
  };
}
