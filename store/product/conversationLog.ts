import type { Model } from 'mongoose';
import { ApiError } from '../../protocol/errors';
import { applyFact, concernsInstance, refusalOf, type ChatFact, type ChatState } from '../../domain/chat/state';
import { isDuplicateKey } from '../duplicates';
import type { FieldEncryption } from '../encryption';
import { factOf, type ConversationDoc, type EntryDoc } from './conversationModels';

/** An entry as it is read: text in clear. */
export interface LogEntry extends ChatFact {
  conversationId: string;
  clientMessageId: string | null;
  text: string;
}

export interface EntryDraft extends Omit<ChatFact, 'seq'> {
  text: string;
  clientMessageId?: string;
}

/** `isNew` is false when the author had sent this clientMessageId before: the entry is then the first one. */
export interface Appended {
  entry: LogEntry;
  conversation: ConversationDoc;
  isNew: boolean;
}

const ATTEMPTS = 60;
const CACHED = 2_000;
/** How far the document of a conversation may stay behind its log while people only write, in milliseconds. */
const WRITE_WITHIN_MS = 250;

/**
 * Appends to the logs of conversations. One insert is the whole commitment: the next seq is the lock, and whoever
 * loses it reads on and asks again whether the log may still go on with his entry. The document of the conversation is
 * a fold that follows; one left behind by a crash is caught up by the next reader (`catchUp`).
 */
export function conversationLog(
  conversations: Model<ConversationDoc>,
  entries: Model<EntryDoc>,
  encryption: FieldEncryption,
) {
  // Safe to be stale: whatever changes a state takes a seq, so an append for an old state collides.
  const cache = new Map<string, ConversationDoc>();
  const turns = new Map<string, Promise<void>>();
  const late = new Map<string, NodeJS.Timeout>();

  function remember(doc: ConversationDoc): ConversationDoc {
    const oldest = cache.keys().next().value;
    if (cache.size >= CACHED && oldest !== undefined) cache.delete(oldest);
    cache.set(doc.conversationId, doc);
    return doc;
  }

  /** The document after an entry; what others wait for is written now, the rest in a moment, many entries at a time. */
  async function applyTo(doc: ConversationDoc, fact: ChatFact): Promise<ConversationDoc> {
    const change = changeOf(doc, [fact]);
    const after = remember({ ...doc, ...change });
    if (fact.kind !== 'message' || after.state !== doc.state) {
      await write(doc.conversationId, change);
    } else if (!late.has(doc.conversationId)) {
      const timer = setTimeout(() => void writeLate(doc.conversationId), WRITE_WITHIN_MS);
      late.set(doc.conversationId, timer.unref());
    }
    return after;
  }

  async function write(conversationId: string, change: Change): Promise<void> {
    await conversations.updateOne({ conversationId, lastSeq: { $lt: change.lastSeq } }, { $set: change });
  }

  /** A document that stays behind because of a failure is caught up by its next reader. */
  async function writeLate(conversationId: string): Promise<void> {
    late.delete(conversationId);
    const doc = cache.get(conversationId);
    if (doc) await write(conversationId, pickState(doc)).catch(() => undefined);
  }

  /** The conversation with every entry of its log folded in, or null. */
  async function catchUp(conversationId: string): Promise<ConversationDoc | null> {
    const doc = await conversations.findOne({ conversationId }, { _id: 0 }).lean<ConversationDoc>();
    if (!doc) return null;
    const newer = await entries
      .find({ conversationId, seq: { $gt: doc.lastSeq } })
      .sort({ seq: 1 })
      .lean<EntryDoc[]>();
    if (newer.length === 0) return remember(doc);
    const change = changeOf(doc, newer.map(factOf));
    await write(conversationId, change);
    return remember({ ...doc, ...change });
  }

  async function read(doc: EntryDoc, citizenId: string): Promise<LogEntry> {
    const cipher = await encryption.forPerson(citizenId);
    return {
      ...factOf(doc),
      conversationId: doc.conversationId,
      clientMessageId: doc.clientMessageId,
      text: cipher.decrypt(doc.text),
    };
  }

  /** The first entry of the same author and clientMessageId, or null; another text is a conflict. */
  async function repeated(citizenId: string, conversationId: string, draft: EntryDraft): Promise<LogEntry | null> {
    if (draft.clientMessageId === undefined) return null;
    const doc = await entries
      .findOne({ conversationId, authorId: draft.authorId, dedupe: draft.clientMessageId })
      .lean<EntryDoc>();
    if (!doc) return null;
    const first = await read(doc, citizenId);
    if (first.text !== draft.text || first.kind !== draft.kind) throw new ApiError('message_conflict');
    return first;
  }

  /**
   * @throws ApiError not_found, message_conflict, conversation_closed, invalid_state (the log has gone on meanwhile)
   *   or forbidden (an advisor who doesn't have the conversation)
   */
  async function append(conversationId: string, draft: EntryDraft): Promise<Appended> {
    let conversation = cache.get(conversationId) ?? (await catchUp(conversationId));
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (!conversation) throw new ApiError('not_found');
      const refusal = refusalOf(conversation, draft);
      if (refusal) {
        const first = await repeated(conversation.citizenId, conversationId, draft);
        if (first) return { entry: first, conversation, isNew: false };
        if (attempt > 0) throw new ApiError(refusal);
        // The refusal may come from a stale copy: look once at the log itself.
        conversation = await catchUp(conversationId);
        continue;
      }
      const cipher = await encryption.forPerson(conversation.citizenId);
      const seq: number = conversation.lastSeq + 1;
      const { text, clientMessageId, ...fact } = draft;
      const doc: EntryDoc = {
        conversationId,
        seq,
        kind: fact.kind,
        authorId: fact.authorId,
        authorRole: fact.authorRole,
        dedupe: clientMessageId ?? `#${seq}`,
        clientMessageId: clientMessageId ?? null,
        text: cipher.encrypt(text),
        at: fact.at,
        data: fact.data ?? {},
      };
      try {
        await entries.insertMany([doc]);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const first = await repeated(conversation.citizenId, conversationId, draft);
        if (first) return { entry: first, conversation, isNew: false };
        conversation = await catchUp(conversationId);
        continue;
      }
      const after = await applyTo(conversation, factOf(doc));
      return { entry: await read(doc, conversation.citizenId), conversation: after, isNew: true };
    }
    throw new Error(
      `Expected a free place in the log of ${conversationId} within ${ATTEMPTS} attempts, but found none`,
    );
  }

  /** Appends of one node to one log go one after the other, so that only other nodes compete for the next place. */
  function inTurn(conversationId: string, draft: EntryDraft): Promise<Appended> {
    const turn = (turns.get(conversationId) ?? Promise.resolve()).then(() => append(conversationId, draft));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    turns.set(conversationId, settled);
    void settled.then(() => {
      if (turns.get(conversationId) === settled) turns.delete(conversationId);
    });
    return turn;
  }

  /** Entries after a seq, oldest first. */
  async function after(conversationId: string, citizenId: string, seq: number, limit: number): Promise<LogEntry[]> {
    const docs = await entries
      .find({ conversationId, seq: { $gt: seq, $lte: seq + limit } })
      .sort({ seq: 1 })
      .lean<EntryDoc[]>();
    return Promise.all(docs.map((doc) => read(doc, citizenId)));
  }

  /** The conversation as this node last knew it, else as the store has it. Good enough to allow, not to refuse. */
  const peek = async (conversationId: string): Promise<ConversationDoc | null> =>
    cache.get(conversationId) ?? (await catchUp(conversationId));

  return { append: inTurn, peek, catchUp, after, read };
}

type Change = ChatState & Partial<Pick<ConversationDoc, 'relayPending' | 'openKey' | 'advisorReadSeq'>>;

/** What further entries of the log change in the document. A first reply always changes the state: see `applyTo`. */
function changeOf(doc: ConversationDoc, facts: ChatFact[]): Change {
  let state: ChatState = doc;
  const marks: Omit<Change, keyof ChatState> = {};
  for (const fact of facts) {
    if (concernsInstance(state, fact)) marks.relayPending = true;
    if (fact.kind === 'assigned' || fact.kind === 'transferred') marks.advisorReadSeq = 0;
    if (fact.kind === 'closed') marks.openKey = doc.conversationId;
    state = applyFact(state, fact);
  }
  return { ...pickState(state), ...marks };
}

function pickState(state: ChatState): ChatState {
  const { lastSeq, advisorId, type, area, queuedAt, assignedAt, firstReplyAt, lastEntryAt } = state;
  const { closedAt, closedBy, closeReason, outcome, firstAssignedAt, transfers, lastMessageAt } = state;
  return {
    lastSeq,
    state: state.state,
    advisorId,
    type,
    area,
    queuedAt,
    assignedAt,
    firstAssignedAt,
    firstReplyAt,
    transfers,
    lastMessageAt,
    lastEntryAt,
    closedAt,
    closedBy,
    closeReason,
    outcome,
  };
}
