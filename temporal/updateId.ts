import { createHash, randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { CommandEnvelope, InstanceCommand } from '../protocol/workflow';

/** What may be asked again with the same words and mean something new: to take a task, give it back, take it again. */
const REPEATABLE: ReadonlySet<InstanceCommand['type']> = new Set([
  'assignUserTask',
  'unassignUserTask',
  'updateUserTask',
  'setVariables',
  'modify',
  'migrate',
]);

/**
 * The id under which a command is delivered at most once: a hash of (action, task, person, body), with the request's
 * `Idempotency-Key` if it has one. An id by task alone would tell the loser of a race that he won. Without a key, a
 * repeatable command gets an id of its own each time; sent twice, it does nothing the second time.
 */
export function updateIdOf({ actor: { kind, id }, command }: CommandEnvelope, idempotencyKey?: string): string {
  const key = idempotencyKey ?? (REPEATABLE.has(command.type) ? randomUUID() : null);
  const text = canonicalize({ actor: { kind, id }, command, key });
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}
