import type { mongo } from 'mongoose';
import type { StoreBase } from '../connect';
import {
  CONVERSATIONS_COLLECTION,
  ENTRIES_COLLECTION,
  type ConversationRecord,
  type EntryDoc,
} from './conversationModels';
import { FORUM_ENTRIES_COLLECTION, type ForumEntryDoc } from './forumModels';
import { NOTIFICATIONS_COLLECTION, type NotificationRecord } from './notifications';
import { SESSIONS_COLLECTION } from './sessions';

/** What of the store the open sockets want to hear. `lost`: something may have been missed, read on from the store. */
export type FeedEvent =
  | { type: 'entry'; entry: EntryDoc }
  | { type: 'conversation'; conversation: ConversationRecord; changed: string[] }
  | { type: 'session-ended'; sessionId: string }
  | { type: 'notification'; personId: string; notificationId: string }
  | { type: 'user-task'; userTaskKey: string; elementId: string; state: string }
  | { type: 'forum-entry'; forumId: string; seq: number }
  | { type: 'lost' };

export interface FeedHandle {
  stop(): Promise<void>;
}

const USER_TASKS_COLLECTION = 'userTasks';
const WATCHED = [
  CONVERSATIONS_COLLECTION,
  ENTRIES_COLLECTION,
  FORUM_ENTRIES_COLLECTION,
  NOTIFICATIONS_COLLECTION,
  SESSIONS_COLLECTION,
  USER_TASKS_COLLECTION,
];
const RETRY_MS = 500;

type Change = mongo.ChangeStreamDocument;

/** One change stream for the whole node. It resumes where it was; where that is impossible it says `lost` and goes on. */
export function feed({ connection }: StoreBase) {
  return {
    open: (listener: (event: FeedEvent) => void): FeedHandle => {
      const stop = { asked: false, stream: undefined as mongo.ChangeStream | undefined };
      const done = follow(stop, listener);
      return {
        stop: async () => {
          stop.asked = true;
          await stop.stream?.close().catch(() => undefined);
          await done;
        },
      };
    },
  };

  async function follow(
    stop: { asked: boolean; stream: mongo.ChangeStream | undefined },
    listener: (event: FeedEvent) => void,
  ): Promise<void> {
    let resumeAfter: unknown;
    while (!stop.asked) {
      try {
        const stream = connection
          .getClient()
          .db(connection.name)
          .watch([{ $match: { 'ns.coll': { $in: WATCHED } } }], {
            fullDocument: 'updateLookup',
            ...(resumeAfter ? { resumeAfter } : {}),
          });
        stop.stream = stream;
        if (stop.asked) await stream.close();
        if (!resumeAfter) listener({ type: 'lost' });
        for await (const change of stream) {
          resumeAfter = change._id;
          const event = eventOf(change);
          if (event) listener(event);
        }
      } catch (error) {
        if (stop.asked) return;
        // A token that the store has dropped can't be resumed from; a broken line can.
        if (!isConnectionError(error)) resumeAfter = undefined;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}

function isConnectionError(error: unknown): boolean {
  return error instanceof Error && /Network|ServerSelection|PoolCleared|Timeout/.test(error.name);
}

type Write = Extract<Change, { operationType: 'insert' | 'update' | 'replace' }>;

const isWrite = (change: Change): change is Write =>
  ['insert', 'update', 'replace'].includes(change.operationType) && 'fullDocument' in change;

function eventOf(change: Change): FeedEvent | null {
  const document = isWrite(change) ? (change.fullDocument as unknown) : null;
  if (!isWrite(change) || !document) return null;
  switch (change.ns.coll) {
    case ENTRIES_COLLECTION:
      return change.operationType === 'insert' ? { type: 'entry', entry: document as EntryDoc } : null;
    case FORUM_ENTRIES_COLLECTION: {
      const { forumId, seq } = document as ForumEntryDoc;
      return { type: 'forum-entry', forumId, seq };
    }
    case CONVERSATIONS_COLLECTION: {
      const changed =
        change.operationType === 'update' ? Object.keys(change.updateDescription.updatedFields ?? {}) : ['state'];
      return { type: 'conversation', conversation: document as ConversationRecord, changed };
    }
    case SESSIONS_COLLECTION: {
      const session = document as { sessionId: string; endedAt: string | null };
      return session.endedAt === null ? null : { type: 'session-ended', sessionId: session.sessionId };
    }
    case NOTIFICATIONS_COLLECTION: {
      const { personId, notificationId } = document as NotificationRecord;
      return change.operationType === 'insert' ? { type: 'notification', personId, notificationId } : null;
    }
    case USER_TASKS_COLLECTION: {
      const task = document as { key: string; elementId: string; state: string };
      return { type: 'user-task', userTaskKey: task.key, elementId: task.elementId, state: task.state };
    }
    default:
      return null;
  }
}
