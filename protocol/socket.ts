import { z } from 'zod';
import { messageTextSchema, type Entry } from './product';
import type { ErrorCode } from './errors';

/** Frames of `/ws`, JSON text, at most 64 kB. One socket a person; any number of subscriptions on it. */
const conversationId = z.string().min(1).max(100);

export const clientFrameSchema = z.discriminatedUnion('type', [
  /** Answered by `subscribed`, then every entry after `after`, then live ones: in order, no gap, no repeat. */
  z.strictObject({ type: z.literal('subscribe'), conversationId, after: z.number().int().min(0) }),
  z.strictObject({ type: z.literal('unsubscribe'), conversationId }),
  /** Answered by `ack` once stored; the entry itself comes as `message` like anybody's. */
  z.strictObject({
    type: z.literal('send'),
    conversationId,
    clientMessageId: z.string().min(1).max(100),
    text: messageTextSchema,
  }),
  z.strictObject({ type: z.literal('typing'), conversationId }),
  z.strictObject({ type: z.literal('read'), conversationId, seq: z.number().int().min(0) }),
  /** From now on `forum` says when something changed in it. */
  z.strictObject({ type: z.literal('subscribe-forum'), forumId: z.string().min(1).max(100) }),
  z.strictObject({ type: z.literal('unsubscribe-forum'), forumId: z.string().min(1).max(100) }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

/** What the server sends. `by` is who reads or types. */
export type ServerFrame =
  | { type: 'subscribed'; conversationId: string; lastSeq: number }
  | ({ type: 'message'; conversationId: string } & Entry)
  | { type: 'ack'; conversationId: string; clientMessageId: string; seq: number }
  | { type: 'typing'; conversationId: string; by: 'citizen' | 'advisor' }
  | { type: 'read'; conversationId: string; by: 'citizen' | 'advisor'; seq: number }
  /** The log of a forum has come this far: ask for its items after the last seq held. */
  | { type: 'forum'; forumId: string; lastSeq: number }
  | { type: 'pong' }
  | { type: 'error'; code: ErrorCode; message: string; conversationId?: string; clientMessageId?: string }
  /** Staff only: a conversation is now his; the key appears once the process has made its task. */
  | { type: 'assigned'; conversationId: string; userTaskKey: string }
  /** Staff only: the bell has something new. */
  | { type: 'notification'; id: string }
  /** Staff only: some list of tasks changed, ask again. */
  | { type: 'tasks' }
  /** Staff only: the queue of a room changed, ask again. */
  | { type: 'queue'; roomId: string };

export const MAX_FRAME_BYTES = 64 * 1024;

/** Close codes of the socket. */
export const SOCKET_CLOSE = {
  sessionEnded: 4401,
  frameTooLarge: 1009,
  tooSlow: 1013,
  goingAway: 1001,
} as const;
