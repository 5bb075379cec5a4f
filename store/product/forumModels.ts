import type { Connection, Model } from 'mongoose';
import type { ForumFact, ForumFigures } from '../../domain/forums/forum';
import { defineModel } from '../model';

/** A forum; `state`, `lastSeq`, `openedAt` and `closedAt` are a fold over its log. Times are RFC 3339 UTC. */
export interface ForumRecord {
  forumId: string;
  topic: string;
  population: string;
  experts: string[];
  moderators: string[];
  startsAt: string;
  endsAt: string;
  /** Minutes within which a contribution is moderated, and a question answered. */
  moderationMinutes: number;
  answerMinutes: number;
  state: 'announced' | 'live' | 'closed';
  lastSeq: number;
  openedAt: string | null;
  closedAt: string | null;
  figures: ForumFigures | null;
}

export interface ForumEntryDoc extends ForumFact {
  forumId: string;
  /** The author's clientMessageId, else the place in the log. */
  dedupe: string;
  /** Encrypted with the author's key. */
  text: string;
  /** Keyed hashes of its words, for the archive's search. */
  words: string[];
}

export const FORUM_ENTRIES_COLLECTION = 'forumEntries';
const text = { type: String };

export function forumModelOf(connection: Connection): Model<ForumRecord> {
  return defineModel<ForumRecord>(connection, {
    name: 'forums',
    fields: {
      forumId: text,
      topic: text,
      population: text,
      experts: [String],
      moderators: [String],
      startsAt: text,
      endsAt: text,
      moderationMinutes: Number,
      answerMinutes: Number,
      state: text,
      lastSeq: Number,
      openedAt: text,
      closedAt: text,
      figures: Object,
    },
    indexes: [[{ forumId: 1 }, { unique: true }], [{ startsAt: 1 }], [{ state: 1, startsAt: 1 }]],
  });
}

export function entryModelOf(connection: Connection): Model<ForumEntryDoc> {
  return defineModel<ForumEntryDoc>(connection, {
    name: FORUM_ENTRIES_COLLECTION,
    fields: {
      forumId: text,
      seq: Number,
      kind: text,
      at: text,
      authorId: text,
      about: Number,
      dedupe: text,
      text,
      words: [String],
      data: Object,
    },
    indexes: [
      [{ forumId: 1, seq: 1 }, { unique: true }],
      [{ forumId: 1, authorId: 1, dedupe: 1 }, { unique: true }],
      [{ forumId: 1, about: 1 }],
      [{ words: 1 }],
    ],
  });
}
