import { ERRORS } from '../../protocol/errors';
import { clientFrameSchema, type ClientFrame } from '../../protocol/socket';
import { conversationFor, roleIn } from '../product/chatAccess';
import { toApiError } from '../errors';
import type { ApiContext } from '../context';
import type { SocketConnection } from './connection';
import type { Hub } from './hub';

/** Typing is told at most so often by one socket for one conversation. */
const TYPING_EVERY_MS = 2_000;

/** Handles the frames of one connection, one after the other: what was sent first is stored first. */
export function frameHandler(context: ApiContext, hub: Hub, connection: SocketConnection): (text: string) => void {
  const { store, now, log } = context;
  const { person } = connection.identity;
  const typedAt = new Map<string, number>();
  let turn: Promise<void> = Promise.resolve();

  async function handle(frame: ClientFrame): Promise<void> {
    switch (frame.type) {
      case 'ping':
        connection.send({ type: 'pong' });
        return;
      case 'unsubscribe':
        return hub.unsubscribe(connection, frame.conversationId);
      case 'subscribe-forum':
        return hub.forums.subscribe(connection, frame.forumId);
      case 'unsubscribe-forum':
        return hub.forums.unsubscribe(connection, frame.forumId);
      case 'subscribe': {
        await conversationFor(store, person, frame.conversationId, 'conversation.read');
        const record = await store.conversations.get(frame.conversationId);
        if (record) hub.subscribe(connection, record, frame.after);
        return;
      }
      case 'send':
        return send(frame);
      case 'typing':
        return typing(frame.conversationId);
      case 'read': {
        const record = await conversationFor(store, person, frame.conversationId, 'conversation.write');
        await store.conversations.markRead(
          record.conversationId,
          roleIn(record, person),
          Math.min(frame.seq, record.lastSeq),
        );
      }
    }
  }

  async function send({
    conversationId,
    clientMessageId,
    text,
  }: Extract<ClientFrame, { type: 'send' }>): Promise<void> {
    const record = await conversationFor(store, person, conversationId, 'conversation.write');
    const { entry } = await store.conversations.append(conversationId, {
      kind: 'message',
      at: now().toISOString(),
      authorId: person.id,
      authorRole: roleIn(record, person),
      text,
      clientMessageId,
    });
    connection.send({ type: 'ack', conversationId, clientMessageId, seq: entry.seq });
  }

  async function typing(conversationId: string): Promise<void> {
    const time = now();
    if (time.getTime() - (typedAt.get(conversationId) ?? 0) < TYPING_EVERY_MS) return;
    const record = await conversationFor(store, person, conversationId, 'conversation.write');
    typedAt.set(conversationId, time.getTime());
    await store.conversations.markTyping(conversationId, roleIn(record, person), time.toISOString());
  }

  function refuse(error: unknown, frame: Record<string, unknown>): void {
    const known = toApiError(error);
    if (known.code === 'internal_error') log.error({ err: known.options.cause }, 'frame failed');
    connection.send({
      type: 'error',
      code: known.code,
      message: known.options.detail ?? ERRORS[known.code].es,
      ...textField(frame, 'conversationId'),
      ...textField(frame, 'clientMessageId'),
    });
  }

  return (text) => {
    const raw = parse(text);
    const frame = clientFrameSchema.safeParse(raw);
    if (!frame.success) {
      const detail = frame.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' ');
      connection.send({
        type: 'error',
        code: 'invalid_frame',
        message: `${ERRORS.invalid_frame.es} ${detail}`.slice(0, 500),
        ...textField(raw, 'conversationId'),
        ...textField(raw, 'clientMessageId'),
      });
      return;
    }
    const { data } = frame;
    turn = turn.then(() => handle(data)).catch((error: unknown) => refuse(error, data));
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The client's own field, when it is a short text: so that he knows which frame an error is about. */
function textField<N extends string>(frame: Record<string, unknown>, name: N): { [name in N]?: string } {
  const value = frame[name];
  return (typeof value === 'string' && value.length <= 100 ? { [name]: value } : {}) as { [name in N]?: string };
}
