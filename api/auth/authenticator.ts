import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../../protocol/errors';
import type { Person } from '../../protocol/product';
import type { PersonRecord } from '../../store/product/people';
import type { Store } from '../../store/connect';
import type { Identity } from '../context';
import { verifyPassword } from './passwords';
import { stepOf } from './totp';

export interface Authenticator {
  /**
   * Checks username, password and, where enrolled, the second factor.
   * @throws ApiError invalid_credentials, second_factor_required
   */
  verify(username: string, password: string, code?: string): Promise<Person>;
  /** Starts a session; the token is shown only now. */
  startSession(personId: string): Promise<string>;
  endSession(sessionId: string): Promise<void>;
  /**
   * Who a request or upgrade comes from: bearer token, Basic credentials, cookie, in this order; null without any.
   * @throws ApiError unauthenticated, invalid_credentials, second_factor_required when what was given is not valid
   */
  identify(headers: IncomingHttpHeaders): Promise<Identity | null>;
  /** Whether the session still holds; asks the store. */
  isAlive(sessionId: string): Promise<boolean>;
  /** Forgets what this node has kept of a session. */
  forget(sessionId: string): void;
}

const SESSION_MS = 12 * 3_600_000;
/** How long a verified token or Basic pair is believed without asking the store. */
const KEPT_MS = { session: 10_000, basic: 60_000 };
const MOST_KEPT = 20_000;

interface Kept {
  identity: Identity;
  until: number;
}

/** @param cookieName `sid`, or `__Host-sid` under https */
export function createAuthenticator(store: Store, cookieName: string, now: () => Date): Authenticator {
  const kept = new Map<string, Kept>();
  // Basic pairs are kept by a keyed hash: nothing in memory can be tried offline without this key.
  const basicKey = randomBytes(32);

  function keep(key: string, identity: Identity, ms: number): Identity {
    const oldest = kept.keys().next().value;
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, { identity, until: now().getTime() + ms });
    return identity;
  }

  function recall(key: string): Identity | null {
    const entry = kept.get(key);
    if (!entry) return null;
    if (entry.until > now().getTime()) return entry.identity;
    kept.delete(key);
    return null;
  }

  async function verify(username: string, password: string, code?: string): Promise<Person> {
    const record = await store.people.byUsername(username);
    const isRight = await verifyPassword(record?.passwordHash ?? null, password);
    if (!record || !isRight || record.state !== 'active') throw new ApiError('invalid_credentials');
    if (record.totpSecret !== null) {
      const step = code === undefined ? null : stepOf(record.totpSecret, code, now());
      if (step === null || !(await store.people.useSecondFactor(record.personId, step)))
        throw new ApiError('second_factor_required');
    }
    return personOf(record);
  }

  async function byToken(token: string): Promise<Identity> {
    const key = `token:${token}`;
    const known = recall(key);
    if (known) return known;
    const session = await store.sessions.byToken(token, now());
    const record = session && (await store.people.get(session.personId));
    if (!session || !record || record.state !== 'active') throw new ApiError('unauthenticated');
    return keep(key, { person: personOf(record), sessionId: session.sessionId }, KEPT_MS.session);
  }

  async function byBasic(encoded: string): Promise<Identity> {
    const key = `basic:${createHmac('sha256', basicKey).update(encoded).digest('base64url')}`;
    const known = recall(key);
    if (known) return known;
    const text = Buffer.from(encoded, 'base64').toString('utf8');
    const colon = text.indexOf(':');
    if (colon < 0) throw new ApiError('invalid_credentials');
    const person = await verify(text.slice(0, colon), text.slice(colon + 1));
    return keep(key, { person, sessionId: null }, KEPT_MS.basic);
  }

  return {
    verify,
    startSession: async (personId) => {
      const token = randomBytes(32).toString('base64url');
      const at = now();
      await store.sessions.start(token, {
        sessionId: randomUUID(),
        personId,
        startedAt: at.toISOString(),
        expiresAt: new Date(at.getTime() + SESSION_MS).toISOString(),
      });
      await store.people.noteLogin(personId, at.toISOString());
      return token;
    },
    endSession: async (sessionId) => {
      await store.sessions.end(sessionId, now().toISOString());
      forget(sessionId);
    },
    identify: async (headers) => {
      const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ', 2);
      if (/^bearer$/i.test(scheme)) return byToken(value);
      if (/^basic$/i.test(scheme)) return byBasic(value);
      if (scheme) throw new ApiError('unauthenticated');
      // A browser can't set headers on an upgrade; where third-party cookies are blocked the token comes as a protocol.
      const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
      const bearer = offered.find((name) => name.startsWith('bearer.'));
      if (bearer) return byToken(bearer.slice('bearer.'.length));
      const cookie = parseCookie(headers.cookie ?? '')[cookieName];
      return cookie ? byToken(cookie) : null;
    },
    isAlive: async (sessionId) => store.sessions.isAlive(sessionId, now()),
    forget,
  };

  function forget(sessionId: string): void {
    for (const [key, { identity }] of kept) if (identity.sessionId === sessionId) kept.delete(key);
  }
}

function personOf({ personId, name, roles }: PersonRecord): Person {
  return { id: personId, name, roles: [...roles] };
}
