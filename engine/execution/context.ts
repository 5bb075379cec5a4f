import type { ElementType, EngineEvent } from '../../protocol/events';
import { elementKey, instanceNumberOf } from '../../protocol/keys';
import type { ElementBehavior } from '../elements/behavior';
import type { ElementDefinition, ProcessDefinition, Program } from '../model/definition';
import type { ElementInstance, Execution } from './execution';
import { indexOf, type ExecutionIndex } from './executionIndex';
import type { Effect } from './types';

/** Activations that one step may cause before an endless loop is assumed. */
const ACTIVATION_BUDGET = 10_000;

/** One step at work: the execution, what it has caused so far, and the tokens that are still to be moved. */
export interface StepContext {
  readonly program: Program;
  readonly process: ProcessDefinition;
  readonly execution: Execution;
  readonly index: ExecutionIndex;
  readonly now: number;
  readonly events: EngineEvent[];
  readonly effects: Effect[];
  /** Work that waits its turn: first in, first out, so that parallel branches advance evenly. */
  readonly queue: (() => void)[];
  /** What waits until the queue is empty; see `late.ts`. */
  readonly late: (() => void)[];
  /** Scopes in which tokens have come or gone: their joins may have become ready. */
  readonly touched: Set<string>;
  /** Names of variables that were set and that no condition has been asked about yet. */
  readonly changedNames: Set<string>;
  activationsLeft: number;
  /** The registry, handed in so that behaviours and shared code don't import each other in a circle. */
  readonly behaviorOf: (type: ElementType) => ElementBehavior;
}

export function createContext(
  program: Program,
  execution: Execution,
  now: number,
  behaviorOf: StepContext['behaviorOf'],
): StepContext {
  const process = program.processes[execution.processId];
  if (!process) throw new Error(`Expected process '${execution.processId}' in the program, but it is not there`);
  return {
    program,
    process,
    execution,
    index: indexOf(execution),
    now,
    events: [],
    effects: [],
    queue: [],
    late: [],
    touched: new Set(),
    changedNames: new Set(),
    activationsLeft: ACTIVATION_BUDGET,
    behaviorOf,
  };
}

export function nextKey(context: StepContext): string {
  const { execution } = context;
  execution.sequence += 1;
  return elementKey(instanceNumberOf(execution.processInstanceKey), execution.sequence);
}

/** The definition of an element; its absence is a bug, since compilation checks every reference. */
export function definitionOf(context: StepContext, elementId: string): ElementDefinition {
  const element = context.process.elements[elementId];
  if (!element)
    throw new Error(`Expected element '${elementId}' in process '${context.process.id}', but it is not there`);
  return element;
}

export function instanceOf(context: StepContext, key: string): ElementInstance {
  const instance = context.execution.elements[key];
  if (!instance) throw new Error(`Expected element instance ${key}, but it is not active`);
  return instance;
}

export function behaviorFor(context: StepContext, instance: ElementInstance): ElementBehavior {
  return context.behaviorOf(typeOf(instance, definitionOf(context, instance.elementId)));
}

/** An element's type, but for the body around the instances of a repeated activity. */
export function typeOf({ loop }: ElementInstance, { type }: ElementDefinition): ElementType {
  return loop ? 'MULTI_INSTANCE_BODY' : type;
}

/** Ids of the boundary events that wait on behalf of an instance: those of a repeated activity are about all of it. */
export function boundaryEventsOf(context: StepContext, instance: ElementInstance): string[] {
  return instance.loopCounter === undefined ? definitionOf(context, instance.elementId).boundaryEvents : [];
}

/** Ids of the start events of event sub-processes that wait on behalf of a scope. */
export function eventStartsOf(context: StepContext, instance: ElementInstance): string[] {
  return instance.loop ? [] : (definitionOf(context, instance.elementId).eventStarts ?? []);
}

/** The instance whose scope `instance` lives in; null for the process instance. */
export function parentOf(context: StepContext, instance: ElementInstance): ElementInstance | null {
  return instance.scopeKey === null ? null : instanceOf(context, instance.scopeKey);
}

export function isActive(context: StepContext, instance: ElementInstance): boolean {
  return context.execution.elements[instance.key] === instance;
}
