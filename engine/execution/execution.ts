import type { IncidentType, UserTaskData } from '../../protocol/events';
import type { JsonValue, Variables } from '../../protocol/json';
import type { InstanceState, ThrownError } from '../../protocol/workflow';
import type { FeelTree } from '../feel/tree';
import type { Program } from '../model/definition';
import { ENGINE_VERSION } from './versions';

/** States that an element instance can be seen in; the finished ones leave the execution. See `lifecycle.ts`. */
export type ElementState = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'TERMINATING';

export interface ElementInstance {
  key: string;
  elementId: string;
  /** Null for the process instance itself. */
  scopeKey: string | null;
  state: ElementState;
  /** Epoch milliseconds. */
  activatedAt: number;
  variables: Variables;
  /** What the event brought that has happened already, while the instance of its element is being activated. */
  happened?: Variables;
  /** Tokens of this scope that wait before an element for others: element id → flow id → count. */
  joins?: Record<string, Record<string, number>>;
  /** The process instance: the start event that it began at. */
  startElementId?: string;
  /** Scopes: an interrupting event sub-process has begun in it, so no other can. */
  interrupted?: true;
  /** When the first of them began to wait: element id → epoch milliseconds. */
  joinedAt?: Record<string, number>;
  /** Complex gateways of this scope that have gone on and wait to begin again: id → flows by which tokens were taken. */
  resets?: Record<string, string[]>;
  /** Sequential ad-hoc sub-processes: ids of the elements that are still to begin. */
  pending?: string[];
  /** Scopes: what has completed in it and can be compensated, in the order of its completion. */
  compensables?: Compensable[];
  /** Who compensates: what is still to be done, the last first. */
  compensating?: (Compensable & { scopeKey: string })[];
  /** Compensation handlers, and sub-processes that were opened again for those inside: key of who waits for it. */
  compensates?: string;
  /** Transactions: was canceled, and leaves by its cancel event once all is compensated. */
  canceled?: true;
  /** What a parallel multiple event still collects: event id → definitions that have happened, and what they brought. */
  collected?: Record<string, { parts: number[]; variables: Variables }>;
  /** Only on the body around the instances of a repeated activity. */
  loop?: LoopState;
  /** Only on the instances of a repeated activity: which one it is, from 1. */
  loopCounter?: number;
  /** Call activities: the instance that was called, null until it is known. */
  calledInstanceKey?: string | null;
  calledProcessId?: string;
}

/** An activity that has completed and can be compensated: by its handler, or a sub-process by what is inside. */
export interface Compensable {
  elementId: string;
  handlerId?: string;
  /** Its local variables as they were. */
  variables: Variables;
  inner?: Compensable[];
}

/** How far a repeated activity has come. */
export interface LoopState {
  /** Instances that there are to be; null while only a condition will tell. */
  total: number | null;
  started: number;
  completed: number;
  /** While it throws its own events. */
  throwing?: true;
  /** The input collection, where its elements are needed later: sequential instances. */
  items?: JsonValue[];
  /** The output collection; null where an instance has not completed. */
  outputs?: JsonValue[];
}

export interface Job {
  key: string;
  elementInstanceKey: string;
  jobType: string;
  retries: number;
  headers: Record<string, string>;
  createdAt: number;
}

export interface UserTask extends UserTaskData {
  key: string;
  createdAt: number;
}

/** What all waits for events say: which event, who waits for it, and for which of its definitions if it has several. */
export interface EventWait {
  elementId: string;
  elementInstanceKey: string;
  part?: number;
}

/** A condition that is waited for. */
export interface ConditionWait extends EventWait {
  key: string;
  condition: FeelTree;
  /** Whether it held when it was last evaluated: it happens when it begins to. */
  held: boolean;
  createdAt: number;
}

/** A running timer. `elementId` is the event, `elementInstanceKey` who waits (the activity of a boundary event). */
export interface Timer extends EventWait {
  key: string;
  createdAt: number;
  /** Epoch milliseconds. */
  dueAt: number;
  /** Repetitions after this one; null without end. Only with `interval`. */
  repetitions?: number | null;
  /** ISO 8601 duration of a cycle. */
  interval?: string;
}

export interface Subscription extends EventWait {
  key: string;
  messageName: string;
  correlationKey: string;
  /** Waits for a signal of that name; no correlation key. */
  signal?: true;
  createdAt: number;
}

export interface Incident {
  key: string;
  type: IncidentType;
  message: string;
  elementInstanceKey: string;
  jobKey: string | null;
  createdAt: number;
}

/** An instance as plain JSON, owned by its driver. All collections are by key, in order of creation. */
export interface Execution {
  engineVersion: number;
  processInstanceKey: string;
  processId: string;
  state: InstanceState;
  /** An instance waits for its end, and is told of errors and escalations that nobody catches in it. */
  isCalled?: true;
  /** How many instances have called each other down to this one. */
  callDepth?: number;
  /** The error that nobody caught and that ended it. */
  error?: ThrownError;
  startedAt: number;
  /** The last sequence number that a key was made of. */
  sequence: number;
  elements: Record<string, ElementInstance>;
  jobs: Record<string, Job>;
  userTasks: Record<string, UserTask>;
  timers: Record<string, Timer>;
  subscriptions: Record<string, Subscription>;
  incidents: Record<string, Incident>;
  /** Only while there are any. */
  conditions?: Record<string, ConditionWait>;
}

/** A new execution, before its `start` input. `now` in epoch milliseconds. */
export function createExecution(
  program: Program,
  at: { processInstanceKey: string; now: number; isCalled?: boolean; callDepth?: number },
): Execution {
  return {
    engineVersion: ENGINE_VERSION,
    processInstanceKey: at.processInstanceKey,
    processId: program.processId,
    state: 'ACTIVE',
    ...(at.isCalled && { isCalled: true as const }),
    ...(at.callDepth !== undefined && { callDepth: at.callDepth }),
    startedAt: at.now,
    sequence: 0,
    elements: {},
    jobs: {},
    userTasks: {},
    timers: {},
    subscriptions: {},
    incidents: {},
  };
}

/** Open user tasks, oldest first. */
export function openUserTasks(execution: Execution): UserTask[] {
  return Object.values(execution.userTasks);
}
