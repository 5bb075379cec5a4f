import type { ForumContributionKind, ForumItemState } from '../../protocol/forums';

/** What an entry of a forum's log says, but for its text. */
export interface ForumFact {
  /** Place in the log, from 1 without a gap. */
  seq: number;
  kind: 'opened' | 'contribution' | 'published' | 'declined' | 'passed' | 'answer' | 'closed';
  at: string;
  authorId: string;
  /** The contribution that it is about: its own seq for a contribution, null for `opened` and `closed`. */
  about: number | null;
  data?: {
    contributionKind?: ForumContributionKind;
    /** The contribution that a reply answers. */
    replyTo?: number;
  };
}

/** A contribution and all that became of it. */
export interface ForumItem {
  seq: number;
  kind: ForumContributionKind;
  replyTo: number | null;
  authorId: string;
  at: string;
  state: ForumItemState;
  /** Seq of the entry that decided it, for its text (the reason of a decline). */
  decidedSeq: number | null;
  /** Seqs of the expert's answers. */
  answers: number[];
  /** When it was passed to the expert. */
  passedAt: string | null;
  /** Place in the log of what last happened to it. */
  lastSeq: number;
}

/** A forum as far as it decides what may be said in it, and by whom. */
export interface ForumRules {
  state: 'announced' | 'live' | 'closed';
  moderators: readonly string[];
  experts: readonly string[];
}

export type ForumRefusal = 'forum_not_live' | 'invalid_state' | 'forbidden';

/** The item that entries about one contribution make, or null when the contribution isn't among them. Pure. */
export function foldItem(facts: readonly ForumFact[]): ForumItem | null {
  return [...facts].sort((one, other) => one.seq - other.seq).reduce<ForumItem | null>(applyFact, null);
}

function applyFact(item: ForumItem | null, fact: ForumFact): ForumItem | null {
  if (fact.kind === 'contribution') {
    const { contributionKind = 'opinion', replyTo = null } = fact.data ?? {};
    const { seq, authorId, at } = fact;
    const fresh = { state: 'pending' as const, decidedSeq: null, answers: [], passedAt: null, lastSeq: seq };
    return { ...fresh, seq, kind: contributionKind, replyTo, authorId, at };
  }
  if (!item) return null;
  const next = { ...item, lastSeq: fact.seq };
  switch (fact.kind) {
    case 'published':
    case 'declined':
      return { ...next, state: fact.kind, decidedSeq: fact.seq };
    case 'passed':
      return { ...next, state: 'passed', decidedSeq: fact.seq, passedAt: fact.at };
    case 'answer':
      return { ...next, answers: [...item.answers, fact.seq] };
    case 'opened':
    case 'closed':
      return item;
  }
}

/**
 * Whether the log may go on with an entry about an item (null: a new contribution, or the whole forum). A decision is
 * made once; a published question may still be passed to the expert; an expert answers what was passed to him.
 */
export function refusalOf(
  forum: ForumRules,
  item: ForumItem | null,
  fact: Pick<ForumFact, 'kind' | 'authorId'>,
): ForumRefusal | null {
  switch (fact.kind) {
    case 'opened':
      return forum.state === 'announced' ? null : 'invalid_state';
    case 'closed':
      return forum.state === 'live' ? null : 'invalid_state';
    case 'contribution':
      return forum.state === 'live' ? null : 'forum_not_live';
    case 'answer':
      return refusalBy(forum, forum.experts, fact.authorId, item?.state === 'passed');
    case 'published':
    case 'declined':
    case 'passed':
      return refusalBy(forum, forum.moderators, fact.authorId, item !== null && mayBecome(item.state, fact.kind));
  }
}

function refusalBy(
  { state }: ForumRules,
  those: readonly string[],
  personId: string,
  isPossible: boolean,
): ForumRefusal | null {
  if (state !== 'live') return 'forum_not_live';
  if (!those.includes(personId)) return 'forbidden';
  return isPossible ? null : 'invalid_state';
}

function mayBecome(state: ForumItemState, decision: 'published' | 'declined' | 'passed'): boolean {
  return state === 'pending' || (state === 'published' && decision === 'passed');
}

/** Who sees an item: everybody once it is published or passed on, else its author and who runs the forum. */
export function isVisible(forum: ForumRules, item: ForumItem, personId: string | null): boolean {
  if (item.state === 'published' || item.state === 'passed') return true;
  return personId !== null && (item.authorId === personId || forum.moderators.includes(personId));
}

/** Until when the moderator decides, or the expert answers; null when nobody is waited for. */
export function dueOf(
  forum: { moderationMinutes: number; answerMinutes: number },
  item: Pick<ForumItem, 'state' | 'at' | 'passedAt' | 'answers'>,
): string | null {
  const after = (from: string, minutes: number): string => new Date(Date.parse(from) + minutes * 60_000).toISOString();
  if (item.state === 'pending') return after(item.at, forum.moderationMinutes);
  if (item.state === 'passed' && item.passedAt !== null && item.answers.length === 0)
    return after(item.passedAt, forum.answerMinutes);
  return null;
}

/** What is kept of a forum that has ended. */
export interface ForumFigures {
  contributions: number;
  published: number;
  declined: number;
  answers: number;
  participants: number;
}

export function figuresOf(items: readonly ForumItem[]): ForumFigures {
  const inState = (...states: ForumItemState[]): number => items.filter(({ state }) => states.includes(state)).length;
  return {
    contributions: items.length,
    published: inState('published', 'passed'),
    declined: inState('declined'),
    answers: items.reduce((total, { answers }) => total + answers.length, 0),
    participants: new Set(items.map(({ authorId }) => authorId)).size,
  };
}

/** Words of a text for the archive's search: lower case, without accents, of three letters or more, each once. */
export function searchWords(text: string): string[] {
  const folded = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return [...new Set(folded.match(/[\p{L}\p{N}]{3,40}/gu) ?? [])];
}
