import type { ClientFrame, ServerFrame } from '../../../protocol/socket';

/** connecting: first try · open · waiting: lost, will try again · ended: the session is over or it was closed */
export type SocketStatus = 'connecting' | 'open' | 'waiting' | 'ended';

/** The part of a browser's WebSocket that is used. */
export interface SocketLike {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
}

export interface SocketClientOptions {
  open(): SocketLike;
  onFrame(frame: ServerFrame): void;
  onStatus(status: SocketStatus): void;
  /** A conversation's place to resume from: the last seq that is held. Asked at every (re)connection. */
  lastSeqOf(conversationId: string): number;
  /** Texts that still wait for their entry; they are sent once the conversation is subscribed again. */
  outboxOf(conversationId: string): readonly { clientMessageId: string; text: string }[];
  timers: { set(run: () => void, ms: number): unknown; clear(timer: unknown): void };
  /** Between 0 and 1, to spread reconnections of many. */
  random(): number;
}

export interface SocketClient {
  subscribe(conversationId: string): void;
  unsubscribe(conversationId: string): void;
  /** Sends now if it can; what must not get lost belongs in the outbox first. */
  send(frame: ClientFrame): void;
  /** Tries at once (the network is back, or the person asks). */
  retry(): void;
  /** The network is gone: the line counts as lost before its next ping would tell. */
  interrupt(): void;
  close(): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const PING_EVERY_MS = 20_000;
const ANSWER_WITHIN_MS = 8_000;
/** SOCKET_CLOSE.sessionEnded of the protocol, repeated so that zod stays out of the browser. */
const SESSION_ENDED = 4401;

/**
 * One socket that keeps itself alive: reconnects with growing pauses, notices a dead line by its pings, subscribes again
 * after the last seq held, then sends what the outbox still holds (the server knows repeats by clientMessageId).
 */
export function createSocketClient(options: SocketClientOptions): SocketClient {
  const { timers } = options;
  const wanted = new Set<string>();
  let socket: SocketLike | undefined;
  let isOpen = false;
  let isEnded = false;
  let failures = 0;
  let retryTimer: unknown;
  let pingTimer: unknown;
  let answerTimer: unknown;

  const write = (frame: ClientFrame): void => {
    if (isOpen) socket?.send(JSON.stringify(frame));
  };
  const subscribeNow = (conversationId: string): void =>
    write({ type: 'subscribe', conversationId, after: options.lastSeqOf(conversationId) });
  const stopTimers = (): void => [retryTimer, pingTimer, answerTimer].forEach((timer) => timers.clear(timer));

  const listen = (): void => {
    timers.clear(answerTimer);
    timers.clear(pingTimer);
    pingTimer = timers.set(() => {
      write({ type: 'ping' });
      answerTimer = timers.set(lost, ANSWER_WITHIN_MS);
    }, PING_EVERY_MS);
  };

  const receive = (data: unknown): void => {
    listen();
    const frame = typeof data === 'string' ? parseFrame(data) : undefined;
    if (!frame) return;
    options.onFrame(frame);
    if (frame.type !== 'subscribed') return;
    failures = 0;
    const { conversationId } = frame;
    for (const { clientMessageId, text } of options.outboxOf(conversationId)) {
      write({ type: 'send', conversationId, clientMessageId, text });
    }
  };

  function connect(): void {
    stopTimers();
    const current = options.open();
    socket = current;
    const isCurrent = (): boolean => socket === current && !isEnded;
    answerTimer = timers.set(lost, ANSWER_WITHIN_MS);
    current.onopen = () => {
      if (!isCurrent()) return;
      isOpen = true;
      options.onStatus('open');
      listen();
      wanted.forEach(subscribeNow);
    };
    current.onmessage = ({ data }) => {
      if (isCurrent()) receive(data);
    };
    current.onclose = ({ code }) => {
      if (!isCurrent()) return;
      if (code === SESSION_ENDED) end();
      else lost();
    };
  }

  function drop(): void {
    stopTimers();
    isOpen = false;
    const old = socket;
    socket = undefined;
    old?.close();
  }

  function lost(): void {
    drop();
    const pause = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
    failures = Math.min(failures + 1, 10);
    options.onStatus('waiting');
    retryTimer = timers.set(connect, pause * (0.5 + options.random() / 2));
  }

  function end(): void {
    isEnded = true;
    drop();
    options.onStatus('ended');
  }

  options.onStatus('connecting');
  connect();
  return {
    subscribe: (conversationId) => {
      wanted.add(conversationId);
      subscribeNow(conversationId);
    },
    unsubscribe: (conversationId) => {
      if (wanted.delete(conversationId)) write({ type: 'unsubscribe', conversationId });
    },
    send: write,
    retry: () => {
      if (!isOpen && !isEnded) connect();
    },
    interrupt: () => {
      if (isOpen && !isEnded) lost();
    },
    close: () => {
      if (!isEnded) end();
    },
  };
}

function parseFrame(text: string): ServerFrame | undefined {
  try {
    return JSON.parse(text) as ServerFrame;
  } catch {
    return undefined;
  }
}
