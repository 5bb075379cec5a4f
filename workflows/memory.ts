import { createExecution, type Effect, type Execution } from '../engine';
import type { Actor, EngineEvent, RecordedEvent } from '../protocol/events';
import type { CommandResult } from '../protocol/workflow';
import type { InstanceInput } from '../temporal/input';

/** What an instance knows of itself, as plain JSON: it travels through continue-as-new. */
export interface InstanceMemory {
  execution: Execution;
  /** Events that the store may not have yet, in order. */
  outbox: RecordedEvent[];
  /** The last event's number. */
  seq: number;
  projectedSeq: number;
  /** Hash of the last recorded entry. */
  head: string;
  /** By task key: who closed it, so that whoever comes second is told. The last MAX_CLOSED_TASKS. */
  closedTasks: Record<string, ClosedTask>;
  /** By update id: what was answered, for retries after continue-as-new or the end. The last MAX_ANSWERS. */
  answers: Record<string, CommandResult>;
  /** By message id: a message is delivered to an instance once. The last MAX_MESSAGES. */
  messages: Record<string, number>;
  /** How the instance ended; null while it runs. */
  end: InstanceEnd | null;
}

export interface ClosedTask {
  by: string;
  at: string;
}

export type InstanceEnd = Omit<Extract<Effect, { type: 'endInstance' }>, 'type'>;

const NO_HEAD = '0'.repeat(64);
const MAX_CLOSED_TASKS = 500;
const MAX_ANSWERS = 200;
const MAX_MESSAGES = 500;

/** The memory of an instance that has begun and not made its first step yet. `now` in epoch milliseconds. */
export function freshMemory(input: InstanceInput, now: number): InstanceMemory {
  const { program, processDefinitionKey, release, parent, rootKey, startedBy } = input;
  const memory: InstanceMemory = {
    execution: createExecution(input.program, {
      processInstanceKey: input.processInstanceKey,
      now,
      isCalled: parent !== null,
      callDepth: input.callDepth,
    }),
    outbox: [],
    seq: 0,
    projectedSeq: 0,
    head: NO_HEAD,
    closedTasks: {},
    answers: {},
    messages: input.message ? { [input.message.messageId]: 0 } : {},
    end: null,
  };
  const started: EngineEvent = {
    type: 'instance.started',
    processId: program.processId,
    processDefinitionKey,
    release: release.number,
    releaseHash: release.hash,
    parent,
    rootKey,
  };
  recordEvents(memory, [started], startedBy, now);
  return memory;
}

/** Numbers what happened and puts it into the outbox; closed tasks are kept for whoever comes second. `now` in epoch ms. */
export function recordEvents(memory: InstanceMemory, events: EngineEvent[], actor: Actor, now: number): void {
  const at = new Date(now).toISOString();
  for (const event of events) {
    memory.seq += 1;
    memory.outbox.push({ seq: memory.seq, at, actor, event });
    if (event.type === 'userTask.completed' || event.type === 'userTask.canceled')
      rememberClosedTask(memory, event.key, { by: actor.id, at });
  }
}

function rememberClosedTask(memory: InstanceMemory, userTaskKey: string, task: ClosedTask): void {
  remember(memory.closedTasks, userTaskKey, task, MAX_CLOSED_TASKS);
}

export function rememberAnswer(memory: InstanceMemory, updateId: string, result: CommandResult): void {
  remember(memory.answers, updateId, result, MAX_ANSWERS);
}

export function rememberMessage(memory: InstanceMemory, messageId: string, seq: number): void {
  remember(memory.messages, messageId, seq, MAX_MESSAGES);
}

/** Keys with a letter or beyond 2^32 keep their order of insertion, so the first is the oldest. */
function remember<T>(entries: Record<string, T>, key: string, value: T, limit: number): void {
  entries[key] = value;
  const keys = Object.keys(entries);
  if (keys.length > limit && keys[0] !== undefined) delete entries[keys[0]];
}
