import { createHash } from 'node:crypto';
import type { StoreBase } from '../connect';
import { defineModel } from '../model';

/** Sessions are never deleted at once but ended, so that every node sees the end and closes its sockets. */
export interface SessionRecord {
  sessionId: string;
  personId: string;
  startedAt: string;
  expiresAt: string;
  endedAt: string | null;
}

interface SessionDoc extends SessionRecord {
  tokenHash: string;
}

export const SESSIONS_COLLECTION = 'sessions';
const text = { type: String };

/** Server-side sessions; the token itself is never stored, only its hash. */
export function sessions({ connection }: StoreBase) {
  const model = defineModel<SessionDoc>(connection, {
    name: SESSIONS_COLLECTION,
    fields: { sessionId: text, tokenHash: text, personId: text, startedAt: text, expiresAt: text, endedAt: text },
    indexes: [
      [{ sessionId: 1 }, { unique: true }],
      [{ tokenHash: 1 }, { unique: true }],
      [{ personId: 1, startedAt: 1 }],
      [{ expiresAt: 1 }],
    ],
  });
  return {
    start: async (token: string, session: Omit<SessionRecord, 'endedAt'>): Promise<void> => {
      await model.insertMany([{ ...session, tokenHash: hashOf(token), endedAt: null }]);
    },
    /** The session of a token that has neither ended nor expired. */
    byToken: async (token: string, now: Date): Promise<SessionRecord | null> => {
      const doc = await model.findOne({ tokenHash: hashOf(token) }).lean();
      return doc && doc.endedAt === null && doc.expiresAt > now.toISOString() ? doc : null;
    },
    isAlive: async (sessionId: string, now: Date): Promise<boolean> =>
      (await model.exists({ sessionId, endedAt: null, expiresAt: { $gt: now.toISOString() } })) !== null,
    /** How many sessions of a person are alive. */
    countAlive: (personId: string, now: Date): Promise<number> =>
      model.countDocuments({ personId, endedAt: null, expiresAt: { $gt: now.toISOString() } }),
    end: async (sessionId: string, at: string): Promise<void> => {
      await model.updateOne({ sessionId, endedAt: null }, { $set: { endedAt: at } });
    },
    /** Ends every session of a person: after a new password. */
    endAllOf: async (personId: string, at: string): Promise<void> => {
      await model.updateMany({ personId, startedAt: { $lte: at }, endedAt: null }, { $set: { endedAt: at } });
    },
    removeExpired: async (before: string): Promise<void> => {
      await model.deleteMany({ expiresAt: { $lt: before } });
    },
  };
}

/** Tokens have 256 random bits: a plain hash is enough. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
