import type { Attachment, Conversation, EntriesPage, Entry } from '../../../protocol/product';
import type { ServerFrame } from '../../../protocol/socket';
import {
  emptyLog,
  withEntries,
  withFrame,
  withOutgoing,
  withoutOutgoing,
  withRead,
  withRefusal,
  type ConversationLog,
  type Outgoing,
} from '../../ui/socket/conversationLog';
import { createSocketClient, type SocketClient, type SocketStatus } from '../../ui/socket/socketClient';
import { ApiProblem, callApi } from '../app/api';
import { openSocket } from '../app/socket';
import { readOutbox, writeOutbox } from './outbox';

/** A file on its way. */
export interface Upload {
  id: string;
  name: string;
  file: File;
  failure?: string;
}

export interface ChatState {
  log: ConversationLog;
  line: SocketStatus;
  /** While the socket is down: do requests still get through? */
  isReachable: boolean;
  conversation?: Conversation;
  /** Why the conversation cannot be shown. */
  problem?: ApiProblem;
  uploads: readonly Upload[];
}

const TICK_MS = 4_000;
const TYPING_EVERY_MS = 3_000;
/** Entries after which the conversation's own state is asked again. */
const TURNS = new Set<Entry['kind']>(['assigned', 'transferred', 'correction', 'closed']);

/**
 * One conversation on the citizen's side: its log over the socket, over REST while that is down, and what is still to be
 * sent. Texts are kept for this tab until their entry is in the log, so neither a cut nor a reload loses one.
 */
export class Chat {
  private state: ChatState;
  private readonly listeners = new Set<() => void>();
  private readonly socket: SocketClient;
  private readonly ticker: ReturnType<typeof setInterval>;
  private readonly path: string;
  private isClosed = false;
  private isCatchingUp = false;
  private typedAt = 0;
  private seenSeq = 0;

  constructor(private readonly conversationId: string) {
    this.path = `/api/conversations/${encodeURIComponent(conversationId)}`;
    this.state = {
      log: emptyLog(conversationId, readOutbox(conversationId)),
      line: 'connecting',
      isReachable: true,
      uploads: [],
    };
    this.socket = createSocketClient({
      open: openSocket,
      onFrame: (frame) => this.receive(frame),
      onStatus: (line) => this.follow(line),
      lastSeqOf: () => this.state.log.lastSeq,
      outboxOf: () => this.sendable(),
      random: Math.random,
      timers: { set: (run, ms) => setTimeout(run, ms), clear: (timer) => clearTimeout(timer as number) },
    });
    this.socket.subscribe(conversationId);
    this.ticker = setInterval(() => this.tick(), TICK_MS);
    addEventListener('online', this.retryLine);
    addEventListener('offline', this.leaveLine);
    void this.refresh();
  }

  readonly getState = (): ChatState => this.state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Queues a text and sends it as soon as the line allows. */
  send(text: string): void {
    this.post({ clientMessageId: crypto.randomUUID(), text, at: new Date().toISOString() });
  }

  /** Sends a refused text once more. */
  retry(message: Outgoing): void {
    this.post({ clientMessageId: message.clientMessageId, text: message.text, at: message.at });
  }

  discard(clientMessageId: string): void {
    this.setLog(withoutOutgoing(this.state.log, clientMessageId));
  }

  typing(): void {
    if (Date.now() - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = Date.now();
    this.socket.send({ type: 'typing', conversationId: this.conversationId });
  }

  /** The person has seen everything up to now. */
  seen(): void {
    const { lastSeq } = this.state.log;
    if (lastSeq <= this.seenSeq || this.state.line !== 'open') return;
    this.seenSeq = lastSeq;
    this.socket.send({ type: 'read', conversationId: this.conversationId, seq: lastSeq });
    this.emit();
  }

  /** Messages of the other side that the person has not seen. */
  unread(): number {
    return this.state.log.entries.filter((entry) => entry.seq > this.seenSeq && entry.author.role === 'advisor').length;
  }

  /** Stores a file; its entry then comes over the log. */
  async attach(upload: Upload): Promise<void> {
    const others = this.state.uploads.filter((one) => one.id !== upload.id);
    this.set({ uploads: [...others, { id: upload.id, name: upload.name, file: upload.file }] });
    const body = new FormData();
    body.append('file', upload.file, upload.name);
    try {
      await callApi<Attachment>(`${this.path}/attachments`, { method: 'POST', body, idempotencyKey: upload.id });
      this.dropUpload(upload.id);
      if (this.state.line !== 'open') await this.catchUp();
    } catch (error) {
      const failure = error instanceof ApiProblem ? error.message : String(error);
      this.set({ uploads: this.state.uploads.map((one) => (one.id === upload.id ? { ...one, failure } : one)) });
    }
  }

  dropUpload(id: string): void {
    this.set({ uploads: this.state.uploads.filter((one) => one.id !== id) });
  }

  /** Ends the conversation for good. */
  async finish(): Promise<void> {
    await callApi(`${this.path}/close`, { method: 'POST' });
    await this.refresh();
    if (this.state.line !== 'open') await this.catchUp();
  }

  /** Leaves the page; nothing unsent is lost. */
  close(): void {
    this.isClosed = true;
    clearInterval(this.ticker);
    removeEventListener('online', this.retryLine);
    removeEventListener('offline', this.leaveLine);
    this.socket.close();
  }

  private readonly retryLine = (): void => this.socket.retry();
  private readonly leaveLine = (): void => this.socket.interrupt();

  private sendable(): Outgoing[] {
    return this.state.log.outbox.filter((message) => message.refused === undefined);
  }

  private post(message: Outgoing): void {
    this.setLog(withOutgoing(this.state.log, message));
    const { clientMessageId, text } = message;
    this.socket.send({ type: 'send', conversationId: this.conversationId, clientMessageId, text });
  }

  private receive(frame: ServerFrame): void {
    const { log, gap } = withFrame(this.state.log, frame, 'citizen', Date.now());
    if (log !== this.state.log) this.setLog(log);
    if (gap) this.socket.subscribe(this.conversationId);
    if (frame.type === 'message' && this.isTurn(frame)) void this.refresh();
  }

  private isTurn(entry: Entry): boolean {
    return TURNS.has(entry.kind) || (entry.author.role === 'advisor' && this.state.conversation?.state !== 'active');
  }

  private follow(line: SocketStatus): void {
    if (this.isClosed) return;
    this.set({ line });
    if (line === 'open' && this.state.conversation) void this.refresh();
  }

  private tick(): void {
    const { conversation, line } = this.state;
    if (line === 'ended' || this.state.problem) return;
    if (line !== 'open') void this.catchUp();
    if (conversation?.state === 'waiting' || !conversation) void this.refresh();
  }

  private async refresh(): Promise<void> {
    await this.overRest(async () => {
      const conversation = await callApi<Conversation>(this.path);
      const read = withRead(this.state.log, 'advisor', conversation.lastReadSeq.advisor);
      this.set({ conversation, log: withRead(read, 'citizen', conversation.lastReadSeq.citizen) });
      this.seenSeq = Math.max(this.seenSeq, conversation.lastReadSeq.citizen);
    });
  }

  /** The same as the socket does, over REST: where a network lets no socket through, the chat still goes on. */
  private async catchUp(): Promise<void> {
    if (this.isCatchingUp) return;
    this.isCatchingUp = true;
    await this.overRest(async () => {
      for (let hasMore = true; hasMore;) {
        const page = await callApi<EntriesPage>(`${this.path}/messages?after=${this.state.log.lastSeq}&limit=100`);
        this.take(page.items);
        hasMore = page.hasMore && page.items.length > 0;
      }
      for (const { clientMessageId, text } of this.sendable()) {
        await this.sendOverRest(clientMessageId, text);
      }
    });
    this.isCatchingUp = false;
  }

  private async sendOverRest(clientMessageId: string, text: string): Promise<void> {
    try {
      const entry = await callApi<Entry>(`${this.path}/messages`, { method: 'POST', body: { clientMessageId, text } });
      this.take([entry]);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status < 400 || error.status >= 429 || error.status === 401)
        throw error;
      this.setLog(withRefusal(this.state.log, clientMessageId, error.message));
    }
  }

  private take(entries: readonly Entry[]): void {
    this.setLog(withEntries(this.state.log, entries).log);
    if (entries.some((entry) => this.isTurn(entry))) void this.refresh();
  }

  private async overRest(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (!this.state.isReachable) this.set({ isReachable: true });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status === 401) this.set({ line: 'ended' });
      else if (error.status === 404 || error.status === 403) this.set({ problem: error });
      else this.set({ isReachable: false });
    }
  }

  private setLog(log: ConversationLog): void {
    if (log.outbox !== this.state.log.outbox) writeOutbox(this.conversationId, log.outbox);
    this.set({ log });
  }

  private set(change: Partial<ChatState>): void {
    if (this.isClosed) return;
    this.state = { ...this.state, ...change };
    this.emit();
  }

  private emit(): void {
    this.listeners.forEach((listener) => listener());
  }
}
