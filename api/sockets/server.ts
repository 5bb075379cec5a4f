import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { isStaff } from '../../domain/access/roles';
import { ApiError, problemBody } from '../../protocol/errors';
import { MAX_FRAME_BYTES, SOCKET_CLOSE } from '../../protocol/socket';
import { isOwnOrigin } from '../auth/origin';
import type { ApiContext, Identity } from '../context';
import { toApiError } from '../errors';
import type { Views } from '../product/views';
import { socketConnection, type SocketConnection } from './connection';
import { frameHandler } from './frames';
import { createHub } from './hub';

const PING_EVERY_MS = 20_000;
/** Frames a second that one socket may send for long, and at once. */
const FRAMES = { perSecond: 30, burst: 120 };
const MOST_SOCKETS_A_PERSON = 20;

export interface SocketServer {
  /** Closes the sockets of a session at once. */
  endSession(sessionId: string): void;
  stop(): Promise<void>;
}

interface Open {
  connection: SocketConnection;
  socket: WebSocket;
  isAnswering: boolean;
}

/** `/ws`: upgrades, authentication, life and death of sockets. What is said on them is in `frames` and `hub`. */
export function createSocketServer(server: Server, context: ApiContext, views: Views): SocketServer {
  const { authenticator, settings, store, now, log } = context;
  const open = new Set<Open>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has('cauce') ? 'cauce' : false),
  });
  const hub = createHub({ store, log, view: (entry) => views.entry(entry), sessionEnded: endSession });

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', (error) => log.debug({ err: error }, 'socket failed before its upgrade'));
    admit(request).then(
      (identity) => sockets.handleUpgrade(request, stream, head, (socket) => start(socket, identity)),
      (error: unknown) => refuseUpgrade(stream, toApiError(error)),
    );
  });

  /** Who may have a socket. @throws ApiError */
  async function admit(request: IncomingMessage): Promise<Identity> {
    if (request.url?.split('?')[0] !== '/ws') throw new ApiError('not_found');
    if (!isOwnOrigin(request, settings)) throw new ApiError('origin_refused');
    const identity = await authenticator.identify(request.headers);
    if (!identity) throw new ApiError('unauthenticated');
    const his = [...open].filter(({ connection }) => connection.identity.person.id === identity.person.id);
    if (settings.RATE_LIMITS === 'on' && his.length >= MOST_SOCKETS_A_PERSON) {
      throw new ApiError('rate_limited', { retryAfterSeconds: 30 });
    }
    return identity;
  }

  function start(socket: WebSocket, identity: Identity): void {
    const connection = socketConnection(socket, identity);
    const one: Open = { connection, socket, isAnswering: true };
    open.add(one);
    if (isStaff(identity.person)) hub.addStaff(connection);
    const take = frameHandler(context, hub, connection);
    const allows = frameBudget(settings.RATE_LIMITS === 'on', () => now().getTime());
    socket.on('message', (data, isBinary) => {
      if (!allows()) {
        connection.send({ type: 'error', code: 'rate_limited', message: 'Demasiados mensajes. Espere un momento.' });
      } else take(isBinary ? '' : textOf(data));
    });
    socket.on('pong', () => (one.isAnswering = true));
    socket.on('error', (error) => log.debug({ err: error }, 'socket failed'));
    socket.on('close', () => {
      open.delete(one);
      hub.remove(connection);
    });
    noteSeen(identity);
  }

  const beat = setInterval(() => {
    for (const one of open) {
      if (!one.isAnswering) {
        one.socket.terminate();
        continue;
      }
      one.isAnswering = false;
      one.socket.ping();
      noteSeen(one.connection.identity);
    }
    checkSessions().catch((error: unknown) => log.warn({ err: error }, 'sessions were not checked'));
  }, PING_EVERY_MS);

  /** An open socket keeps an advisor's presence. */
  function noteSeen({ person }: Identity): void {
    if (!person.roles.includes('asesor')) return;
    store.presence.touch(person.id, now().toISOString()).catch((error: unknown) => {
      log.warn({ err: error }, 'presence was not noted');
    });
  }

  /** Sessions that expired end their sockets too. */
  async function checkSessions(): Promise<void> {
    const sessions = new Set([...open].map(({ connection }) => connection.identity.sessionId));
    for (const sessionId of sessions) {
      if (sessionId !== null && !(await authenticator.isAlive(sessionId))) endSession(sessionId);
    }
  }

  function endSession(sessionId: string): void {
    authenticator.forget(sessionId);
    for (const { connection } of open) {
      if (connection.identity.sessionId === sessionId) connection.close(SOCKET_CLOSE.sessionEnded, 'session ended');
    }
  }

  return {
    endSession,
    stop: async () => {
      clearInterval(beat);
      for (const { connection } of open) connection.close(SOCKET_CLOSE.goingAway, 'server stops');
      await hub.stop();
      for (const { socket } of open) socket.terminate();
    },
  };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}

function refuseUpgrade(stream: Duplex, error: ApiError): void {
  const body = JSON.stringify(problemBody(error));
  const { retryAfterSeconds } = error.options;
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(retryAfterSeconds === undefined ? [] : [`Retry-After: ${retryAfterSeconds}`]),
  ];
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** A token bucket. */
function frameBudget(isLimited: boolean, clock: () => number): () => boolean {
  const bucket = { left: FRAMES.burst, at: clock() };
  return () => {
    if (!isLimited) return true;
    const time = clock();
    bucket.left = Math.min(FRAMES.burst, bucket.left + ((time - bucket.at) / 1_000) * FRAMES.perSecond);
    bucket.at = time;
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  };
}
