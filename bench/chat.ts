import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mongo } from 'mongoose';
import WebSocket from 'ws';
import { startProduct, type Product } from '../test/support/product';
import { residentBytesOf } from './support/cpu';
import { median, printTable, quantile } from './support/figures';

const PEOPLE = Number(process.argv[2] ?? 16);
const ROUNDS = 3;
const ROUND_MS = 6_000;
const IDLE_SOCKETS = 1_000;
const SETTLE_MS = 5_000;
const PASSWORD = 'una clave larga de prueba';

interface Talker {
  socket: WebSocket;
  conversationId: string;
}

/** What one round measured: operations a second, and how long each took, in ms. */
interface Round {
  perSecond: number;
  times: number[];
}

/**
 * What an idle authenticated socket costs the API's process; then messages that are stored and acknowledged over real
 * sockets, beside bare inserts of the same documents into the same store, in turns.
 */
async function main(): Promise<void> {
  const product = await startProduct({ LOG_LEVEL: 'error' });
  const { mongodbUri, pids } = product.services();
  const client = await mongo.MongoClient.connect(mongodbUri, { writeConcern: { w: 'majority', journal: true } });
  try {
    const tokens = await Promise.all(Array.from({ length: PEOPLE }, () => register(product)));
    // Before any load: memory that a load has left free would hide the growth.
    await reportIdleSockets(product, tokens[0] ?? '', pids.api ?? -1);
    const talkers: Talker[] = [];
    for (const token of tokens) talkers.push(await openConversation(product, token));
    const bare = client.db('bench').collection('entries');
    await bare.createIndex({ conversationId: 1, seq: 1 }, { unique: true });
    await bare.createIndex({ conversationId: 1, authorId: 1, dedupe: 1 }, { unique: true });
    const chat: Round[] = [];
    const inserts: Round[] = [];
    await run(talkers.map(sender));
    for (let round = 0; round < ROUNDS; round += 1) {
      inserts.push(await run(talkers.map(() => inserter(bare))));
      chat.push(await run(talkers.map(sender)));
    }
    report(chat, inserts);
    for (const { socket } of talkers) socket.close();
  } finally {
    await client.close();
    await product.stop();
  }
}

async function register({ url }: Product): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  const documentNumber = String(10_000_000 + Math.floor(Math.random() * 89_000_000));
  const person = { documentType: 'CC', documentNumber, name: 'Persona de Prueba', email, password: PASSWORD };
  await post(url, '/api/citizens', { ...person, relationship: 'potencial', consent: true });
  const { token } = await post<{ token: string }>(url, '/api/session', { username: email, password: PASSWORD });
  return token;
}

async function openConversation({ url }: Product, token: string): Promise<Talker> {
  const request = { type: 'solicitud.informacion-general', area: 'credito-educativo', summary: '¿Qué requisitos hay?' };
  const { id } = await post<{ id: string }>(url, '/api/conversations', { roomId: 'general', request }, token);
  const socket = await openSocket(url, token);
  socket.send(JSON.stringify({ type: 'subscribe', conversationId: id, after: 0 }));
  return { socket, conversationId: id };
}

async function post<T>(url: string, path: string, body: object, token?: string): Promise<T> {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`Expected ${path} to succeed, but got ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function openSocket(url: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: { authorization: `Bearer ${token}` } });
  await once(socket, 'open');
  return socket;
}

/** Sends one message after the other, each when the one before is acknowledged. */
function sender({ socket, conversationId }: Talker): () => Promise<void> {
  return () =>
    new Promise((resolve, reject) => {
      const clientMessageId = randomUUID();
      const take = (data: Buffer): void => {
        const frame = JSON.parse(data.toString('utf8')) as { type: string; clientMessageId?: string; code?: string };
        if (frame.type === 'error') reject(new Error(`Expected an acknowledgement, but got ${frame.code}`));
        if (frame.type !== 'ack' || frame.clientMessageId !== clientMessageId) return;
        socket.off('message', take);
        resolve();
      };
      socket.on('message', take);
      const text = '¿Qué documentos necesito para pedir un crédito de pregrado?';
      socket.send(JSON.stringify({ type: 'send', conversationId, clientMessageId, text }));
    });
}

/** Inserts documents like those of the log, without a thought. */
function inserter(collection: mongo.Collection): () => Promise<void> {
  const conversationId = randomUUID();
  let seq = 0;
  return async () => {
    const dedupe = randomUUID();
    await collection.insertOne({
      conversationId,
      seq: ++seq,
      kind: 'message',
      authorId: conversationId,
      authorRole: 'citizen',
      dedupe,
      clientMessageId: dedupe,
      text: 'x'.repeat(140),
      at: new Date().toISOString(),
      data: {},
    });
  };
}

async function run(each: (() => Promise<void>)[]): Promise<Round> {
  const times: number[] = [];
  const began = performance.now();
  await Promise.all(
    each.map(async (once) => {
      while (performance.now() - began < ROUND_MS) {
        const sent = performance.now();
        await once();
        times.push(performance.now() - sent);
      }
    }),
  );
  return { perSecond: (times.length * 1_000) / (performance.now() - began), times };
}

function report(chat: Round[], inserts: Round[]): void {
  const row = (name: string, rounds: Round[]) => {
    const times = rounds.flatMap((round) => round.times);
    return {
      [`${PEOPLE} at once`]: name,
      'per second': median(rounds.map(({ perSecond }) => perSecond)),
      'p50 ms': quantile(times, 0.5),
      'p99 ms': quantile(times, 0.99),
    };
  };
  printTable([row('stored and acknowledged over sockets', chat), row('bare inserts', inserts)]);
  const ratios = chat.map(({ perSecond }, round) => perSecond / (inserts[round]?.perSecond ?? NaN));
  console.log(`messages / bare inserts = ${median(ratios).toFixed(2)}\n`);
}

async function reportIdleSockets(product: Product, token: string, pid: number): Promise<void> {
  const open = async (count: number): Promise<WebSocket[]> => {
    const sockets: WebSocket[] = [];
    for (let index = 0; index < count; index += 1) sockets.push(await openSocket(product.url, token));
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return sockets;
  };
  // The first hundred make what every later one shares.
  const first = await open(100);
  const before = residentBytesOf(pid);
  const sockets = await open(IDLE_SOCKETS);
  const growth = (residentBytesOf(pid) - before) / IDLE_SOCKETS / 1_000;
  console.log(`growth of the API's process: ${growth.toFixed(1)} kB an idle authenticated socket (${IDLE_SOCKETS})\n`);
  for (const socket of [...first, ...sockets]) socket.terminate();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
