import WebSocket from 'ws';
import type { Entry } from '../../protocol/product';
import type { ServerFrame } from '../../protocol/socket';
import type { ApiClient } from './client';
import type { Journal } from './journal';

const RECONNECT_MS = 250;
const PING_MS = 5_000;
const AGAIN_MS = 300;
/** A frame that got neither an acknowledgement nor an error is sent again. */
const UNANSWERED_MS = 8_000;
const REFUSALS = new Set(['conversation_closed', 'forbidden', 'not_found', 'invalid_state']);

interface Pending {
  conversationId: string;
  clientMessageId: string;
  text: string;
  sentAt: number;
  settle(isAcknowledged: boolean): void;
}

interface Subscription {
  lastSeq: number;
  onEntry(entry: Entry): void;
}

/**
 * A socket that comes back: it subscribes again after the last entry that it has seen, and sends again what was not
 * acknowledged. It checks by itself that entries come in order, without a gap and without a repetition.
 */
export class ChatSocket {
  private socket: WebSocket | null = null;
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly pending = new Map<string, Pending>();
  private stopped = false;
  private lastHeardAt = Date.now();
  private readonly beat: NodeJS.Timeout;

  constructor(
    private readonly client: ApiClient,
    private readonly journal: Journal,
  ) {
    this.connect();
    this.beat = setInterval(() => this.tick(), PING_MS / 5);
  }

  subscribe(conversationId: string, onEntry: (entry: Entry) => void): void {
    this.subscriptions.set(conversationId, { lastSeq: 0, onEntry });
    this.write({ type: 'subscribe', conversationId, after: 0 });
  }

  /** True once it is acknowledged, false when it was refused because the conversation has ended or is another's. */
  send(conversationId: string, clientMessageId: string, text: string): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isAcknowledged: boolean): void => {
        this.pending.delete(clientMessageId);
        resolve(isAcknowledged);
      };
      const message = { conversationId, clientMessageId, text, sentAt: Date.now(), settle };
      this.pending.set(clientMessageId, message);
      this.transmit(message);
    });
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.beat);
    this.socket?.terminate();
  }

  private connect(): void {
    if (this.stopped) return;
    const { url, authorization } = this.client;
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { authorization } });
    this.socket = socket;
    this.lastHeardAt = Date.now();
    socket.on('open', () => {
      for (const [conversationId, { lastSeq }] of this.subscriptions)
        this.write({ type: 'subscribe', conversationId, after: lastSeq });
      for (const message of this.pending.values()) this.again(message);
    });
    socket.on('message', (data: Buffer) => {
      if (socket === this.socket) this.take(JSON.parse(data.toString('utf8')) as ServerFrame);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      if (socket !== this.socket) return;
      this.socket = null;
      setTimeout(() => this.connect(), RECONNECT_MS);
    });
  }

  private tick(): void {
    const now = Date.now();
    if (now - this.lastHeardAt > 3 * PING_MS) return this.socket?.terminate();
    if (now - this.lastHeardAt > PING_MS) this.write({ type: 'ping' });
    for (const message of this.pending.values()) if (now - message.sentAt > UNANSWERED_MS) this.again(message);
  }

  private again(message: Pending): void {
    this.journal.retries += 1;
    this.transmit(message);
  }

  private transmit(message: Pending): void {
    const { conversationId, clientMessageId, text } = message;
    message.sentAt = Date.now();
    this.write({ type: 'send', conversationId, clientMessageId, text });
  }

  private write(frame: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private take(frame: ServerFrame): void {
    this.lastHeardAt = Date.now();
    if (frame.type === 'message') this.takeEntry(frame);
    else if (frame.type === 'ack') this.takeAcknowledgement(frame);
    else if (frame.type === 'error') this.takeError(frame);
  }

  private takeEntry(entry: Entry & { conversationId: string }): void {
    const subscription = this.subscriptions.get(entry.conversationId);
    if (!subscription) return;
    if (entry.seq !== subscription.lastSeq + 1) {
      const { conversationId, seq } = entry;
      this.journal.broken(`Expected entry ${subscription.lastSeq + 1} of ${conversationId} live, but got ${seq}`);
    }
    subscription.lastSeq = Math.max(subscription.lastSeq, entry.seq);
    subscription.onEntry(entry);
  }

  private takeAcknowledgement({ conversationId, clientMessageId, seq }: ServerFrame & { type: 'ack' }): void {
    const message = this.pending.get(clientMessageId);
    if (!message) return;
    const { text } = message;
    this.journal.messages.push({ conversationId, authorId: this.client.personId, clientMessageId, text, seq });
    message.settle(true);
  }

  private takeError({ code, message, clientMessageId, conversationId }: ServerFrame & { type: 'error' }): void {
    const pending = clientMessageId === undefined ? undefined : this.pending.get(clientMessageId);
    if (code === 'store_unavailable' || code === 'engine_unavailable') {
      if (pending) setTimeout(() => this.pending.has(pending.clientMessageId) && this.again(pending), AGAIN_MS);
      else if (conversationId !== undefined) setTimeout(() => this.resubscribe(conversationId), AGAIN_MS);
    } else if (pending && REFUSALS.has(code)) pending.settle(false);
    else if (!REFUSALS.has(code)) {
      this.journal.broken(`Expected no error on the socket, but got ${code}: ${message}`);
      if (pending) setTimeout(() => this.again(pending), AGAIN_MS);
    }
  }

  private resubscribe(conversationId: string): void {
    const after = this.subscriptions.get(conversationId)?.lastSeq;
    if (after !== undefined) this.write({ type: 'subscribe', conversationId, after });
  }
}
