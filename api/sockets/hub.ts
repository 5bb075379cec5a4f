import type { Logger } from 'pino';
import type { ServerFrame } from '../../protocol/socket';
import type { Entry } from '../../protocol/product';
import type { Store } from '../../store/connect';
import type { LogEntry } from '../../store/product/conversations';
import type { FeedEvent } from '../../store/product/feed';
import type { SocketConnection } from './connection';
import { createForumTopics } from './forumTopics';

/** What one connection has of one conversation. */
interface Subscription {
  connection: SocketConnection;
  conversationId: string;
  citizenId: string;
  /** Last seq that was sent to it. */
  lastSeq: number;
  /** Reading from the store; live entries wait until it is done. */
  isReading: boolean;
  /** Something newer than what it has may be in the store. */
  isBehind: boolean;
  /** Given up, or replaced by a newer one of the same connection: sends nothing more. */
  isEnded: boolean;
}

export interface HubParts {
  store: Store;
  log: Logger;
  /** An entry as people see it. */
  view: (entry: LogEntry) => Promise<Entry>;
  /** A session has ended on some node. */
  sessionEnded: (sessionId: string) => void;
}

const PAGE = 100;
const QUIET_MS = 300;

/**
 * Brings what happens in the store to the sockets of this node. Every subscription knows the seq that it has sent: a
 * live entry goes out only when it is the next one, everything else is read from the store. So there is no gap and no
 * repeat, whatever the feed does.
 */
export function createHub({ store, log, view, sessionEnded }: HubParts) {
  const byConversation = new Map<string, Map<SocketConnection, Subscription>>();
  const staff = new Map<string, Set<SocketConnection>>();
  const forums = createForumTopics();
  const quiet = new Map<string, NodeJS.Timeout>();
  // One at a time and in order: entries of a conversation are made into text in the order of their seq.
  let turn: Promise<void> = Promise.resolve();
  const feed = store.feed.open((event) => {
    turn = turn.then(() => handle(event)).catch((error: unknown) => log.error({ err: error }, 'feed event failed'));
  });

  async function handle(event: FeedEvent): Promise<void> {
    switch (event.type) {
      case 'entry':
        return deliver(event.entry.conversationId, event.entry.seq, async (citizenId) =>
          view(await store.conversations.read(event.entry, citizenId)),
        );
      case 'conversation':
        return conversationChanged(event);
      case 'session-ended':
        return sessionEnded(event.sessionId);
      case 'notification':
        return toPerson(event.personId, { type: 'notification', id: event.notificationId });
      case 'forum-entry':
        return forums.changed(event.forumId, event.seq);
      case 'user-task':
        return afterQuiet('tasks', () => toStaff({ type: 'tasks' }));
      case 'lost':
        for (const subscriptions of byConversation.values()) subscriptions.forEach(readOn);
        forums.lost();
    }
  }

  async function deliver(
    conversationId: string,
    seq: number,
    make: (citizenId: string) => Promise<Entry>,
  ): Promise<void> {
    const subscriptions = [...(byConversation.get(conversationId)?.values() ?? [])];
    const [first] = subscriptions;
    if (!first) return;
    const entry = await make(first.citizenId);
    const text = JSON.stringify({ type: 'message', conversationId, ...entry } satisfies ServerFrame);
    for (const subscription of subscriptions) {
      if (subscription.isReading || subscription.lastSeq < seq - 1) readOn(subscription);
      else if (subscription.lastSeq === seq - 1 && subscription.connection.sendText(text)) subscription.lastSeq = seq;
    }
  }

  /** Reads on from the store, one read at a time a subscription. */
  function readOn(subscription: Subscription): void {
    subscription.isBehind = true;
    if (subscription.isReading) return;
    subscription.isReading = true;
    readPages(subscription)
      .catch((error: unknown) => {
        log.warn({ err: error }, 'history could not be read');
        // The client resumes by seq on a new socket.
        subscription.connection.close(1011, 'store unavailable');
      })
      .finally(() => (subscription.isReading = false));
  }

  async function readPages(subscription: Subscription): Promise<void> {
    const { connection, conversationId, citizenId } = subscription;
    while (subscription.isBehind) {
      subscription.isBehind = false;
      for (;;) {
        const entries = await store.conversations.after(conversationId, citizenId, subscription.lastSeq, PAGE);
        for (const entry of entries) {
          if (entry.seq !== subscription.lastSeq + 1) continue;
          const frame: ServerFrame = { type: 'message', conversationId, ...(await view(entry)) };
          if (subscription.isEnded || !connection.send(frame)) return;
          subscription.lastSeq = entry.seq;
        }
        if (!(await connection.drained())) return;
        if (entries.length < PAGE) break;
      }
    }
  }

  function conversationChanged({ conversation, changed }: Extract<FeedEvent, { type: 'conversation' }>): void {
    const { conversationId, roomId, advisorId, userTaskKey } = conversation;
    const tell = (frame: ServerFrame): void =>
      byConversation.get(conversationId)?.forEach(({ connection }) => connection.send(frame));
    if (changed.includes('citizenTypingAt')) tell({ type: 'typing', conversationId, by: 'citizen' });
    if (changed.includes('advisorTypingAt')) tell({ type: 'typing', conversationId, by: 'advisor' });
    if (changed.includes('citizenReadSeq'))
      tell({ type: 'read', conversationId, by: 'citizen', seq: conversation.citizenReadSeq });
    if (changed.includes('advisorReadSeq'))
      tell({ type: 'read', conversationId, by: 'advisor', seq: conversation.advisorReadSeq });
    if (changed.includes('userTaskKey') && userTaskKey && advisorId) {
      toPerson(advisorId, { type: 'assigned', conversationId, userTaskKey });
    }
    if (changed.includes('state')) afterQuiet(`queue ${roomId}`, () => toStaff({ type: 'queue', roomId }));
  }

  function toPerson(personId: string, frame: ServerFrame): void {
    staff.get(personId)?.forEach((connection) => connection.send(frame));
  }

  function toStaff(frame: ServerFrame): void {
    const text = JSON.stringify(frame);
    for (const connections of staff.values()) connections.forEach((connection) => connection.sendText(text));
  }

  /** Many changes in a moment are told once: whoever hears of it asks for the list anyway. */
  function afterQuiet(key: string, tell: () => void): void {
    if (quiet.has(key)) return;
    const timer = setTimeout(() => {
      quiet.delete(key);
      tell();
    }, QUIET_MS);
    quiet.set(key, timer);
  }

  return {
    /** Staff hear of tasks, queues, assignments and notifications without subscribing. */
    addStaff: (connection: SocketConnection): void => {
      const { id } = connection.identity.person;
      const connections = staff.get(id) ?? new Set();
      staff.set(id, connections.add(connection));
    },

    /** Answers `subscribed`, then sends all after `after`, then what comes. Subscribing again starts again. */
    subscribe: (
      connection: SocketConnection,
      { conversationId, citizenId, lastSeq }: { conversationId: string; citizenId: string; lastSeq: number },
      after: number,
    ): void => {
      const subscriptions = byConversation.get(conversationId) ?? new Map<SocketConnection, Subscription>();
      byConversation.set(conversationId, subscriptions);
      const subscription = {
        connection,
        conversationId,
        citizenId,
        lastSeq: after,
        isReading: false,
        isBehind: false,
        isEnded: false,
      };
      end(subscriptions.get(connection));
      subscriptions.set(connection, subscription);
      connection.send({ type: 'subscribed', conversationId, lastSeq });
      readOn(subscription);
    },

    unsubscribe,
    forums,

    /** Forgets a connection that is gone. */
    remove: (connection: SocketConnection): void => {
      const { id } = connection.identity.person;
      const connections = staff.get(id);
      connections?.delete(connection);
      if (connections?.size === 0) staff.delete(id);
      forums.remove(connection);
      for (const conversationId of [...byConversation.keys()]) unsubscribe(connection, conversationId);
    },

    stop: async (): Promise<void> => {
      quiet.forEach((timer) => clearTimeout(timer));
      forums.stop();
      await feed.stop();
    },
  };

  function end(subscription: Subscription | undefined): void {
    if (subscription) subscription.isEnded = true;
  }

  function unsubscribe(connection: SocketConnection, conversationId: string): void {
    const subscriptions = byConversation.get(conversationId);
    end(subscriptions?.get(connection));
    subscriptions?.delete(connection);
    if (subscriptions?.size === 0) byConversation.delete(conversationId);
  }
}

export type Hub = ReturnType<typeof createHub>;
