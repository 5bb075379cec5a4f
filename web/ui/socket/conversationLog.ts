import type { AuthorRole, Entry } from '../../../protocol/product';
import type { ServerFrame } from '../../../protocol/socket';

/** A text on its way: in the outbox until its entry stands in the log. */
export interface Outgoing {
  clientMessageId: string;
  text: string;
  at: string;
  /** What the server refused it with; it is sent no more until the person tries again. */
  refused?: string;
}

/** What one participant knows of a conversation. Plain JSON, never changed in place. */
export interface ConversationLog {
  conversationId: string;
  /** In order of seq, from the first one asked for, without a gap. */
  entries: readonly Entry[];
  lastSeq: number;
  outbox: readonly Outgoing[];
  /** Up to where each side has read. */
  read: Readonly<Record<'citizen' | 'advisor', number>>;
  /** When the other side last typed, in epoch milliseconds. */
  typingAt: number;
}

/** A log with nothing in it yet; `outbox` is what an earlier visit left unsent. */
export function emptyLog(conversationId: string, outbox: readonly Outgoing[] = []): ConversationLog {
  return { conversationId, entries: [], lastSeq: 0, outbox, read: { citizen: 0, advisor: 0 }, typingAt: 0 };
}

/**
 * The log with a further entry. A repeated one changes nothing; one that leaves a gap is not taken: `gap` is then true,
 * and what is missing must be asked for again after `lastSeq`.
 */
export function withEntry(log: ConversationLog, entry: Entry): { log: ConversationLog; gap: boolean } {
  if (entry.seq <= log.lastSeq) return { log, gap: false };
  if (entry.seq > log.lastSeq + 1) return { log, gap: true };
  const { author, clientMessageId } = entry;
  return {
    gap: false,
    log: {
      ...log,
      entries: [...log.entries, entry],
      lastSeq: entry.seq,
      outbox: log.outbox.filter((message) => message.clientMessageId !== clientMessageId),
      read: author.role === 'system' ? log.read : { ...log.read, [author.role]: entry.seq },
      typingAt: author.role === 'system' ? log.typingAt : 0,
    },
  };
}

/** The log with entries of a page (REST), in any order and overlap. */
export function withEntries(log: ConversationLog, entries: readonly Entry[]): { log: ConversationLog; gap: boolean } {
  return [...entries]
    .sort((one, other) => one.seq - other.seq)
    .reduce<{ log: ConversationLog; gap: boolean }>(
      (state, entry) => {
        const next = withEntry(state.log, entry);
        return { log: next.log, gap: state.gap || next.gap };
      },
      { log, gap: false },
    );
}

/** The log with a text queued for sending. */
export function withOutgoing(log: ConversationLog, message: Outgoing): ConversationLog {
  const others = log.outbox.filter((other) => other.clientMessageId !== message.clientMessageId);
  return { ...log, outbox: [...others, message] };
}

/** The log without a text that the person gave up. */
export function withoutOutgoing(log: ConversationLog, clientMessageId: string): ConversationLog {
  return { ...log, outbox: log.outbox.filter((message) => message.clientMessageId !== clientMessageId) };
}

/** The log with a refusal noted at its text. */
export function withRefusal(log: ConversationLog, clientMessageId: string, reason: string): ConversationLog {
  const mark = (m: Outgoing): Outgoing => (m.clientMessageId === clientMessageId ? { ...m, refused: reason } : m);
  return { ...log, outbox: log.outbox.map(mark) };
}

/** The log with read marks; they only move on. */
export function withRead(log: ConversationLog, by: 'citizen' | 'advisor', seq: number): ConversationLog {
  return seq > log.read[by] ? { ...log, read: { ...log.read, [by]: seq } } : log;
}

/** The log after a frame of the server; `now` in epoch milliseconds, `me` the side that looks. */
export function withFrame(
  log: ConversationLog,
  frame: ServerFrame,
  me: 'citizen' | 'advisor',
  now: number,
): { log: ConversationLog; gap: boolean } {
  const kept = (next: ConversationLog): { log: ConversationLog; gap: boolean } => ({ log: next, gap: false });
  // An error may come without its conversation; the message id says enough.
  if (
    frame.type === 'error' &&
    frame.clientMessageId &&
    (frame.conversationId ?? log.conversationId) === log.conversationId
  ) {
    return kept(withRefusal(log, frame.clientMessageId, frame.message));
  }
  if (!('conversationId' in frame) || frame.conversationId !== log.conversationId) return kept(log);
  switch (frame.type) {
    case 'message': {
      const { type: _type, conversationId: _id, ...entry } = frame;
      return withEntry(log, entry);
    }
    case 'read':
      return kept(withRead(log, frame.by, frame.seq));
    case 'typing':
      return kept(frame.by === me ? log : { ...log, typingAt: now });
    case 'error':
    case 'ack': // The entry itself follows as `message`; only then the text leaves the outbox.
    case 'subscribed':
    case 'assigned':
      return kept(log);
  }
}

/** How far a text of `me` has come. */
export function deliveryOf(log: ConversationLog, entry: Entry, me: AuthorRole): 'read' | 'sent' {
  const other = me === 'citizen' ? 'advisor' : 'citizen';
  return log.read[other] >= entry.seq ? 'read' : 'sent';
}
