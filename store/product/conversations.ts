import type { QueryFilter } from 'mongoose';
import { applyFact, newChat, type ChatFact, type ChatFactData } from '../../domain/chat/state';
import type { AuthorRole, CloseReason, Outcome } from '../../protocol/product';
import { ApiError } from '../../protocol/errors';
import type { StoreBase } from '../connect';
import { isDuplicateKey } from '../duplicates';
import { conversationLog } from './conversationLog';
import {
  conversationModel,
  entryModel,
  type ConversationDoc,
  type ConversationHead,
  type ConversationRecord,
  type EntryDoc,
} from './conversationModels';
import type { Requests } from './requests';
import { newestBefore } from './windows';

export type { ConversationHead, ConversationRecord } from './conversationModels';
export type { LogEntry } from './conversationLog';

export type Conversations = ReturnType<typeof conversations>;

/** Author id of the entries that nobody wrote. */
export const SYSTEM_AUTHOR = 'system';
const OPEN_STATES = ['waiting', 'assigned', 'active'] as const;
const RELAY_LEASE_MS = 10_000;

/** Repository of conversations: their logs (`append`, `after`) and the folded states for lists. */
export function conversations({ connection, encryption }: StoreBase, requests: Requests) {
  const model = conversationModel(connection);
  const entries = entryModel(connection);
  const log = conversationLog(model, entries, encryption);
  const find = (filter: QueryFilter<ConversationDoc>): Promise<ConversationRecord[]> =>
    model.find(filter, { _id: 0 }).lean<ConversationRecord[]>();

  /** The open conversation of a citizen in a room. */
  const openOf = (citizenId: string, roomId: string): Promise<ConversationRecord | null> =>
    model.findOne({ openKey: `${citizenId}:${roomId}` }, { _id: 0 }).lean<ConversationRecord>();

  /**
   * Opens a conversation under the caller's ids: its document, the first entry of its log and the request in the CRM,
   * in one transaction. Opening the same id again gives it again, and where the citizen has another open one in that
   * room, that one.
   * @param opening the citizen's words, and the text of the log's first entry
   */
  async function open(
    head: ConversationHead,
    opening: { summary: string; text: string },
  ): Promise<{ conversation: ConversationRecord; isNew: boolean }> {
    const request = await requests.document({ ...head, channel: 'chat', summary: opening.summary });
    const cipher = await encryption.forPerson(head.citizenId);
    const fact: ChatFact = { seq: 1, kind: 'opened', at: head.openedAt, authorId: SYSTEM_AUTHOR, authorRole: 'system' };
    const doc: ConversationDoc = {
      ...head,
      ...applyFact(newChat(head.declaredType, head.declaredArea, head.openedAt), fact),
      citizenReadSeq: 0,
      advisorReadSeq: 0,
      citizenTypingAt: null,
      advisorTypingAt: null,
      userTaskKey: null,
      relayedSeq: 0,
      openKey: `${head.citizenId}:${head.roomId}`,
      relayPending: true,
      relayUntil: '',
    };
    const entry: EntryDoc = {
      ...fact,
      conversationId: head.conversationId,
      dedupe: '#1',
      clientMessageId: null,
      text: cipher.encrypt(opening.text),
      data: {},
    };
    try {
      await connection.transaction(async (session) => {
        await model.insertMany([doc], { session });
        await entries.insertMany([entry], { session });
        await request.insert(session);
      });
      return { conversation: doc, isNew: true };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const known = (await log.catchUp(head.conversationId)) ?? (await openOf(head.citizenId, head.roomId));
      return known ? { conversation: known, isNew: false } : open(head, opening);
    }
  }

  /** Closes a conversation; false when it was closed already (by whoever came first). */
  async function close(
    conversationId: string,
    end: {
      by: AuthorRole;
      authorId: string;
      reason: CloseReason;
      outcome?: Outcome;
      text: string;
      at: string;
    },
  ): Promise<boolean> {
    const data: ChatFactData = { closedBy: end.by, closeReason: end.reason, outcome: end.outcome };
    try {
      await log.append(conversationId, {
        kind: 'closed',
        at: end.at,
        authorId: end.authorId,
        authorRole: end.by,
        text: end.text,
        data,
      });
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'conversation_closed') return false;
      throw error;
    }
  }

  return {
    ...log,
    open,
    openOf,
    close,

    /** The conversation with all of its log folded in, or null. */
    get: (conversationId: string): Promise<ConversationRecord | null> => log.catchUp(conversationId),

    /** The conversation that an instance belongs to, or null. */
    ofInstance: (processInstanceKey: string): Promise<ConversationRecord | null> =>
      model.findOne({ processInstanceKey }, { _id: 0 }).lean<ConversationRecord>(),

    /** What waits in a room (in all rooms when null), in the order in which it is served. */
    queue: async (roomId: string | null): Promise<ConversationRecord[]> => {
      const waiting = await find({ state: 'waiting', ...(roomId === null ? {} : { roomId }) });
      return waiting.sort(
        (a, b) => a.queuedAt.localeCompare(b.queuedAt) || a.conversationId.localeCompare(b.conversationId),
      );
    },

    countWaiting: (roomId: string): Promise<number> => model.countDocuments({ state: 'waiting', roomId }),

    /** Every conversation that an advisor has now. */
    held: (): Promise<ConversationRecord[]> => find({ state: { $in: ['assigned', 'active'] } }),
    heldBy: (advisorId: string): Promise<ConversationRecord[]> =>
      find({ advisorId, state: { $in: ['assigned', 'active'] } }),
    allOpen: (): Promise<ConversationRecord[]> => find({ state: { $in: [...OPEN_STATES] } }),

    /** All opened from `from` until before `to`, for the facts of a day. */
    openedBetween: (from: string, to: string): Promise<ConversationRecord[]> =>
      find({ openedAt: { $gte: from, $lt: to } }),

    /** Newest first, opened before `before`. */
    list: (
      filter: { citizenId?: string; advisorId?: string; state?: string; roomId?: string },
      before: string,
      limit: number,
    ): Promise<ConversationRecord[]> => {
      const { state, ...equal } = filter;
      const states = state === 'open' ? { state: { $in: [...OPEN_STATES] } } : state ? { state } : {};
      return newestBefore<ConversationDoc>(model, { ...equal, ...states }, 'openedAt', before, limit);
    },

    /** Lengths in seconds of a room's conversations closed since `since`, at most the newest 50. */
    recentLengths: async (roomId: string, since: string, now: string): Promise<number[]> => {
      const docs = await model
        .find({ roomId, closedAt: { $gte: since, $lte: now } }, { assignedAt: 1, closedAt: 1 })
        .sort({ closedAt: -1 })
        .limit(50)
        .lean();
      return docs.flatMap(({ assignedAt, closedAt }) =>
        assignedAt && closedAt ? [(Date.parse(closedAt) - Date.parse(assignedAt)) / 1_000] : [],
      );
    },

    markRead: async (conversationId: string, by: 'citizen' | 'advisor', seq: number): Promise<void> => {
      await model.updateOne(
        { conversationId },
        { $max: { [by === 'citizen' ? 'citizenReadSeq' : 'advisorReadSeq']: seq } },
      );
    },
    markTyping: async (conversationId: string, by: 'citizen' | 'advisor', at: string): Promise<void> => {
      await model.updateOne(
        { conversationId },
        { $set: { [by === 'citizen' ? 'citizenTypingAt' : 'advisorTypingAt']: at } },
      );
    },
    setUserTask: async (conversationId: string, userTaskKey: string): Promise<void> => {
      await model.updateOne({ conversationId }, { $set: { userTaskKey } });
    },

    /** Takes the conversations that the relay has something to tell of; another worker leaves them alone meanwhile. */
    takeForRelay: async (now: Date, limit: number): Promise<ConversationRecord[]> => {
      const at = now.toISOString();
      const until = new Date(now.getTime() + RELAY_LEASE_MS).toISOString();
      const pending = await model
        .find({ relayPending: true, relayUntil: { $gte: '', $lt: at } }, { conversationId: 1 })
        .limit(limit)
        .lean();
      const taken: ConversationRecord[] = [];
      for (const { conversationId } of pending) {
        const mine = await model.updateOne(
          { conversationId, relayUntil: { $lt: at } },
          { $set: { relayUntil: until } },
        );
        if (mine.modifiedCount !== 1) continue;
        const conversation = await log.catchUp(conversationId);
        if (conversation) taken.push(conversation);
      }
      return taken;
    },
    /** The relay has told everything up to `seq`; with nothing newer there, the conversation rests. */
    relayed: async (conversationId: string, seq: number): Promise<void> => {
      const done = await model.updateOne(
        { conversationId, lastSeq: seq },
        { $set: { relayedSeq: seq, relayPending: false, relayUntil: '' } },
      );
      if (done.matchedCount === 0) {
        await model.updateOne({ conversationId }, { $set: { relayedSeq: seq, relayUntil: '' } });
      }
    },
    /** The relay could not go on: tried again from `until`. */
    relayLater: async (conversationId: string, until: string): Promise<void> => {
      await model.updateOne({ conversationId }, { $set: { relayUntil: until } });
    },
  };
}
