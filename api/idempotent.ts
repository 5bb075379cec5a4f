import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { ApiError } from '../protocol/errors';
import type { StoredAnswer } from '../store/product/idempotency';
import type { ApiContext } from './context';

const MOST_KEY_LENGTH = 200;
/** Person of requests without a session. */
const ANONYMOUS = 'anonymous';

/**
 * Carries out a creating request once per Idempotency-Key: the same body gets the first answer, another a conflict.
 * `create` takes the id of what it creates from its argument, so that a second attempt after a failure half-way finds
 * what the first one left. Failures are not kept: the same key may be sent again.
 * @param body what is compared between attempts, e.g. the checked body
 */
export async function createOnce(
  context: ApiContext,
  request: Request,
  response: Response,
  body: unknown,
  create: (reservedId: string) => Promise<StoredAnswer>,
): Promise<void> {
  const key = request.get('Idempotency-Key');
  if (key === undefined) return send(response, await create(randomUUID()));
  if (key.length === 0 || key.length > MOST_KEY_LENGTH) {
    throw new ApiError('invalid_request', {
      errors: [{ path: 'Idempotency-Key', message: 'Use de 1 a 200 caracteres.' }],
    });
  }
  const scope = { personId: request.person?.id ?? ANONYMOUS, route: `${request.method} ${request.originalUrl}`, key };
  const { idempotency } = context.store;
  const claim = await idempotency.claim(scope, JSON.stringify(body), randomUUID(), context.now().toISOString());
  if (claim.kind === 'conflict') throw new ApiError('idempotency_conflict');
  if (claim.kind === 'replay') return send(response, claim.answer);
  const answer = await create(claim.reservedId);
  await idempotency.keep(scope, answer);
  send(response, answer);
}

function send(response: Response, { status, body }: StoredAnswer): void {
  response.status(status).json(body);
}
