import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { ApiError } from '../../protocol/errors';
import type { ApiSettings } from '../context';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether an unsafe request or an upgrade comes from this site or from a program. A browser says where it comes from by
 * Origin, or at least by Sec-Fetch-Site; a program sends neither.
 */
export function isOwnOrigin(request: IncomingMessage, settings: ApiSettings): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin === undefined) return site === undefined || site === 'same-origin' || site === 'none';
  if (settings.PUBLIC_URL && origin === new URL(settings.PUBLIC_URL).origin) return true;
  // In production only the public address counts: a Host header may be anything that resolves to us.
  return settings.NODE_ENV !== 'production' && hostOf(origin) === host;
}

export function originMiddleware(settings: ApiSettings): RequestHandler {
  return (request, _response, next) => {
    if (SAFE_METHODS.has(request.method) || isOwnOrigin(request, settings)) return next();
    next(new ApiError('origin_refused'));
  };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
