import { z } from 'zod';
import { messageTextSchema } from './product';

const id = z.string().min(1).max(100);

/** What a participant says: an opinion, a reply to what another said, or a question to the expert. */
const contributionKindSchema = z.enum(['opinion', 'reply', 'question']);
export type ForumContributionKind = z.infer<typeof contributionKindSchema>;

/** POST /api/forums/{id}/contributions; the same clientMessageId again gives the same item (200). */
export const contributionSchema = z
  .strictObject({
    clientMessageId: id,
    kind: contributionKindSchema,
    text: messageTextSchema,
    replyTo: z.number().int().min(1).optional(),
  })
  .refine(({ kind, replyTo }) => (kind === 'reply') === (replyTo !== undefined), {
    path: ['replyTo'],
    message: 'Una réplica responde a un aporte publicado.',
  });

/** POST /api/forums/{id}/items/{seq}/moderation; declining needs its reason, which the author reads. */
export const moderationSchema = z
  .strictObject({
    decision: z.enum(['published', 'declined', 'passed']),
    reason: z.string().trim().min(1).max(500).optional(),
  })
  .refine(({ decision, reason }) => decision !== 'declined' || reason !== undefined, {
    path: ['reason'],
    message: 'Escriba la razón.',
  });

/** POST /api/forums/{id}/items/{seq}/answers */
export const forumAnswerSchema = z.strictObject({ clientMessageId: id, text: messageTextSchema });

/** GET /api/forums?state=coming|archive&q= ; with `q` the archive's forums in which the words were said. */
export const forumsQuerySchema = z.strictObject({
  state: z.enum(['coming', 'archive']).default('coming'),
  q: z.string().trim().min(3).max(80).optional(),
});

/** GET /api/forums/{id}/items?after=0 : what changed in the log behind `after`. */
export const forumItemsQuerySchema = z.strictObject({ after: z.coerce.number().int().min(0).default(0) });

const forumState = z.enum(['announced', 'live', 'closed']);
const moment = z.string().meta({ format: 'date-time' });

/** A forum as anybody sees it. `role`: as what the viewer takes part; nobody's without a session. */
export const forum = z.strictObject({
  id: z.string(),
  topic: z.string(),
  population: z.string(),
  startsAt: moment,
  endsAt: moment,
  state: forumState,
  experts: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  role: z.enum(['participant', 'moderator', 'expert', 'observer']),
  lastSeq: z.int(),
  figures: z
    .strictObject({ contributions: z.int(), published: z.int(), answers: z.int(), participants: z.int() })
    .optional(),
  /** Only in a search: contributions in public that have the words, in themselves or in their answers. */
  matches: z.int().optional(),
});
export type Forum = z.output<typeof forum>;

/** A contribution with what became of it. `author.name` is a number for everybody but moderators: nobody is exposed. */
export const forumItem = z.strictObject({
  seq: z.int(),
  lastSeq: z.int(),
  kind: contributionKindSchema,
  replyTo: z.int().optional(),
  author: z.strictObject({ name: z.string(), isMe: z.boolean() }),
  at: moment,
  text: z.string(),
  state: z.enum(['pending', 'published', 'declined', 'passed']),
  /** Why it was declined: its author and the moderators read it. */
  reason: z.string().optional(),
  /** Until when the moderator decides or the expert answers; moderators and experts only. */
  dueAt: moment.optional(),
  answers: z.array(z.strictObject({ seq: z.int(), author: z.string(), at: moment, text: z.string() })),
});
export type ForumItemView = z.output<typeof forumItem>;
/** `pending`: under review, seen by its author and the moderators; `passed`: published, and the expert is asked. */
export type ForumItemState = ForumItemView['state'];

export const forumItemsPage = z.strictObject({ items: z.array(forumItem), lastSeq: z.int(), state: forumState });
export type ForumItemsPage = z.output<typeof forumItemsPage>;
