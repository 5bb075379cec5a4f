import { ApiError, type ErrorCode } from '../../protocol/errors';
import { isKey, processInstanceKeyOf } from '../../protocol/keys';
import type { Person } from '../../protocol/product';
import type { CommandResult, InstanceCommand, RejectionCode } from '../../protocol/workflow';
import { CommandRejected } from '../../temporal/errors';
import { updateIdOf } from '../../temporal/updateId';
import type { Answer, V2Parts } from './handler';

/** How long an answer waits for its own effect to be readable. */
export const PROJECTION_WAIT_MS = 2_000;

const CODES: Record<RejectionCode, ErrorCode> = {
  task_closed: 'task_closed',
  task_not_assigned: 'task_not_assigned',
  task_assigned_to_other: 'task_assigned_to_other',
  not_found: 'not_found',
  invalid_state: 'invalid_state',
  subscription_closed: 'subscription_closed',
  invalid_argument: 'invalid_request',
};

export interface PersonsCommand {
  person: Person;
  idempotencyKey: string | undefined;
  command: InstanceCommand;
}

/**
 * Sends a person's command to the instance that owns `key` and waits (≤ 2 s) until its effect can be read.
 * @throws ApiError for what the instance refuses; EngineUnavailable passes
 */
export async function sendCommand(
  { store, instances }: Pick<V2Parts, 'store' | 'instances'>,
  key: string,
  { person, idempotencyKey, command }: PersonsCommand,
): Promise<Answer & { result: CommandResult }> {
  const processInstanceKey = processInstanceKeyOf(key);
  const envelope = { command, actor: { kind: 'person' as const, id: person.id, roles: [...person.roles] } };
  const result = await translated(() =>
    instances.command(processInstanceKey, envelope, updateIdOf(envelope, idempotencyKey)),
  );
  const isThere = await store.projection.waitForSeq(processInstanceKey, result.seq, PROJECTION_WAIT_MS);
  return { result, projectionBehind: !isThere };
}

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof CommandRejected)) throw error;
    const { code, message, by, at } = error.details;
    throw new ApiError(CODES[code], {
      detail: code === 'invalid_argument' ? message : undefined,
      extra: { by, at },
      cause: error,
    });
  }
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
