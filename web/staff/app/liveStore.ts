import type { QueryClient } from '@tanstack/react-query';
import type { ServerFrame } from '../../../protocol/socket';
import {
  emptyLog,
  withFrame,
  withOutgoing,
  withoutOutgoing,
  type ConversationLog,
  type Outgoing,
} from '../../ui/socket/conversationLog';
import {
  createSocketClient,
  type SocketClient,
  type SocketLike,
  type SocketStatus,
} from '../../ui/socket/socketClient';

const OUTBOX_KEY = 'cauce.outbox.';

/** The person's one socket: conversation logs, connection state, and what the server tells to ask again. */
export class LiveStore {
  readonly client: SocketClient;
  private status: SocketStatus = 'connecting';
  private readonly logs = new Map<string, ConversationLog>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly queries: QueryClient,
    private readonly onNotification: () => void,
  ) {
    this.client = createSocketClient({
      open: () => openSocket(),
      onFrame: (frame) => this.receive(frame),
      onStatus: (status) => {
        this.status = status;
        if (status === 'open') void queries.invalidateQueries();
        if (status === 'ended') void queries.invalidateQueries({ queryKey: ['session'] });
        this.changed();
      },
      lastSeqOf: (conversationId) => this.log(conversationId).lastSeq,
      outboxOf: (conversationId) => this.log(conversationId).outbox.filter((message) => !message.refused),
      timers: { set: (run, ms) => setTimeout(run, ms), clear: (timer) => clearTimeout(timer as number) },
      random: () => Math.random(),
    });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  getStatus = (): SocketStatus => this.status;

  log(conversationId: string): ConversationLog {
    let log = this.logs.get(conversationId);
    if (!log) {
      log = emptyLog(conversationId, readOutbox(conversationId));
      this.logs.set(conversationId, log);
    }
    return log;
  }

  /** Queues a text; it stays in the outbox, also over a reload, until its entry stands in the log. */
  send(conversationId: string, text: string): void {
    const message: Outgoing = { clientMessageId: crypto.randomUUID(), text, at: new Date().toISOString() };
    this.replace(withOutgoing(this.log(conversationId), message));
    this.client.send({ type: 'send', conversationId, clientMessageId: message.clientMessageId, text });
  }

  resend(conversationId: string, { clientMessageId, text }: Outgoing): void {
    this.replace(withOutgoing(this.log(conversationId), { clientMessageId, text, at: new Date().toISOString() }));
    this.client.send({ type: 'send', conversationId, clientMessageId, text });
  }

  discard(conversationId: string, clientMessageId: string): void {
    this.replace(withoutOutgoing(this.log(conversationId), clientMessageId));
  }

  private receive(frame: ServerFrame): void {
    if ('conversationId' in frame && frame.conversationId && frame.type !== 'assigned') {
      const { log, gap } = withFrame(this.log(frame.conversationId), frame, 'advisor', Date.now());
      this.replace(log);
      if (gap) this.client.send({ type: 'subscribe', conversationId: frame.conversationId, after: log.lastSeq });
    }
    if (frame.type === 'assigned') this.refresh('conversations', 'conversation', 'tasks');
    if (frame.type === 'tasks') this.refresh('tasks', 'task');
    if (frame.type === 'forum') this.refresh('forum-items');
    if (frame.type === 'queue') this.refresh('queue', 'rooms');
    if (frame.type === 'message' && frame.kind !== 'message') this.refresh('conversations', 'conversation');
    if (frame.type === 'notification' || frame.type === 'assigned') {
      this.refresh('notifications');
      this.onNotification();
    }
  }

  private refresh(...keys: string[]): void {
    for (const key of keys) void this.queries.invalidateQueries({ queryKey: [key] });
  }

  private replace(log: ConversationLog): void {
    this.logs.set(log.conversationId, log);
    writeOutbox(log);
    this.changed();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

function openSocket(): SocketLike {
  const protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(`${protocol}//${location.host}/ws`) as SocketLike;
}

function readOutbox(conversationId: string): Outgoing[] {
  return JSON.parse(sessionStorage.getItem(OUTBOX_KEY + conversationId) ?? '[]') as Outgoing[];
}

function writeOutbox({ conversationId, outbox }: ConversationLog): void {
  if (outbox.length > 0) sessionStorage.setItem(OUTBOX_KEY + conversationId, JSON.stringify(outbox));
  else sessionStorage.removeItem(OUTBOX_KEY + conversationId);
}
