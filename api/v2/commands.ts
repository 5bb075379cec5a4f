import { ApiError } from '../../protocol/errors';
import { isKey, processInstanceKeyOf } from '../../protocol/keys';
import type { Person } from '../../protocol/product';
import type { InstanceCommand } from '../../protocol/workflow';
import { updateIdOf } from '../../temporal/updateId';
import type { Answer, V2Parts } from './handler';

/** How long an answer waits for its own effect to be readable. */
export const PROJECTION_WAIT_MS = 2_000;

export interface PersonsCommand {
  person: Person;
  idempotencyKey: string | undefined;
  command: InstanceCommand;
}

/**
 * Sends a person's command to the instance that owns `key` and waits (≤ 2 s) until its effect can be read.
 * @throws CommandRejected, EngineUnavailable
 */
export async function sendCommand(
  { store, instances }: Pick<V2Parts, 'store' | 'instances'>,
  key: string,
  { person, idempotencyKey, command }: PersonsCommand,
): Promise<Answer> {
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
