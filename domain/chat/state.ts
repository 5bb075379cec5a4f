import type { AuthorRole, CloseReason, ConversationState, EntryKind, Outcome } from '../../protocol/product';

/** What of a log entry decides the state of its conversation; the text never does. */
export interface ChatFact {
  seq: number;
  kind: EntryKind;
  at: string;
  authorId: string;
  authorRole: AuthorRole;
  data?: ChatFactData;
}

/** What entries of the system carry beside their text. */
export interface ChatFactData {
  /** `assigned`: to whom and why; `transferred`: to whom, or null for back to the queue. */
  advisorId?: string | null;
  reason?: string;
  /** `correction`: the classification from now on. */
  type?: string;
  area?: string;
  /** `closed`. */
  closedBy?: AuthorRole;
  closeReason?: CloseReason;
  outcome?: Outcome;
  /** `attachment`. */
  attachmentId?: string;
}

/** The state of a conversation: a fold over its log, kept beside it for lists. */
export interface ChatState {
  lastSeq: number;
  state: ConversationState;
  advisorId: string | null;
  type: string;
  area: string;
  /** Since when it waits: its opening, or its return to the queue. */
  queuedAt: string;
  assignedAt: string | null;
  /** The end of the first wait, whoever attends later. */
  firstAssignedAt: string | null;
  firstReplyAt: string | null;
  /** Changes from one advisor to another, or back to the queue. */
  transfers: number;
  /** What citizen or advisor last wrote. */
  lastMessageAt: string | null;
  lastEntryAt: string;
  closedAt: string | null;
  closedBy: AuthorRole | null;
  closeReason: CloseReason | null;
  outcome: Outcome | null;
}

export type ChatRefusal = 'conversation_closed' | 'invalid_state' | 'forbidden';

/** The state before the first entry. */
export function newChat(type: string, area: string, openedAt: string): ChatState {
  return {
    lastSeq: 0,
    state: 'waiting',
    advisorId: null,
    type,
    area,
    queuedAt: openedAt,
    assignedAt: null,
    firstAssignedAt: null,
    firstReplyAt: null,
    transfers: 0,
    lastMessageAt: null,
    lastEntryAt: openedAt,
    closedAt: null,
    closedBy: null,
    closeReason: null,
    outcome: null,
  };
}

/**
 * Whether the log may go on with this entry. The entry's place in the log is the lock: whoever appended for a state
 * that has changed meanwhile loses its place to the change, and asks again.
 */
export function refusalOf(chat: ChatState, fact: Omit<ChatFact, 'seq'>): ChatRefusal | null {
  if (chat.state === 'closed') return 'conversation_closed';
  switch (fact.kind) {
    case 'opened':
      return chat.lastSeq === 0 ? null : 'invalid_state';
    case 'assigned':
      return chat.state === 'waiting' ? null : 'invalid_state';
    case 'transferred':
      return chat.state === 'waiting' ? 'invalid_state' : null;
    case 'message':
    case 'attachment':
      return fact.authorRole === 'advisor' && fact.authorId !== chat.advisorId ? 'forbidden' : null;
    case 'correction':
      return fact.authorId === chat.advisorId ? null : 'forbidden';
    case 'closed':
      return null;
  }
}

/** The state after an entry that `refusalOf` allows. Pure. */
export function applyFact(chat: ChatState, fact: ChatFact): ChatState {
  const next = { ...chat, lastSeq: fact.seq, lastEntryAt: fact.at };
  const data = fact.data ?? {};
  switch (fact.kind) {
    case 'assigned':
      return assign(next, data.advisorId ?? null, fact.at);
    case 'transferred':
      return data.advisorId
        ? { ...assign(next, data.advisorId, fact.at), transfers: chat.transfers + 1 }
        : {
            ...next,
            state: 'waiting',
            advisorId: null,
            assignedAt: null,
            queuedAt: fact.at,
            transfers: chat.transfers + 1,
          };
    case 'message':
    case 'attachment':
      return { ...(fact.authorRole === 'advisor' ? replied(next, fact.at) : next), lastMessageAt: fact.at };
    case 'correction':
      return { ...next, type: data.type ?? next.type, area: data.area ?? next.area };
    case 'closed':
      return close(next, fact.at, data);
    case 'opened':
      return next;
  }
}

function assign(chat: ChatState, advisorId: string | null, at: string): ChatState {
  return { ...chat, state: 'assigned', advisorId, assignedAt: at, firstAssignedAt: chat.firstAssignedAt ?? at };
}

function close(chat: ChatState, at: string, data: ChatFactData): ChatState {
  const { closedBy = 'system', closeReason = 'closed', outcome = null } = data;
  return { ...chat, state: 'closed', closedAt: at, closedBy, closeReason, outcome };
}

function replied(chat: ChatState, at: string): ChatState {
  return { ...chat, state: 'active', firstReplyAt: chat.firstReplyAt ?? at };
}

/** Whether the instance must hear of the entry that led from one state to the other. */
export function concernsInstance(before: ChatState, fact: ChatFact): boolean {
  if (fact.kind === 'message' || fact.kind === 'attachment') {
    return fact.authorRole === 'advisor' && before.firstReplyAt === null;
  }
  return fact.kind !== 'correction';
}

const OUTCOMES: readonly unknown[] = ['answered', 'referred', 'escalated', 'abandoned'] satisfies Outcome[];

/** Whether a variable names how a request ended. */
export function isOutcome(value: unknown): value is Outcome {
  return OUTCOMES.includes(value);
}
