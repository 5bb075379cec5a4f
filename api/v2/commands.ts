import { ApiError } from '../../protocol/errors';
import { isKey, processInstanceKeyOf } from '../../protocol/keys';
import type { Person } from '../../protocol/product';
import type { InstanceCommand } from '../../protocol/workflow';
import { updateIdOf } from '../../temporal/updateId';
import type { V2Parts } from './handler';

/** How long an answer waits for its own effect to be readable. */
export const PROJECTION_WAIT_MS = 2_000;

export interface PersonsCommand {
  person: Person;
  idempotencyKey: string | undefined;
  /** The request's: under the same Idempotency-Key it must be the same. */
  body: unknown;
  command: InstanceCommand;
}

/**
 * Sends a person's command to the instance that owns `key` and waits (≤ 2 s) until its effect can be read.
 * @throws ApiError idempotency_conflict for a key that came with another body; CommandRejected, EngineUnavailable
 */
export async function sendCommand(
  { store, instances, now }: Pick<V2Parts, 'store' | 'instances' | 'now'>,
  key: string,
  { person, idempotencyKey, body, command }: PersonsCommand,
): Promise<{ projectionBehind: boolean }> {
  if (idempotencyKey !== undefined) {
    const scope = { personId: person.id, route: `${command.type} ${key}`, key: idempotencyKey };
    // The instance keeps the answer: only what was asked is remembered here.
    const claim = await store.idempotency.claim(scope, JSON.stringify(body), key, new Date(now()).toISOString());
    if (claim.kind === 'conflict') throw new ApiError('idempotency_conflict');
  }
  const processInstanceKey = processInstanceKeyOf(key);
  const envelope = { command, actor: { kind: 'person' as const, id: person.id, roles: [...person.roles] } };
  const { seq } = await instances.command(processInstanceKey, envelope, updateIdOf(envelope, idempotencyKey));
  const isThere = await store.projection.waitForSeq(processInstanceKey, seq, PROJECTION_WAIT_MS);
  return { projectionBehind: !isThere };
}

/** A path parameter that is a key; anything else leads nowhere. */
export function keyParam(params: Record<string, string>, name: string): string {
  const key = params[name];
  if (key === undefined || !isKey(key)) throw new ApiError('not_found');
  return key;
}

/** What was read by a key that may lead nowhere. */
export function found<T>(value: T | null): T {
  if (value === null) throw new ApiError('not_found');
  return value;
}
