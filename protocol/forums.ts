import { z } from 'zod';
import { messageTextSchema } from './product';

const id = z.string().min(1).max(100);

/** What a participant says: an opinion, a reply to what another said, or a question to the expert. */
const contributionKindSchema = z.enum(['opinion', 'reply', 'question']);
export type ForumContributionKind = z.infer<typeof contributionKindSchema>;

/** `pending`: under review, seen by its author and the moderators; `passed`: published, and the expert is asked. */
export type ForumItemState = 'pending' | 'published' | 'declined' | 'passed';

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

/** A forum as anybody sees it. `role`: as what the viewer takes part; nobody's without a session. */
export interface Forum {
  id: string;
  topic: string;
  population: string;
  startsAt: string;
  endsAt: string;
  state: 'announced' | 'live' | 'closed';
  experts: { id: string; name: string }[];
  role: 'participant' | 'moderator' | 'expert' | 'observer';
  lastSeq: number;
  figures?: { contributions: number; published: number; answers: number; participants: number };
  /** Only in a search: published contributions and answers that have the words. */
  matches?: number;
}

/** A contribution with what became of it. `author.name` is a number for everybody but moderators: nobody is exposed. */
export interface ForumItemView {
  seq: number;
  lastSeq: number;
  kind: ForumContributionKind;
  replyTo?: number;
  author: { name: string; isMe: boolean };
  at: string;
  text: string;
  state: ForumItemState;
  /** Why it was declined: its author and the moderators read it. */
  reason?: string;
  /** Until when the moderator decides or the expert answers; moderators and experts only. */
  dueAt?: string;
  answers: { seq: number; author: string; at: string; text: string }[];
}

export interface ForumItemsPage {
  items: ForumItemView[];
  lastSeq: number;
  state: Forum['state'];
}
