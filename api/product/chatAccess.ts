import { decide, type Action } from '../../domain/access/decide';
import { ApiError } from '../../protocol/errors';
import type { AuthorRole, Person } from '../../protocol/product';
import type { Store } from '../../store/connect';
import type { ConversationRecord } from '../../store/product/conversations';

/** Whether an advisor has a conversation with this citizen now: then his earlier requests are his to see. */
export async function attends(store: Store, person: Person, citizenId: string): Promise<boolean> {
  if (!person.roles.includes('asesor')) return false;
  return (await store.conversations.heldBy(person.id)).some((held) => held.citizenId === citizenId);
}

/**
 * A conversation that a person may do something with.
 * @throws ApiError `not_found` when there is none or it isn't his, `forbidden` when his role never may
 */
export async function conversationFor(
  store: Store,
  person: Person,
  conversationId: string,
  action: Action,
): Promise<ConversationRecord> {
  const isAllowed = (one: ConversationRecord): boolean => decide(person, action, one).allowed;
  const known = await store.conversations.peek(conversationId);
  if (known && isAllowed(known)) return known;
  // What this node remembers may be older than an assignment by another.
  const record = known && (await store.conversations.get(conversationId));
  if (!record) throw new ApiError('not_found');
  if (isAllowed(record)) return record;
  const resource = { ...record, attendsCitizen: await attends(store, person, record.citizenId) };
  const decision = decide(person, action, resource);
  if (!decision.allowed) throw new ApiError(decision.code);
  return record;
}

/** As what a person takes part in a conversation. */
export function roleIn(record: ConversationRecord, person: Person): Exclude<AuthorRole, 'system'> {
  return record.citizenId === person.id ? 'citizen' : 'advisor';
}
