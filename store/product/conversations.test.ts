import { randomUUID } from 'node:crypto';
import { freshDatabaseName, sharedStoreUri } from '../../test/support/services';
import { prepareCollections } from '../collections';
import { connectStore, type Store } from '../connect';

jest.setTimeout(30_000);

let store: Store;
let other: Store;

beforeAll(async () => {
  const databaseName = freshDatabaseName();
  const options = { databaseName, secret: 'a secret of this test, long enough for it' };
  store = await connectStore(sharedStoreUri(), options);
  await prepareCollections(store);
  other = await connectStore(sharedStoreUri(), options);
});

afterAll(() => Promise.all([store.close(), other.close()]));

const at = (second = 0): string => new Date(Date.UTC(2026, 10, 24, 12, 0, second)).toISOString();

const head = (conversationId: string, citizenId: string) => ({
  conversationId,
  requestNumber: `2026-${conversationId}`,
  processInstanceKey: conversationId,
  citizenId,
  roomId: 'general',
  declaredType: 'solicitud.informacion-general',
  declaredArea: 'credito',
  openedAt: at(),
});
const opening = { summary: 'Una pregunta', text: 'Solicitud registrada.' };

async function opened(citizenId: string = randomUUID()): Promise<{ id: string; citizenId: string }> {
  const id = randomUUID();
  await store.conversations.open(head(id, citizenId), opening);
  return { id, citizenId };
}

const message = (authorId: string, clientMessageId: string, text: string, role: 'citizen' | 'advisor' = 'citizen') => ({
  kind: 'message' as const,
  at: at(1),
  authorId,
  authorRole: role,
  text,
  clientMessageId,
});

it('gives every entry of three writers on two nodes its own place, without a gap', async () => {
  // given
  const { id, citizenId } = await opened();
  // when
  await Promise.all(
    [store, other, store].flatMap((node, writer) =>
      Array.from({ length: 10 }, (_, n) =>
        node.conversations.append(id, message(citizenId, `${writer}-${n}`, `text ${writer}-${n}`)),
      ),
    ),
  );
  // then
  const entries = await other.conversations.after(id, citizenId, 0, 100);
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 31 }, (_, n) => n + 1));
  expect(new Set(entries.map(({ clientMessageId }) => clientMessageId)).size).toBe(31);
  expect((await store.conversations.get(id))?.lastSeq).toBe(31);
});

it('acknowledges a message sent twice as the first one and refuses another text under its id', async () => {
  const { id, citizenId } = await opened();
  const first = await store.conversations.append(id, message(citizenId, 'm1', 'Buenos días'));
  const again = await other.conversations.append(id, message(citizenId, 'm1', 'Buenos días'));
  expect(again).toMatchObject({ isNew: false, entry: { seq: first.entry.seq } });
  await expect(store.conversations.append(id, message(citizenId, 'm1', 'Otro texto'))).rejects.toMatchObject({
    code: 'message_conflict',
  });
});

it('lets a late message lose to the end of the conversation, also on a node that has not heard of it', async () => {
  // given
  const { id, citizenId } = await opened();
  await other.conversations.append(id, message(citizenId, 'm1', 'Hola'));
  // when
  await store.conversations.close(id, {
    by: 'citizen',
    authorId: citizenId,
    reason: 'closed',
    text: 'El ciudadano cerró la conversación.',
    at: at(2),
  });
  // then
  await expect(other.conversations.append(id, message(citizenId, 'm2', 'Tarde'))).rejects.toMatchObject({
    code: 'conversation_closed',
  });
  await expect(other.conversations.append(id, message(citizenId, 'm1', 'Hola'))).resolves.toMatchObject({
    isNew: false,
  });
});

it('opens one conversation a citizen and room at a time', async () => {
  const { id, citizenId } = await opened();
  await expect(other.conversations.open(head(randomUUID(), citizenId), opening)).resolves.toMatchObject({
    isNew: false,
    conversation: { conversationId: id },
  });
  await store.conversations.close(id, { by: 'system', authorId: 'system', reason: 'idle', text: '', at: at(3) });
  await expect(other.conversations.open(head(randomUUID(), citizenId), opening)).resolves.toMatchObject({
    isNew: true,
  });
});

it('registers the request together with its conversation, or neither', async () => {
  const { id } = await opened();
  expect(await store.requests.get(`2026-${id}`)).toMatchObject({ conversationId: id, state: 'open', channel: 'chat' });
  expect(await store.requests.personal(`2026-${id}`)).toEqual({ summary: 'Una pregunta' });
});

it('keeps the words of a citizen encrypted', async () => {
  const { id, citizenId } = await opened();
  await store.conversations.append(id, message(citizenId, 'm1', 'mi cédula es 123'));
  const raw = await store.connection.collection('conversationEntries').findOne({ conversationId: id, seq: 2 });
  expect(raw?.text).toMatch(/^v1\./);
});

it('catches up the state of a conversation whose writer died after its entry', async () => {
  // given: an entry in the log that the document never heard of
  const { id, citizenId } = await opened();
  const first = await store.conversations.append(id, message(citizenId, 'm1', 'Hola'));
  await store.connection
    .collection('conversations')
    .updateOne({ conversationId: id }, { $set: { lastSeq: 1, lastEntryAt: at() } });
  // then
  await expect(other.conversations.get(id)).resolves.toMatchObject({ lastSeq: 2, lastEntryAt: first.entry.at });
});

it('takes a slot for a conversation once, and never more slots than there are', async () => {
  await store.presence.set('a1', { state: 'available', rooms: ['general'], capacity: 2 }, at());
  const take = (node: Store, conversation: string) => node.presence.takeSlot('a1', conversation, at(), at(1));
  const taken = await Promise.all([take(store, 'c1'), take(other, 'c1'), take(store, 'c2'), take(other, 'c3')]);
  expect(taken.filter(Boolean)).toHaveLength(2);
  await store.presence.set('a1', { state: 'available', rooms: ['general'], capacity: 3 }, at(2));
  expect(await store.presence.get('a1')).toMatchObject({ free: 1, capacity: 3 });
});

it('answers the first time to a request sent again under its key', async () => {
  const scope = { personId: 'p1', route: 'POST /api/conversations', key: 'k1' };
  expect(await store.idempotency.claim(scope, '{"a":1}', 'r1', at())).toEqual({ kind: 'run', reservedId: 'r1' });
  expect(await store.idempotency.claim(scope, '{"a":1}', 'r2', at())).toEqual({ kind: 'run', reservedId: 'r1' });
  await store.idempotency.keep(scope, { status: 201, body: { id: 'r1' } });
  expect(await store.idempotency.claim(scope, '{"a":1}', 'r3', at())).toEqual({
    kind: 'replay',
    answer: { status: 201, body: { id: 'r1' } },
  });
  expect(await store.idempotency.claim(scope, '{"a":2}', 'r4', at())).toEqual({ kind: 'conflict' });
});
