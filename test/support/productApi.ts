import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import pino from 'pino';
import { WebSocket } from 'ws';
import { createJobs } from '../../activities/jobs';
import { createApi, type Api } from '../../api/app';
import { hashPassword } from '../../api/auth/passwords';
import type { ApiSettings } from '../../api/context';
import { JOB_TYPES } from '../../protocol/jobTypes';
import type { ServerFrame } from '../../protocol/socket';
import { deployProcedures, readProcedures } from '../../standalone/procedures';
import type { Store } from '../../store/connect';
import { relaySweeps } from '../../worker/relay';
import { startSweeps } from '../../worker/sweeps';
import { checkAnswer } from './answers';
import { startProcessBed, type ProcessBed } from './processes';

const ROOT = path.resolve(__dirname, '../..');
const PASSWORD = 'una frase larga de prueba';

export interface Answer {
  status: number;
  // Tests look into bodies of every kind.
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
  headers: Headers;
}

/** A program with a session: what a citizen's or an advisor's browser does, without the browser. */
export interface Session {
  id: string;
  token: string;
  call(method: string, address: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  socket(): Promise<TestSocket>;
}

export interface TestSocket {
  frames: ServerFrame[];
  socket: WebSocket;
  send(frame: object): void;
  /** Waits for a frame that fits, those that came before included. */
  frame<T extends ServerFrame['type']>(
    type: T,
    fits?: (frame: Extract<ServerFrame, { type: T }>) => boolean,
  ): Promise<Extract<ServerFrame, { type: T }>>;
  /** Code of its end. */
  closed: Promise<number>;
  close(): void;
}

/** The whole product but the front ends, in this process: API, sockets, worker with all jobs, relay; `definitions/` deployed. */
export interface ProductBed extends ProcessBed {
  url: string;
  call(method: string, address: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Registers a citizen and signs in. */
  citizen(): Promise<Session>;
  /** Makes an account of these roles and signs in. */
  staff(...roles: string[]): Promise<Session>;
  signIn(username: string, password?: string): Promise<Session>;
  /** A second API node on the same store. */
  secondNode(): Promise<{ url: string; close(): Promise<void> }>;
  stop(): Promise<void>;
}

export async function startProductBed(settings: Partial<ApiSettings> = {}): Promise<ProductBed> {
  const jobs: { current: ReturnType<typeof createJobs> | undefined } = { current: undefined };
  const bed = await startProcessBed({
    jobs: Object.fromEntries(
      JOB_TYPES.map((type) => [
        type,
        (input) => jobs.current?.[type](input) ?? Promise.reject(new Error('Expected jobs, but there are none yet')),
      ]),
    ),
  });
  const { store, instances, correlator } = bed;
  jobs.current = createJobs({
    store,
    now: Date.now,
    publicUrl: 'http://localhost',
    publish: (message) => correlator.publish(message),
  });
  await deployProcedures(store, readProcedures(path.join(ROOT, 'definitions')), 'test');
  const stopRelay = startSweeps(relaySweeps({ store, instances, correlator, now: Date.now }), () => undefined);
  const parts = {
    store,
    instances,
    correlator,
    log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    settings: {
      NODE_ENV: 'test' as const,
      PORT: 0,
      EMBED_ORIGINS: undefined,
      TRUST_PROXY: 0,
      RATE_LIMITS: 'off' as const,
      PUBLIC_URL: undefined,
      SMTP_URL: undefined,
      ...settings,
    },
    webFolder: path.join(ROOT, '.cache', 'no-web'),
    deployed: () => Promise.resolve(),
    nextTimes: () => Promise.resolve([]),
    checkEngine: () => Promise.resolve(),
  };
  const nodes: Api[] = [];
  const node = async (): Promise<string> => {
    const api = createApi(parts);
    nodes.push(api);
    await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
  };
  const url = await node();
  const signIn = async (username: string, password = PASSWORD): Promise<Session> => {
    const { status, body } = await callApi(url, 'POST', '/api/session', { username, password });
    if (status !== 200) throw new Error(`Expected to sign in, but got ${status} ${JSON.stringify(body)}`);
    return session(url, body as { token: string; person: { id: string } });
  };
  return {
    ...bed,
    url,
    call: (...request) => callApi(url, ...request),
    signIn,
    citizen: async () => {
      const email = `${randomUUID()}@correo.example`;
      const registered = await callApi(url, 'POST', '/api/citizens', registration({ email }));
      if (registered.status !== 201) throw new Error(`Expected 201, but got ${JSON.stringify(registered.body)}`);
      return signIn(email);
    },
    staff: async (...roles) => signIn(await addStaff(store, roles)),
    secondNode: async () => {
      const second = await node();
      return { url: second, close: () => nodes[nodes.length - 1]?.close() ?? Promise.resolve() };
    },
    stop: async () => {
      await stopRelay();
      await Promise.all(nodes.map((api) => api.close()));
      await bed.stop();
    },
  };
}

/** A citizen's registration that is valid; `change` replaces or adds fields. */
export function registration(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    documentType: 'CC',
    documentNumber: String(Math.floor(10_000_000 + Math.random() * 89_000_000)),
    name: 'Ana Prueba',
    email: `${randomUUID()}@correo.example`,
    password: PASSWORD,
    relationship: 'beneficiario',
    consent: true,
    ...change,
  };
}

export async function callApi(
  url: string,
  method: string,
  address: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const isForm = body instanceof FormData;
  const response = await fetch(url + address, {
    method,
    headers: { ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }), ...headers },
    body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const answer: unknown = isJson ? JSON.parse(text) : text;
  checkAnswer(method, address, response.status, answer);
  return { status: response.status, body: answer, headers: response.headers };
}

async function addStaff(store: Store, roles: string[]): Promise<string> {
  const username = `staff-${randomUUID().slice(0, 8)}`;
  await store.people.add({
    personId: randomUUID(),
    kind: 'staff',
    username,
    name: `Persona ${username}`,
    email: `${username}@cauce.example`,
    roles,
    passwordHash: await hashPassword(PASSWORD),
    state: 'active',
    createdAt: new Date().toISOString(),
    citizen: null,
  });
  return username;
}

function session(url: string, { token, person }: { token: string; person: { id: string } }): Session {
  const bearer = { authorization: `Bearer ${token}` };
  return {
    id: person.id,
    token,
    call: (method, address, body, headers = {}) => callApi(url, method, address, body, { ...bearer, ...headers }),
    socket: () => openSocket(url, bearer),
  };
}

/** Opens `/ws` and keeps what comes. @throws with the HTTP status when the upgrade is refused */
export async function openSocket(url: string, headers: Record<string, string>): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers });
  const frames: ServerFrame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as ServerFrame);
    waiting.forEach((look) => look());
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response) => reject(new Error(String(response.statusCode))));
    socket.once('error', reject);
  });
  const frame: TestSocket['frame'] = (type, fits = () => true) =>
    new Promise((resolve, reject) => {
      type Wanted = Extract<ServerFrame, { type: typeof type }>;
      const timer = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`Expected a frame ${type}, but got ${JSON.stringify(frames.slice(-20))}`));
      }, 8_000);
      const look = (): void => {
        const found = frames.find((one) => one.type === type && fits(one as Wanted));
        if (!found) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found as Wanted);
      };
      waiting.add(look);
      look();
    });
  return {
    frames,
    socket,
    frame,
    closed,
    send: (one) => socket.send(JSON.stringify(one)),
    close: () => socket.terminate(),
  };
}

/** A request that the catalogues of the shipped procedure know. */
export const draft = (change: Record<string, unknown> = {}) => ({
  roomId: 'general',
  request: { type: 'solicitud.informacion-general', area: 'credito-educativo', summary: '¿Qué requisitos hay?' },
  ...change,
});

/** Asks again until it holds, for what another part does in its own time. */
export async function eventually<T>(look: () => Promise<T>, holds: (value: T) => boolean, limitMs = 8_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`Expected it to hold, but got ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
