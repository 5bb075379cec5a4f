import type { JsonValue } from '../../protocol/json';

/** What of a request's CRM record an indicator may count. */
export interface RequestOfFact {
  requestNumber: string;
  channel: string;
  roomId: string;
  declaredType: string;
  type: string;
  area: string;
  correction: object | null;
  state: string;
  outcome: string | null;
  referralNumber: string | null;
  repeatContact: boolean;
  resolvedLevel: number | null;
  openedAt: string;
  closedAt: string | null;
  survey: { score: number; resolved: boolean } | null;
}

export interface ConversationOfFact {
  advisorId: string | null;
  assignedAt: string | null;
  firstAssignedAt: string | null;
  firstReplyAt: string | null;
  lastMessageAt: string | null;
  closedAt: string | null;
  closeReason: string | null;
  transfers: number;
}

/** One row of a month's data: a request as indicators see it. Names are those that their FEEL uses. */
export type Fact = Record<string, JsonValue> & {
  requestNumber: string;
  /** RFC 3339 UTC, and the day in Bogotá. */
  openedAt: string;
  day: string;
};

/** Bogotá keeps UTC−5 all year. */
const OFFSET_MS = -5 * 3_600_000;
const DAY_MS = 86_400_000;
/** Within this time after its end a citizen may still rate a request. */
const SURVEY_MS = 8 * DAY_MS;

/**
 * What a request counts as. Attended (`served`): an advisor has replied, or it was resolved without a chat; abandoned:
 * its chat ended before. An abandoned one has no `advisor`: it isn't charged to anybody.
 */
export function factOf(request: RequestOfFact, chat: ConversationOfFact | null): Fact {
  const { requestNumber, channel, roomId, declaredType, type, area, state, outcome, openedAt, survey } = request;
  const served = chat ? chat.firstReplyAt !== null : outcome !== null && outcome !== 'abandoned';
  const abandoned = state === 'closed' && !served;
  return {
    requestNumber,
    openedAt,
    day: dayOf(openedAt),
    channel,
    room: roomId,
    declaredType,
    type,
    area,
    corrected: request.correction !== null,
    state,
    outcome,
    served,
    abandoned,
    advisor: served ? (chat?.advisorId ?? null) : null,
    ...timesOf(openedAt, chat),
    transfers: chat?.transfers ?? 0,
    repeat: request.repeatContact,
    referred: request.referralNumber !== null,
    escalated: outcome === 'escalated',
    level: request.resolvedLevel,
    score: survey?.score ?? null,
    resolved: survey?.resolved ?? null,
  };
}

/**
 * Seconds. Handling goes from the (last) assignment to the end; when a chat was closed because nobody wrote any more,
 * to the last word.
 */
function timesOf(openedAt: string, chat: ConversationOfFact | null): Record<string, JsonValue> {
  const end = chat?.closeReason === 'idle' ? (chat.lastMessageAt ?? chat.closedAt) : (chat?.closedAt ?? null);
  return {
    waitSeconds: secondsBetween(openedAt, chat?.firstAssignedAt ?? null),
    firstReplySeconds: secondsBetween(openedAt, chat?.firstReplyAt ?? null),
    handlingSeconds: secondsBetween(chat?.assignedAt ?? null, end),
  };
}

function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1_000));
}

/** Will the fact of this request stay as it is? It is closed, and rated or too old to be. */
export function isSettled({ state, closedAt, survey }: RequestOfFact, now: number): boolean {
  return state === 'closed' && (survey !== null || now - Date.parse(closedAt ?? '') > SURVEY_MS);
}

/** The day in Bogotá on which a moment falls. */
export function dayOf(at: string): string {
  return new Date(Date.parse(at) + OFFSET_MS).toISOString().slice(0, 10);
}

/** The moments between which a day lies in Bogotá. */
export function boundsOf(day: string): [from: string, to: string] {
  const start = Date.parse(`${day}T00:00:00Z`) - OFFSET_MS;
  return [new Date(start).toISOString(), new Date(start + DAY_MS).toISOString()];
}

/** All days from `from` to `to`, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** The period just before: the month before a whole month, else as many days. */
export function periodBefore({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const before = new Date(Date.parse(from) - DAY_MS).toISOString().slice(0, 10);
  const nextDay = new Date(Date.parse(to) + DAY_MS).toISOString().slice(0, 10);
  const isMonth = from.endsWith('-01') && nextDay.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7);
  if (isMonth) return { from: `${before.slice(0, 7)}-01`, to: before };
  const length = Date.parse(to) - Date.parse(from);
  return { from: new Date(Date.parse(before) - length).toISOString().slice(0, 10), to: before };
}
