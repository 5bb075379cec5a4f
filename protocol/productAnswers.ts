import { z } from 'zod';

/**
 * What the product API answers with. The OpenAPI document is made from these, the screens are typed by them, and tests
 * check every answer. What has no value is left out unless it says null. Times are RFC 3339 UTC.
 */
const moment = z.string().meta({ format: 'date-time' });
const named = z.strictObject({ id: z.string(), name: z.string() });

/** A list; `nextCursor` where there is more. */
export function page<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });
}
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

export const created = z.strictObject({ id: z.string() });
export const nothing = z.strictObject({});
/** A JSON document that something else describes: an OpenAPI document, a form-js schema. */
export const document = z.looseObject({});

const health = z.enum(['up', 'down']);
export const status = z.strictObject({ status: z.enum(['up', 'degraded']), store: health, engine: health });

/**
 * `reason`: closed though the programme has it open, since no advisor of the shift is there. `mayEnter`, for staff only:
 * whether the person may be in it now; a programmed room is for those on its shift.
 */
export const room = z.strictObject({
  id: z.string(),
  name: z.string(),
  nameEn: z.string().optional(),
  kind: z.string(),
  open: z.boolean(),
  opensAt: moment.optional(),
  closesAt: moment.optional(),
  reason: z.literal('no-advisor').optional(),
  mayEnter: z.boolean().optional(),
  waiting: z.int(),
  estimatedWaitSeconds: z.number(),
});
export type Room = z.output<typeof room>;

export const catalogueItem = z.strictObject({
  id: z.string(),
  label: z.string(),
  labelEn: z.string().optional(),
  parent: z.string().optional(),
});

/** A signed-in person. Citizens have the role `usuario`. */
export const person = z.strictObject({ id: z.string(), name: z.string(), roles: z.array(z.string()) });
export type Person = z.output<typeof person>;

/** The answer to a sign-in; the token is shown only here. */
export const session = z.strictObject({ token: z.string(), person });
export type SessionAnswer = z.output<typeof session>;
export const whoAmI = z.strictObject({ person });
export const secondFactor = z.strictObject({ secret: z.string(), uri: z.string() });

export const conversationState = z.enum(['waiting', 'assigned', 'active', 'closed']);
export type ConversationState = z.output<typeof conversationState>;
export const outcome = z.enum(['answered', 'referred', 'escalated', 'abandoned']);
export type Outcome = z.output<typeof outcome>;
export const closeReason = z.enum(['abandoned', 'dropped', 'unanswered', 'idle', 'closed']);
export type CloseReason = z.output<typeof closeReason>;
const authorRole = z.enum(['citizen', 'advisor', 'system']);
export type AuthorRole = z.output<typeof authorRole>;

/**
 * A conversation as its participants see it. `assigned`: an advisor has it but has not written yet; `active`: he has.
 * `citizen` and `userTaskKey` are shown to staff only; `position` (from 1) only while it waits.
 */
export const conversation = z.strictObject({
  id: z.string(),
  requestNumber: z.string(),
  processInstanceKey: z.string(),
  room: named.extend({ nameEn: z.string().optional() }),
  state: conversationState,
  outcome: outcome.optional(),
  closedBy: authorRole.optional(),
  closeReason: closeReason.optional(),
  advisor: named.optional(),
  citizen: named.optional(),
  userTaskKey: z.string().optional(),
  position: z.int().optional(),
  estimatedWaitSeconds: z.number().optional(),
  type: z.string(),
  area: z.string(),
  declaredType: z.string(),
  declaredArea: z.string(),
  summary: z.string().optional(),
  openedAt: moment,
  assignedAt: moment.optional(),
  firstReplyAt: moment.optional(),
  firstReplyDueAt: moment.optional().meta({ description: 'Until when the process wants the first reply; staff only' }),
  lastEntryAt: moment,
  closedAt: moment.optional(),
  lastSeq: z.int(),
  lastReadSeq: z.strictObject({ citizen: z.int(), advisor: z.int() }),
});
export type Conversation = z.output<typeof conversation>;

/** The answer to opening one. */
export const openedConversation = conversation.pick({
  id: true,
  requestNumber: true,
  processInstanceKey: true,
  state: true,
});

export const attachment = z.strictObject({
  id: z.string(),
  name: z.string(),
  size: z.int(),
  contentType: z.string(),
});
export type Attachment = z.output<typeof attachment>;

export const entryKind = z.enum(['opened', 'assigned', 'transferred', 'message', 'attachment', 'correction', 'closed']);
export type EntryKind = z.output<typeof entryKind>;

/** One entry of a conversation's log; `seq` counts from 1 without a gap. System entries carry a Spanish text. */
export const entry = z.strictObject({
  seq: z.int(),
  kind: entryKind,
  clientMessageId: z.string().optional(),
  author: z.strictObject({ id: z.string(), role: authorRole, name: z.string() }),
  text: z.string(),
  at: moment,
  attachment: attachment.optional(),
  closed: z
    .strictObject({ by: authorRole, reason: closeReason, outcome: outcome.optional() })
    .optional()
    .meta({ description: '`closed` only' }),
});
export type Entry = z.output<typeof entry>;

export const entriesPage = z.strictObject({ items: z.array(entry), lastSeq: z.int(), hasMore: z.boolean() });
export type EntriesPage = z.output<typeof entriesPage>;

export const survey = z.strictObject({ form: z.custom<object>(), submitted: z.boolean() });
export type SurveyView = z.output<typeof survey>;

export const requestStatus = z.strictObject({
  requestNumber: z.string(),
  state: z.enum(['open', 'closed']),
  type: z.string(),
  area: z.string(),
  openedAt: moment,
  dueAt: moment.optional(),
  outcome: outcome.optional(),
  referralNumber: z.string().optional(),
});
export type RequestStatus = z.output<typeof requestStatus>;

/** A request for staff: search results and a citizen's history. */
export const requestSummary = requestStatus.extend({
  id: z.string(),
  processInstanceKey: z.string(),
  conversationId: z.string().optional(),
  channel: z.string(),
  citizen: named,
  summary: z.string().optional(),
  closedAt: moment.optional(),
});
export type RequestSummary = z.output<typeof requestSummary>;
export const createdRequest = z.strictObject({ requestNumber: z.string(), processInstanceKey: z.string() });

/** `active`: how many conversations he has open now. */
export const presence = z.strictObject({
  state: z.enum(['available', 'paused', 'offline']),
  rooms: z.array(z.string()),
  capacity: z.int(),
  active: z.int(),
});
export type Presence = z.output<typeof presence>;

/** `link`: address in the staff app that it leads to. */
export const notification = z.strictObject({
  id: z.string(),
  kind: z.enum(['assigned', 'task', 'incident', 'late', 'system']),
  text: z.string(),
  link: z.string().optional(),
  at: moment,
  read: z.boolean(),
});
export type Notification = z.output<typeof notification>;

export const account = z.strictObject({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  roles: z.array(z.string()),
  state: z.enum(['active', 'invited', 'locked']),
  secondFactor: z.boolean(),
  lastLoginAt: moment.nullable(),
});
export type Account = z.output<typeof account>;

/** A mail of the development outbox. */
export const outboxMail = z.strictObject({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  at: moment,
  state: z.enum(['waiting', 'sent', 'failed']),
});
export type OutboxMail = z.output<typeof outboxMail>;

export const cannedAnswer = z.strictObject({
  id: z.string(),
  label: z.string(),
  text: z.string(),
  class: z.enum(['public', 'reserved', 'personal']),
});
export type CannedAnswer = z.output<typeof cannedAnswer>;
