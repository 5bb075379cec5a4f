import type { Client } from '@temporalio/client';
import type { Execution, UserTask } from '../../engine';
import type { RecordedEvent } from '../../protocol/events';
import type { Variables } from '../../protocol/json';
import type { CommandEnvelope, CommandResult, InstanceCommand, InstanceSnapshot } from '../../protocol/workflow';
import type { Store } from '../../store/connect';
import type { InstanceClient } from '../../temporal/instanceClient';
import { updateIdOf } from '../../temporal/updateId';

const PATIENCE_MS = 20_000;

/** A process instance in a test: what it waits for, what is done to it, what is recorded of it. */
export interface RunningInstance {
  readonly key: string;
  execution(): Promise<Execution>;
  snapshot(): Promise<InstanceSnapshot>;
  /** Waits until a user task of this element is open. */
  task(elementId: string): Promise<UserTask>;
  /** Waits until a user task of this element is open, then completes it. */
  complete(elementId: string, variables?: Variables, person?: string): Promise<CommandResult>;
  command(command: InstanceCommand, person?: string, idempotencyKey?: string): Promise<CommandResult>;
  /** Waits for the workflow's end. */
  ended(): Promise<string>;
  /** The record, in order. Only what is stored by now. */
  recorded(): Promise<RecordedEvent[]>;
  /** Waits until the instance satisfies a condition. */
  until(what: string, holds: (execution: Execution) => boolean): Promise<Execution>;
  /** `activated id`, `completed id`, `terminated id` of the elements, in order: the path. */
  trace(): Promise<string[]>;
}

export function runningInstance(
  { client, store, instances }: { client: Client; store: Store; instances: InstanceClient },
  key: string,
): RunningInstance {
  const snapshot = (): Promise<InstanceSnapshot> => instances.snapshot(key);
  const execution = async (): Promise<Execution> => (await snapshot()).execution as Execution;

  async function until(what: string, holds: (execution: Execution) => boolean): Promise<Execution> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const now = await execution();
      if (holds(now)) return now;
      if (Date.now() > deadline) throw new Error(`Expected ${what}, but the instance is ${JSON.stringify(now)}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const find = ({ userTasks }: Execution, elementId: string): UserTask | undefined =>
    Object.values(userTasks).find((task) => task.elementId === elementId);

  async function task(elementId: string): Promise<UserTask> {
    const found = find(await until(`user task ${elementId}`, (now) => find(now, elementId) !== undefined), elementId);
    if (!found) throw new Error(`Expected user task ${elementId}, but it is not there`);
    return found;
  }

  function command(what: InstanceCommand, person = 'ana', idempotencyKey?: string): Promise<CommandResult> {
    const envelope: CommandEnvelope = { command: what, actor: { kind: 'person', id: person } };
    return instances.command(key, envelope, updateIdOf(envelope, idempotencyKey));
  }

  const recorded = (): Promise<RecordedEvent[]> => store.record.events(key);

  return {
    key,
    execution,
    snapshot,
    task,
    command,
    until,
    recorded,
    complete: async (elementId, variables = {}, person = 'ana') => {
      const { key: userTaskKey } = await task(elementId);
      return command({ type: 'completeUserTask', userTaskKey, variables }, person);
    },
    ended: async () => ((await client.workflow.getHandle(key).result()) as { state: string }).state,
    trace: async () =>
      (await recorded()).flatMap(({ event }) =>
        event.type === 'element.activated' || event.type === 'element.completed' || event.type === 'element.terminated'
          ? [`${event.type.slice('element.'.length)} ${event.elementId}`]
          : [],
      ),
  };
}
