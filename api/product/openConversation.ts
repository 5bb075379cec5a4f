import { dayOf } from '../../domain/reports/facts';
import { ApiError } from '../../protocol/errors';
import type { OpenConversation, Person } from '../../protocol/product';
import type { CatalogueItem } from '../../protocol/release';
import type { ConversationRecord } from '../../store/product/conversations';
import type { StoredAnswer } from '../../store/product/idempotency';
import { startRequest } from '../../temporal/requestStart';
import type { ApiContext } from '../context';
import { invalidField } from '../validate';
import { openingIn } from './rooms';

/** The next request number, e.g. `2026-000123`: the year of Bogotá and a counter of its own. Gaps are possible. */
export async function nextRequestNumber({ store, now }: Pick<ApiContext, 'store' | 'now'>): Promise<string> {
  const year = dayOf(now().toISOString()).slice(0, 4);
  const number = await store.counters.lease(`requests-${year}`);
  return `${year}-${String(number).padStart(6, '0')}`;
}

/** Refuses ids that the catalogues of the release in force don't have; gives the room. */
export async function checkDraft(
  { release }: ApiContext,
  { roomId, request }: OpenConversation,
): Promise<CatalogueItem> {
  const has = async (catalogue: string, id: string): Promise<CatalogueItem | undefined> =>
    (await release.items(catalogue)).find((item) => item.id === id);
  const room = await has('rooms', roomId);
  if (!room) throw invalidField('roomId', 'No existe esa sala.');
  if (!(await has('request-types', request.type)))
    throw invalidField('request.type', 'No existe ese tipo de solicitud.');
  if (!(await has('areas', request.area))) throw invalidField('request.area', 'No existe esa área.');
  return room;
}

/**
 * Opens a conversation: registered and in the queue first, then its instance is started. When that fails the relay
 * starts it later; the same call may be sent again meanwhile and finds what is there.
 * @param reservedId id of the conversation
 */
export async function openConversation(
  context: ApiContext,
  person: Person,
  draft: OpenConversation,
  reservedId: string,
): Promise<StoredAnswer> {
  const { store, now } = context;
  const room = await checkDraft(context, draft);
  const known =
    (await store.conversations.get(reservedId)) ?? (await store.conversations.openOf(person.id, draft.roomId));
  if (known) return answer(context, known, reservedId);
  const { open, opensAt } = await openingIn(context, room);
  if (!open) throw new ApiError('room_closed', { extra: { opensAt } });
  const requestNumber = await nextRequestNumber(context);
  const { conversation } = await store.conversations.open(
    {
      conversationId: reservedId,
      requestNumber,
      processInstanceKey: await store.counters.nextKey(),
      citizenId: person.id,
      roomId: room.id,
      declaredType: draft.request.type,
      declaredArea: draft.request.area,
      openedAt: now().toISOString(),
    },
    { summary: draft.request.summary, text: await greeting(context, requestNumber) },
  );
  return answer(context, conversation, reservedId);
}

async function answer(
  context: ApiContext,
  conversation: ConversationRecord,
  reservedId: string,
): Promise<StoredAnswer> {
  const { store, instances, log, now } = context;
  if (conversation.relayedSeq === 0) await startRequest({ store, instances }, { ...conversation, channel: 'chat' });
  if (conversation.state === 'waiting') {
    store.chat
      .assignNext(conversation.roomId, now())
      .catch((error: unknown) => log.warn({ err: error }, 'assignment failed'));
  }
  const { conversationId: id, requestNumber, processInstanceKey, state } = conversation;
  return { status: id === reservedId ? 201 : 200, body: { id, requestNumber, processInstanceKey, state } };
}

async function greeting({ release }: ApiContext, requestNumber: string): Promise<string> {
  const texts = await release.items('chat-texts');
  const text =
    texts.find(({ id }) => id === 'greeting')?.label ??
    'Su solicitud quedó registrada con el número {{requestNumber}}.';
  return text.replaceAll('{{requestNumber}}', requestNumber);
}
