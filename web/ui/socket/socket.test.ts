import type { Entry } from '../../../protocol/product';
import type { ServerFrame } from '../../../protocol/socket';
import { deliveryOf, emptyLog, withEntries, withEntry, withFrame, withOutgoing, withRead } from './conversationLog';
import { createSocketClient, type SocketClient, type SocketLike, type SocketStatus } from './socketClient';

const entry = (seq: number, text = `t${seq}`, clientMessageId?: string): Entry => ({
  seq,
  kind: 'message',
  author: { id: 'p', role: 'citizen', name: 'Ana' },
  text,
  at: '2026-11-24T15:00:00Z',
  ...(clientMessageId ? { clientMessageId } : {}),
});

describe('the log of a conversation', () => {
  it('takes entries in order, ignores repeats and refuses to skip one', () => {
    const first = withEntry(emptyLog('c'), entry(1)).log;
    expect(withEntry(first, entry(1))).toEqual({ log: first, gap: false });
    expect(withEntry(first, entry(3))).toEqual({ log: first, gap: true });
    expect(withEntries(first, [entry(3), entry(2), entry(1)]).log.entries.map((e) => e.seq)).toEqual([1, 2, 3]);
  });

  it('keeps a text in the outbox until its own entry stands in the log, not until it is acknowledged', () => {
    const queued = withOutgoing(emptyLog('c'), { clientMessageId: 'm1', text: 'hola', at: '' });
    const acked = withFrame(
      queued,
      { type: 'ack', conversationId: 'c', clientMessageId: 'm1', seq: 1 },
      'citizen',
      0,
    ).log;
    expect(acked.outbox).toHaveLength(1);
    expect(withEntry(acked, entry(1, 'hola', 'm1')).log.outbox).toHaveLength(0);
  });

  it('shows a text as read once the other side has read so far, and never less than before', () => {
    const log = withEntry(emptyLog('c'), entry(1)).log;
    expect(deliveryOf(log, entry(1), 'citizen')).toBe('sent');
    const read = withRead(withRead(log, 'advisor', 5), 'advisor', 0);
    expect(deliveryOf(read, entry(1), 'citizen')).toBe('read');
  });

  it('notes a refusal at its text and leaves other conversations alone', () => {
    const queued = withOutgoing(emptyLog('c'), { clientMessageId: 'm1', text: 'hola', at: '' });
    const refusal: ServerFrame = {
      type: 'error',
      code: 'invalid_frame',
      message: 'no',
      conversationId: 'c',
      clientMessageId: 'm1',
    };
    expect(withFrame(queued, refusal, 'citizen', 0).log.outbox[0]?.refused).toBe('no');
    expect(withFrame(queued, { ...refusal, conversationId: 'other' }, 'citizen', 0).log).toBe(queued);
  });
});

/** Sockets and timers under the test's hand. */
class Line {
  sockets: (SocketLike & { sent: string[]; closed: boolean })[] = [];
  statuses: SocketStatus[] = [];
  frames: ServerFrame[] = [];
  log = emptyLog('c');
  private timers = new Map<number, { run: () => void; at: number }>();
  private now = 0;
  private nextTimer = 1;
  readonly client: SocketClient;

  constructor() {
    this.client = createSocketClient({
      open: () => this.open(),
      onFrame: (frame) => {
        this.frames.push(frame);
        this.log = withFrame(this.log, frame, 'citizen', this.now).log;
      },
      onStatus: (status) => this.statuses.push(status),
      lastSeqOf: () => this.log.lastSeq,
      outboxOf: () => this.log.outbox,
      random: () => 1,
      timers: {
        set: (run, ms) => {
          this.timers.set(this.nextTimer, { run, at: this.now + ms });
          return this.nextTimer++;
        },
        clear: (timer) => this.timers.delete(timer as number),
      },
    });
  }

  private open(): SocketLike {
    const socket = {
      sent: [] as string[],
      closed: false,
      send: (text: string) => void socket.sent.push(text),
      close: () => void (socket.closed = true),
      onopen: null,
      onclose: null,
      onmessage: null,
    };
    this.sockets.push(socket);
    return socket;
  }
  get socket(): Line['sockets'][number] {
    return this.sockets.at(-1) as Line['sockets'][number];
  }
  get sent(): { type: string; after?: number; text?: string }[] {
    return this.socket.sent.map((text) => JSON.parse(text) as { type: string });
  }
  give(frame: ServerFrame): void {
    this.socket.onmessage?.({ data: JSON.stringify(frame) });
  }
  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.now = due[1].at;
      due[1].run();
    }
    this.now = until;
  }
}

describe('the socket client', () => {
  const subscribed = (lastSeq: number): ServerFrame => ({ type: 'subscribed', conversationId: 'c', lastSeq });
  const message = (seq: number, text?: string, id?: string): ServerFrame => ({
    type: 'message',
    conversationId: 'c',
    ...entry(seq, text, id),
  });

  it('resumes after the last seq it holds and then sends what is still in the outbox', () => {
    const line = new Line();
    line.client.subscribe('c');
    line.socket.onopen?.();
    line.give(subscribed(1));
    line.give(message(1));
    line.log = withOutgoing(line.log, { clientMessageId: 'm', text: 'sin red', at: '' });
    line.socket.onclose?.({ code: 1006 });
    line.pass(500);
    line.socket.onopen?.();
    expect(line.sent).toEqual([{ type: 'subscribe', conversationId: 'c', after: 1 }]);
    line.give(subscribed(2));
    expect(line.sent.at(-1)).toMatchObject({ type: 'send', text: 'sin red' });
    line.give(message(2));
    line.give(message(3, 'sin red', 'm'));
    expect(line.log.entries.map((e) => e.seq)).toEqual([1, 2, 3]);
    expect(line.log.outbox).toEqual([]);
  });

  it('waits longer after each failure and shortly again after a success', () => {
    const line = new Line();
    const fail = (): void => line.socket.onclose?.({ code: 1006 });
    fail();
    line.pass(499);
    expect(line.sockets).toHaveLength(1);
    line.pass(1);
    fail();
    line.pass(999);
    expect(line.sockets).toHaveLength(2);
    line.pass(1);
    line.socket.onopen?.();
    line.give(subscribed(0));
    fail();
    line.pass(500);
    expect(line.sockets).toHaveLength(4);
  });

  it('leaves a line that no longer answers its pings', () => {
    const line = new Line();
    line.socket.onopen?.();
    line.pass(20_000);
    expect(line.sent.at(-1)).toEqual({ type: 'ping' });
    line.pass(8_000);
    expect(line.sockets[0]?.closed).toBe(true);
    expect(line.statuses.at(-1)).toBe('waiting');
  });

  it('counts the line as lost at once when the network goes, and comes back when it is asked to', () => {
    const line = new Line();
    line.socket.onopen?.();
    line.client.interrupt();
    expect(line.statuses.at(-1)).toBe('waiting');
    line.client.retry();
    line.socket.onopen?.();
    expect(line.statuses.at(-1)).toBe('open');
    expect(line.sockets).toHaveLength(2);
  });

  it('stops for good when the session has ended', () => {
    const line = new Line();
    line.socket.onopen?.();
    line.socket.onclose?.({ code: 4401 });
    line.pass(60_000);
    line.client.retry();
    expect(line.sockets).toHaveLength(1);
    expect(line.statuses.at(-1)).toBe('ended');
  });

  it('hears nothing from a socket that it has left', () => {
    const line = new Line();
    const old = line.socket;
    old.onclose?.({ code: 1006 });
    line.client.retry();
    old.onmessage?.({ data: JSON.stringify(message(1)) });
    expect(line.frames).toEqual([]);
  });
});
