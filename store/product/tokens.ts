import type { StoreBase } from '../connect';
import { defineModel } from '../model';
import { hashOf } from './sessions';

interface TokenDoc {
  tokenHash: string;
  personId: string;
  purpose: 'invitation' | 'reset';
  expiresAt: string;
  usedAt: string | null;
}

/** One-time tokens of invitations and password resets. */
export function tokens({ connection }: StoreBase) {
  const model = defineModel<TokenDoc>(connection, {
    name: 'oneTimeTokens',
    fields: { tokenHash: String, personId: String, purpose: String, expiresAt: String, usedAt: String },
    indexes: [[{ tokenHash: 1 }, { unique: true }], [{ expiresAt: 1 }]],
  });
  return {
    add: async (token: string, fields: Omit<TokenDoc, 'tokenHash' | 'usedAt'>): Promise<void> => {
      await model.insertMany([{ ...fields, tokenHash: hashOf(token), usedAt: null }]);
    },
    /** Whose a token is while it can be used. */
    ownerOf: async (token: string, now: string): Promise<string | null> => {
      const doc = await model.findOne({ tokenHash: hashOf(token), usedAt: null, expiresAt: { $gt: now } }).lean();
      return doc?.personId ?? null;
    },
    /** Uses a token up; whose it is, or null when it is unknown, used or expired. */
    use: async (token: string, now: string): Promise<string | null> => {
      const doc = await model
        .findOneAndUpdate(
          { tokenHash: hashOf(token), usedAt: null, expiresAt: { $gt: now } },
          { $set: { usedAt: now } },
        )
        .lean();
      return doc?.personId ?? null;
    },
    removeExpired: async (before: string): Promise<void> => {
      await model.deleteMany({ expiresAt: { $lt: before } });
    },
  };
}
