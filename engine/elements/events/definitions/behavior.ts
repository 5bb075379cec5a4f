import type { StepContext } from '../../../execution/context';
import type { ElementInstance } from '../../../execution/execution';
import type { CatchStrength, Thrown } from '../../../execution/catching';
import type { Listener } from '../../../execution/listening';
import type { ElementDefinition } from '../../../model/definition';
import type { ElementSource, NestedSource } from '../../../model/source';
import type { NewStart, References } from '../../behavior';

/** Where an event definition stands; each kind is allowed at some of them. The inner starts are those of event sub-processes. */
export type EventPosition =
  | 'start'
  | 'innerStart'
  | 'nonInterruptingInnerStart'
  | 'catch'
  | 'boundary'
  | 'nonInterruptingBoundary'
  | 'throw'
  | 'end';

/** Where events wait for what comes from outside. */
export const CATCHING: readonly EventPosition[] = [
  'start',
  'innerStart',
  'nonInterruptingInnerStart',
  'catch',
  'boundary',
  'nonInterruptingBoundary',
];

/** What kind of event it is, apart from where it stands: a behaviour of its own, one file each. */
export interface EventDefinitionBehavior<Data = unknown> {
  /** Name in the BPMN schema, without prefix. */
  bpmnType: string;
  kind: string;
  clause: string;
  positions: readonly EventPosition[];
  /** Thrown only when all tokens of the step have come to a wait state, so that who is about to wait for it does. */
  throwsLate?(data: Data): boolean;
  /** Throwing it is not over at once: the event waits for something. */
  takesTime?: true;
  compile(definition: NestedSource, event: ElementSource, position: EventPosition): Data;
  references?(data: Data): References;
  /** Ids of the elements that it leads to without a flow. */
  leadsTo?(data: Data, event: ElementDefinition, elements: Readonly<Record<string, ElementDefinition>>): string[];
  /** Throwing: names of messages and signals that it sends, where they are literal. */
  sends?(data: Data): string[];
  /** Start events: how the process is started by it. */
  start?(data: Data): NewStart;
  /** Catching: evaluates what to wait for; the returned function begins to wait. */
  listen?(context: StepContext, listener: Listener, data: Data): () => void;
  /** Catching what is thrown inside a scope or activity: does it catch this? */
  catches?(data: Data, thrown: Thrown): CatchStrength | null;
  /**
   * Throwing: evaluates what to throw; the returned function throws it and says whether the event is over. Where it
   * isn't, the event waits, or has been ended by who caught it.
   */
  throw?(context: StepContext, instance: ElementInstance, data: Data): () => boolean;
}

/** An event's compiled definition: null for a none event. */
export interface EventData {
  kind: string;
  data: unknown;
}
