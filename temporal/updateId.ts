import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { CommandEnvelope } from '../protocol/workflow';

/**
 * The id under which a command is delivered at most once. Given an `Idempotency-Key` it is that key of that person, else
 * a hash of (action, task, person, body): an id by task alone would tell the loser of a race that he won.
 */
export function updateIdOf(envelope: CommandEnvelope, idempotencyKey?: string): string {
  const { kind, id } = envelope.actor;
  const content = idempotencyKey === undefined ? envelope.command : { key: idempotencyKey };
  const text = canonicalize({ actor: { kind, id }, content });
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}
