import type { RequestHandler } from 'express';
import { ApiError } from '../../protocol/errors';
import type { Person } from '../../protocol/product';
import type { Request } from 'express';
import type { ApiContext } from '../context';

const TOUCH_EVERY_MS = 15_000;

/** Finds out who asks. A stale cookie counts as none, so that public pages go on working; anything else given must be valid. */
export function authenticate({ authenticator, store, now, log }: ApiContext): RequestHandler {
  const touched = new Map<string, number>();
  return async (request, _response, next) => {
    try {
      const identity = await authenticator.identify(request.headers);
      request.person = identity?.person;
      request.sessionId = identity?.sessionId ?? null;
    } catch (error) {
      const isStaleCookie =
        error instanceof ApiError && error.code === 'unauthenticated' && !request.headers.authorization;
      if (!isStaleCookie) throw error;
    }
    if (request.person?.roles.includes('asesor')) touchPresence(request.person.id);
    next();
  };

  /** Every call of an advisor keeps his presence, written at most four times a minute. */
  function touchPresence(personId: string): void {
    const time = now().getTime();
    if (time - (touched.get(personId) ?? 0) < TOUCH_EVERY_MS) return;
    touched.set(personId, time);
    store.presence.touch(personId, new Date(time).toISOString()).catch((error: unknown) => {
      log.warn({ err: error }, 'presence was not noted');
    });
  }
}

/** The person of an authenticated request. @throws ApiError `unauthenticated` */
export function personOf(request: Request): Person {
  if (!request.person) throw new ApiError('unauthenticated');
  return request.person;
}

export const requirePerson: RequestHandler = (request, _response, next) => {
  next(request.person ? undefined : new ApiError('unauthenticated'));
};
