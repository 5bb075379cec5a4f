import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { MulterError } from 'multer';
import type { Logger } from 'pino';
import { ApiError, problemBody, type ErrorCode } from '../protocol/errors';
import { isStoreUnavailable } from '../store/unavailable';
import { CommandRejected, EngineUnavailable } from '../temporal/errors';

const RETRY_AFTER_SECONDS = 2;

/** Whatever was thrown, as an error of the table. What nobody foresaw is `internal_error`, with its cause for the log. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof CommandRejected) {
    const { code, message, by, at } = error.details;
    const known: ErrorCode = code === 'invalid_argument' ? 'invalid_request' : code;
    return new ApiError(known, {
      detail: known === 'invalid_request' ? message : undefined,
      extra: { by, at },
      cause: error,
    });
  }
  if (error instanceof EngineUnavailable) {
    return new ApiError('engine_unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause: error });
  }
  if (isStoreUnavailable(error)) {
    return new ApiError('store_unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS, cause: error });
  }
  if (error instanceof MulterError) {
    return new ApiError(error.code === 'LIMIT_FILE_SIZE' ? 'payload_too_large' : 'invalid_request', { cause: error });
  }
  const status = statusOf(error);
  if (status === 404) return new ApiError('not_found', { cause: error });
  if (status === 413) return new ApiError('payload_too_large', { cause: error });
  if (status !== null && status >= 400 && status < 500) return new ApiError('invalid_request', { cause: error });
  return new ApiError('internal_error', { cause: error });
}

/** Body parsers and the router mark their errors with a status. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}

/** Answers errors as problem details (RFC 9457). */
export function errorMiddleware(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    // Answered by the deadline already: what failed is told, and the same key may be sent again.
    if (response.writableEnded) return;
    const known = toApiError(error);
    if (known.code === 'internal_error') log.error({ err: known.options.cause, path: request.path }, 'request failed');
    if (response.headersSent) return next(error);
    sendProblem(request, response, known);
  };
}

/**
 * Answers 503 when a handler has not answered in time: a store that hangs refuses nothing. The handler goes on; whoever
 * sends the same key again finds what it did. Uploads take as long as their line needs.
 */
export function deadlineMiddleware(deadlineMs: number): RequestHandler {
  return (request, response, next) => {
    if (request.is('multipart/form-data')) return next();
    const timer = setTimeout(() => {
      if (response.headersSent) return;
      sendProblem(request, response, new ApiError('store_unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS }));
    }, deadlineMs);
    response.once('close', () => clearTimeout(timer));
    next();
  };
}

export function sendProblem(request: Request, response: Response, error: ApiError): void {
  const { retryAfterSeconds } = error.options;
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  if (error.status === 401 && !request.headers.origin)
    response.setHeader('WWW-Authenticate', 'Bearer, Basic realm="cauce"');
  response
    .status(error.status)
    .setHeader('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(error, languageOf(request))));
}

/** People of the entity read Spanish; who asks for English first gets it. */
function languageOf(request: Request): 'es' | 'en' {
  return request.acceptsLanguages('es', 'en') === 'en' ? 'en' : 'es';
}
