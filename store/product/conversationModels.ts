import type { Connection, Model } from 'mongoose';
import type { ChatFact, ChatFactData, ChatState } from '../../domain/chat/state';
import { defineModel } from '../model';

/** What a conversation is opened with and keeps. */
export interface ConversationHead {
  conversationId: string;
  requestNumber: string;
  processInstanceKey: string;
  citizenId: string;
  roomId: string;
  declaredType: string;
  declaredArea: string;
  openedAt: string;
}

/** What changes beside the log: read marks, and what the relay has told the instance. */
export interface ConversationMarks {
  citizenReadSeq: number;
  advisorReadSeq: number;
  citizenTypingAt: string | null;
  advisorTypingAt: string | null;
  /** Key of the user task `answer-request` once the relay has found it. */
  userTaskKey: string | null;
  /** The relay has told the instance everything up to here. */
  relayedSeq: number;
}

/** Head, state (a fold over the log) and marks, as the store keeps them for lists. */
export type ConversationRecord = ConversationHead & ChatState & ConversationMarks;

export interface ConversationDoc extends ConversationRecord {
  /** `citizen:room` while open: one open conversation per citizen and room; its own id once closed. */
  openKey: string;
  /** Some entry waits for the relay. */
  relayPending: boolean;
  /** A worker's relay has it until then. */
  relayUntil: string;
}

export interface EntryDoc {
  conversationId: string;
  seq: number;
  kind: ChatFact['kind'];
  authorId: string;
  authorRole: ChatFact['authorRole'];
  /** The author's clientMessageId, else one that the kind and the state decide. */
  dedupe: string;
  clientMessageId: string | null;
  /** Encrypted with the citizen's key. */
  text: string;
  at: string;
  data: ChatFactData;
}

export const CONVERSATIONS_COLLECTION = 'conversations';
export const ENTRIES_COLLECTION = 'conversationEntries';

const text = { type: String };

export function conversationModel(connection: Connection): Model<ConversationDoc> {
  return defineModel<ConversationDoc>(connection, {
    name: CONVERSATIONS_COLLECTION,
    fields: {
      conversationId: text,
      requestNumber: text,
      processInstanceKey: text,
      citizenId: text,
      roomId: text,
      declaredType: text,
      declaredArea: text,
      openedAt: text,
      lastSeq: Number,
      state: text,
      advisorId: text,
      type: { type: String },
      area: text,
      queuedAt: text,
      assignedAt: text,
      firstAssignedAt: text,
      firstReplyAt: text,
      transfers: Number,
      lastMessageAt: text,
      lastEntryAt: text,
      closedAt: text,
      closedBy: text,
      closeReason: text,
      outcome: text,
      citizenReadSeq: Number,
      advisorReadSeq: Number,
      citizenTypingAt: text,
      advisorTypingAt: text,
      userTaskKey: text,
      relayedSeq: Number,
      openKey: text,
      relayPending: Boolean,
      relayUntil: text,
    },
    indexes: [
      [{ conversationId: 1 }, { unique: true }],
      [{ openKey: 1 }, { unique: true }],
      [{ requestNumber: 1 }],
      [{ openedAt: 1 }],
      [{ processInstanceKey: 1 }],
      [{ state: 1, roomId: 1, queuedAt: 1 }],
      [{ advisorId: 1, openedAt: 1 }],
      [{ citizenId: 1, openedAt: 1 }],
      [{ roomId: 1, closedAt: 1 }],
      [{ relayPending: 1, relayUntil: 1 }],
    ],
  });
}

export function entryModel(connection: Connection): Model<EntryDoc> {
  return defineModel<EntryDoc>(connection, {
    name: ENTRIES_COLLECTION,
    fields: {
      conversationId: text,
      seq: Number,
      kind: text,
      authorId: text,
      authorRole: text,
      dedupe: text,
      clientMessageId: text,
      text,
      at: text,
      data: Object,
    },
    indexes: [
      [{ conversationId: 1, seq: 1 }, { unique: true }],
      [{ conversationId: 1, authorId: 1, dedupe: 1 }, { unique: true }],
    ],
  });
}

export const factOf = (doc: EntryDoc): ChatFact => ({
  seq: doc.seq,
  kind: doc.kind,
  at: doc.at,
  authorId: doc.authorId,
  authorRole: doc.authorRole,
  data: doc.data,
});
