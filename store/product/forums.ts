import type { Model } from 'mongoose';
import {
  figuresOf,
  foldItem,
  refusalOf,
  searchWords,
  type ForumFact,
  type ForumFigures,
  type ForumItem,
  type ForumRules,
} from '../../domain/forums/forum';
import { ApiError } from '../../protocol/errors';
import type { StoreBase } from '../connect';
import { insertOnce, isDuplicateKey } from '../duplicates';
import { entryModelOf, forumModelOf, type ForumEntryDoc, type ForumRecord } from './forumModels';
import { newestBefore } from './windows';

export type { ForumRecord } from './forumModels';

/** An entry with its text in clear. */
export interface ForumEntry extends ForumFact {
  text: string;
}

export type ForumEntryDraft = Omit<ForumFact, 'seq' | 'about'> & {
  text: string;
  /** The contribution that it is about; left out for a new one, `opened` and `closed`. */
  about?: number;
  clientMessageId?: string;
};

const ATTEMPTS = 60;
const SYSTEM = 'system';
const DAY_MS = 86_400_000;
/** A year of forums: what is listed as coming. */
const AHEAD_MS = 366 * DAY_MS;

/**
 * Moderated forums. As a conversation, a forum is its log: one insert is the whole commitment, its place in the log is
 * the lock, and whoever loses the place asks again whether the log may still go on with his entry.
 */
export function forums({ connection, encryption }: StoreBase) {
  const model = forumModelOf(connection);
  const entries = entryModelOf(connection);

  /** The forum with all that its log says of its state. */
  async function get(forumId: string): Promise<ForumRecord | null> {
    const doc = await model.findOne({ forumId }, { _id: 0 }).lean<ForumRecord>();
    if (!doc) return null;
    const newer = await factsAfter(forumId, doc.lastSeq);
    if (newer.length === 0) return doc;
    const change = changeOf(newer);
    await model.updateOne({ forumId, lastSeq: { $lt: change.lastSeq } }, { $set: change });
    return { ...doc, ...change };
  }

  async function factsAfter(forumId: string, seq: number): Promise<ForumFact[]> {
    const docs = await entries
      .find({ forumId, seq: { $gt: seq } })
      .sort({ seq: 1 })
      .lean<ForumEntryDoc[]>();
    return docs.map(factOf);
  }

  async function entriesOf(forumId: string, about: number): Promise<ForumEntryDoc[]> {
    return entries.find({ forumId, about }).lean<ForumEntryDoc[]>();
  }

  async function repeated(forumId: string, draft: ForumEntryDraft): Promise<ForumEntry | null> {
    if (draft.clientMessageId === undefined) return null;
    const { authorId, clientMessageId } = draft;
    const doc = await entries.findOne({ forumId, authorId, dedupe: clientMessageId }).lean<ForumEntryDoc>();
    const first = doc && (await read(doc));
    if (first && first.text !== draft.text) throw new ApiError('message_conflict');
    return first;
  }

  /**
   * @throws ApiError not_found, message_conflict, or what `refusalOf` refuses it for
   */
  async function append(forumId: string, draft: ForumEntryDraft): Promise<{ entry: ForumEntry; isNew: boolean }> {
    const first = await repeated(forumId, draft);
    if (first) return { entry: first, isNew: false };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const forum = await get(forumId);
      if (!forum) throw new ApiError('not_found');
      await check(forum, draft);
      const doc = await documentOf(forum, draft);
      try {
        await entries.insertMany([doc]);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const mine = await repeated(forumId, draft);
        if (mine) return { entry: mine, isNew: false };
        continue;
      }
      await model.updateOne({ forumId, lastSeq: { $lt: doc.seq } }, { $set: changeOf([factOf(doc)]) });
      return { entry: { ...factOf(doc), text: draft.text }, isNew: true };
    }
    throw new Error(`Expected a free place in the log of forum ${forumId} within ${ATTEMPTS} attempts, but found none`);
  }

  async function check(forum: ForumRules & { forumId: string }, draft: ForumEntryDraft): Promise<void> {
    const item = draft.about === undefined ? null : await itemOf(forum.forumId, draft.about);
    if (draft.about !== undefined && !item) throw new ApiError('not_found');
    const replyTo = draft.data?.replyTo;
    if (replyTo !== undefined) {
      const answered = await itemOf(forum.forumId, replyTo);
      if (answered?.state !== 'published' && answered?.state !== 'passed') throw new ApiError('invalid_state');
    }
    const refusal = refusalOf(forum, item, draft);
    if (refusal) throw new ApiError(refusal);
  }

  async function documentOf({ forumId, lastSeq }: ForumRecord, draft: ForumEntryDraft): Promise<ForumEntryDoc> {
    const { about, clientMessageId, text, data = {}, ...fact } = draft;
    const seq = lastSeq + 1;
    const cipher = await encryption.forPerson(draft.authorId);
    const isWhole = draft.kind === 'opened' || draft.kind === 'closed';
    return {
      ...fact,
      forumId,
      seq,
      about: isWhole ? null : (about ?? seq),
      dedupe: clientMessageId ?? `#${seq}`,
      text: cipher.encrypt(text),
      words: searchWords(text).map((word) => encryption.lookup('forum', word)),
      data,
    };
  }

  async function read(doc: ForumEntryDoc): Promise<ForumEntry> {
    const cipher = await encryption.forPerson(doc.authorId);
    return { ...factOf(doc), text: cipher.decrypt(doc.text) };
  }

  const itemOf = async (forumId: string, about: number): Promise<ForumItem | null> =>
    foldItem((await entriesOf(forumId, about)).map(factOf));

  async function allItems(forumId: string): Promise<ForumItem[]> {
    const byItem = groupBy(await factsAfter(forumId, 0), ({ about }) => about);
    return [...byItem].flatMap(([about, facts]) => (about === null ? [] : (foldItem(facts) ?? [])));
  }

  return {
    get,
    append,
    itemOf,
    factsAfter,
    /** Makes a forum known, once; an agreed date that is agreed again replaces the first. */
    announce: async (forum: ForumAnnouncement): Promise<void> => {
      const empty = { state: 'announced' as const, moderators: [], lastSeq: 0, openedAt: null, closedAt: null };
      const doc = { ...forum, ...empty, figures: null };
      if (await insertOnce(model, doc)) return;
      await model.updateOne({ forumId: forum.forumId, state: 'announced' }, { $set: forum });
    },
    /** Opens it with its moderators; who opens it again changes the moderators only. */
    open: async (forumId: string, moderators: string[], at: string): Promise<void> => {
      await model.updateOne({ forumId }, { $set: { moderators } });
      await append(forumId, { kind: 'opened', at, authorId: SYSTEM, text: '' }).catch(ignoreState);
    },
    /** Ends it for good; says what was said in it, or null when it never opened. */
    close: async (forumId: string, at: string): Promise<ForumFigures | null> => {
      await append(forumId, { kind: 'closed', at, authorId: SYSTEM, text: '' }).catch(ignoreState);
      const forum = await get(forumId);
      const figures = forum?.openedAt == null ? null : figuresOf(await allItems(forumId));
      const closedAt = forum?.closedAt ?? at;
      await model.updateOne({ forumId }, { $set: { state: 'closed', closedAt, figures } });
      return figures;
    },
    /** The entries about one contribution, in clear. */
    about: async (forumId: string, about: number): Promise<ForumEntry[]> =>
      Promise.all((await entriesOf(forumId, about)).map(read)),
    /** Forums that are on or come, the next first. */
    coming: async (now: Date): Promise<ForumRecord[]> => {
      const [from, to] = [now.getTime() - DAY_MS, now.getTime() + AHEAD_MS].map((ms) => new Date(ms).toISOString());
      const docs = await model.find({ startsAt: { $gte: from, $lt: to } }, { _id: 0 }).lean<ForumRecord[]>();
      return docs.filter(({ state }) => state !== 'closed').sort((a, b) => a.startsAt.localeCompare(b.startsAt));
    },
    /** Forums that are closed, held or not, the newest first. */
    archive: (before: string, limit: number): Promise<ForumRecord[]> =>
      newestBefore<ForumRecord>(model, { state: 'closed' }, 'startsAt', before, limit),
    /** Contributions and answers in which all the words were said: forum id → their items' seqs. */
    search: async (text: string): Promise<Map<string, Set<number>>> => {
      const [first, ...rest] = searchWords(text).map((word) => encryption.lookup('forum', word));
      if (first === undefined) return new Map();
      const docs = await withWord(entries, first);
      const found = docs.filter(({ words }) => rest.every((word) => words.includes(word)));
      const byForum = groupBy(found, ({ forumId }) => forumId);
      return new Map([...byForum].map(([id, said]) => [id, new Set(said.flatMap(({ about }) => about ?? []))]));
    },
  };
}

export type ForumAnnouncement = Pick<
  ForumRecord,
  'forumId' | 'topic' | 'population' | 'experts' | 'startsAt' | 'endsAt' | 'moderationMinutes' | 'answerMinutes'
>;

const withWord = (entries: Model<ForumEntryDoc>, word: string): Promise<ForumEntryDoc[]> =>
  entries.find({ words: word }, { forumId: 1, about: 1, words: 1 }).lean<ForumEntryDoc[]>();

function changeOf(facts: readonly ForumFact[]): Partial<ForumRecord> & { lastSeq: number } {
  const opened = facts.find(({ kind }) => kind === 'opened');
  const closed = facts.find(({ kind }) => kind === 'closed');
  return {
    lastSeq: facts.at(-1)?.seq ?? 0,
    ...(opened ? { state: 'live' as const, openedAt: opened.at } : {}),
    ...(closed ? { state: 'closed' as const, closedAt: closed.at } : {}),
  };
}

function groupBy<T, K>(list: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of list) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

function factOf({ seq, kind, at, authorId, about, data }: ForumEntryDoc): ForumFact {
  return { seq, kind, at, authorId, about, data };
}

/** Opened or closed before: nothing to do. */
function ignoreState(error: unknown): void {
  if (!(error instanceof ApiError) || error.code !== 'invalid_state') throw error;
}
