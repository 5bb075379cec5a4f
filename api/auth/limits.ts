import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { ApiError } from '../../protocol/errors';
import type { ApiSettings } from '../context';

export interface Limits {
  /** Everything: 1,200 a minute per person, else per address. */
  general: RequestHandler;
  /** Signing in: 10 a minute per address and username. */
  login: RequestHandler;
  /** What anybody may ask without a session and could be used to guess: 20 a minute per address. */
  guessing: RequestHandler;
}

const MINUTE_MS = 60_000;

/** Limits per client on this node; lifted by RATE_LIMITS=off outside production. */
export function createLimits(settings: ApiSettings): Limits {
  if (settings.RATE_LIMITS === 'off' && settings.NODE_ENV !== 'production') {
    const none: RequestHandler = (_request, _response, next) => next();
    return { general: none, login: none, guessing: none };
  }
  const address = (ip: string | undefined): string => ipKeyGenerator(ip ?? 'unknown');
  return {
    general: limit(1_200, (request) => request.person?.id ?? address(request.ip)),
    login: limit(10, (request) => {
      const { username } = (request.body ?? {}) as { username?: unknown };
      return `${address(request.ip)} ${typeof username === 'string' ? username.toLowerCase() : ''}`;
    }),
    guessing: limit(20, (request) => address(request.ip)),
  };
}

function limit(perMinute: number, key: (request: Parameters<RequestHandler>[0]) => string): RequestHandler {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Addresses are keyed by ipKeyGenerator above; the library looks for its name in this function only.
    validate: { keyGeneratorIpFallback: false },
    keyGenerator: key,
    handler: (_request, response, next) => {
      const seconds = Number(response.getHeader('Retry-After') ?? 60);
      next(new ApiError('rate_limited', { retryAfterSeconds: seconds }));
    },
  });
}
