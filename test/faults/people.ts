import { randomUUID } from 'node:crypto';
import type { Conversation, Entry, Outcome } from '../../protocol/product';
import { ApiClient } from './client';
import type { Journal, OpenedConversation } from './journal';
import { ChatSocket } from './socket';

/** The citizen says so when he has no more questions: then the advisor closes the attention. */
const FAREWELL = 'Muchas gracias, eso era todo.';
const TYPE = 'solicitud.informacion-general';
const AREA = 'credito-educativo';
const MESSAGES = 4;
const REPLY_MS = 60_000;
const END_MS = 90_000;

export interface Load {
  url: string;
  password: string;
  journal: Journal;
  /** No new conversation is opened any more. */
  isEnding(): boolean;
  /** From 0 to 1. */
  random: () => number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(ms: number, holds: () => boolean): Promise<boolean> {
  for (const deadline = Date.now() + ms; Date.now() < deadline; await pause(20)) if (holds()) return true;
  return holds();
}

/** Registers and opens one conversation after the other; some he closes himself. Ends when the load does. */
export async function runCitizen(load: Load): Promise<void> {
  const { journal, url } = load;
  const client = new ApiClient(url, journal);
  await registerCitizen(client);
  const socket = new ChatSocket(client, journal);
  try {
    do await converse(load, client, socket);
    while (!load.isEnding());
  } finally {
    socket.stop();
  }
}

/** Registers a new citizen and signs him in. */
export async function registerCitizen(client: ApiClient): Promise<void> {
  const email = `${randomUUID()}@example.com`;
  const password = 'una clave larga de prueba';
  const documentNumber = String(10_000_000 + Math.floor(Math.random() * 89_000_000));
  const person = { documentType: 'CC', documentNumber, name: 'Persona de Prueba', email, password };
  // Registered already: an earlier attempt was stored, but its answer was lost.
  await client.call('POST', '/api/citizens', { ...person, relationship: 'potencial', consent: true }, [409]);
  await client.signIn(email, password);
}

async function converse({ journal, random }: Load, client: ApiClient, socket: ChatSocket): Promise<void> {
  const request = { type: TYPE, area: AREA, summary: '¿Qué requisitos piden para un crédito?' };
  const { body } = await client.call<OpenedConversation>('POST', '/api/conversations', { roomId: 'general', request });
  const conversation: OpenedConversation = { ...body, closedBy: null };
  journal.conversations.push(conversation);
  const { id } = body;
  let replies = 0;
  socket.subscribe(id, (entry) => {
    if (entry.author.role === 'advisor' && entry.kind === 'message') replies += 1;
    if (entry.kind === 'closed') conversation.closedBy = entry.closed?.by ?? 'nobody';
  });
  const leaves = random() < 0.2;
  for (let index = 1; index <= MESSAGES && conversation.closedBy === null; index += 1) {
    const text = index === MESSAGES ? FAREWELL : `Pregunta ${index}`;
    if (index === MESSAGES && leaves) break;
    const before = replies;
    await socket.send(id, `c-${index}`.padEnd(8, '.') + id, text);
    if (index < MESSAGES) await until(REPLY_MS, () => replies > before || conversation.closedBy !== null);
  }
  if (leaves) await client.call('POST', `/api/conversations/${id}/close`, {});
  if (!(await until(END_MS, () => conversation.closedBy !== null))) {
    journal.broken(`Expected conversation ${id} to be closed within ${END_MS} ms, but it is not`);
    return;
  }
  // Who leaves after a reply was answered too, and is asked how it was.
  if (conversation.closedBy === 'advisor' || replies > 0) {
    const survey = { score: 5, resolved: true };
    // Refused when the answer of an earlier attempt was lost.
    await client.call('POST', `/api/conversations/${id}/survey`, survey, [409]);
  }
}

/** Signs in, is available, answers everything that citizens write and completes the task of who says farewell. */
export async function runAdvisor(load: Load, username: string, isOver: () => boolean): Promise<void> {
  const { journal, url, password } = load;
  const client = new ApiClient(url, journal);
  await client.signIn(username, password);
  const socket = new ChatSocket(client, journal);
  const mine = new Map<string, Promise<void>>();
  let presentAt = 0;
  const tell = (error: unknown): void => journal.broken(String(error));
  try {
    while (!isOver()) {
      if (Date.now() - presentAt > 10_000) {
        await client.call('PUT', '/api/presence', { state: 'available', rooms: ['general'], capacity: 4 });
        presentAt = Date.now();
      }
      const { body } = await client.call<{ items: Conversation[] }>('GET', '/api/conversations?state=open&mine=true');
      for (const { id } of body.items) if (!mine.has(id)) mine.set(id, attend(load, client, socket, id).catch(tell));
      await pause(400);
    }
    await Promise.all(mine.values());
  } finally {
    socket.stop();
  }
}

async function attend(load: Load, client: ApiClient, socket: ChatSocket, id: string): Promise<void> {
  const entries: Entry[] = [];
  let answered = 0;
  socket.subscribe(id, (entry) => entries.push(entry));
  const isOver = (): boolean => entries.some(({ kind }) => kind === 'closed');
  for (;;) {
    await until(END_MS, () => entries.length > answered);
    if (entries.length === answered || isOver()) return;
    const entry = entries[answered] as Entry;
    answered += 1;
    if (entry.author.role !== 'citizen' || entry.kind !== 'message') continue;
    if (!(await socket.send(id, `re-${entry.seq}`.padEnd(8, '.') + id, `Respuesta a ${entry.seq}`))) return;
    if (entry.text === FAREWELL) return complete(load, client, id, isOver);
  }
}

/** Most requests are answered in the chat, the others referred or escalated. */
function outcomeFor(random: number): Outcome {
  if (random < 0.6) return 'answered';
  return random < 0.8 ? 'referred' : 'escalated';
}

async function complete(
  { journal, random }: Load,
  client: ApiClient,
  id: string,
  isOver: () => boolean,
): Promise<void> {
  let conversation: Conversation;
  const deadline = Date.now() + END_MS;
  do {
    ({ body: conversation } = await client.call<Conversation>('GET', `/api/conversations/${id}`, undefined, [404]));
    if (conversation.userTaskKey === undefined) await pause(200);
  } while (conversation.userTaskKey === undefined && !isOver() && Date.now() < deadline);
  const { userTaskKey, processInstanceKey } = conversation;
  if (userTaskKey === undefined) {
    if (!isOver()) journal.broken(`Expected a task of conversation ${id} within ${END_MS} ms, but there is none`);
    return;
  }
  const outcome = outcomeFor(random());
  const variables = { outcome, type: TYPE, area: AREA };
  const path = `/v2/user-tasks/${userTaskKey}/completion`;
  const { status, body } = await client.call('POST', path, { variables }, [403, 404, 409]);
  if (status >= 300)
    journal.broken(`Expected ${userTaskKey} to be completed, but got ${status} ${JSON.stringify(body)}`);
  else journal.completions.push({ conversationId: id, processInstanceKey, userTaskKey, outcome });
}

/** Takes and resolves what the matrix escalates to his role. Ends when the load is over and nothing is left. */
export async function runResolver(load: Load, username: string, isOver: () => boolean): Promise<void> {
  const { journal, url, password } = load;
  const client = new ApiClient(url, journal);
  await client.signIn(username, password);
  const filter = { state: 'CREATED', elementId: 'resolve-escalation', candidateGroup: username };
  for (;;) {
    const wasOver = isOver();
    const { body } = await client.call<{ items: { userTaskKey: string }[] }>('POST', '/v2/user-tasks/search', {
      filter,
    });
    for (const { userTaskKey } of body.items) {
      const task = `/v2/user-tasks/${userTaskKey}`;
      // Refused when the answer to an earlier attempt was lost.
      await client.call('POST', `${task}/assignment`, { assignee: client.personId }, [403, 404, 409]);
      const variables = { resolution: 'answered', answer: 'Revisamos su caso y la respuesta es favorable.' };
      await client.call('POST', `${task}/completion`, { variables }, [403, 404, 409]);
    }
    if (wasOver && body.items.length === 0) return;
    await pause(400);
  }
}
