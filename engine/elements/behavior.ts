import type { ElementType } from '../../protocol/events';
import type { Variables } from '../../protocol/json';
import type { ElementDefinition, ProcessDefinition, StartEventDefinition } from '../model/definition';
import type { ElementSource } from '../model/source';
import type { ElementInstance } from '../execution/execution';
import type { CatchStrength, Thrown } from '../execution/catching';
import type { StepContext } from '../execution/context';
import type { CalledOutcome } from '../../protocol/workflow';

type WithoutElement<T> = T extends unknown ? Omit<T, 'elementId'> : never;
export type NewStart = WithoutElement<StartEventDefinition>;

/** A process's elements and the flows between them. */
export type Graph = Pick<ProcessDefinition, 'elements' | 'flows'>;

export type Report = (severity: 'error' | 'warning', code: string, message: string) => void;

/** What other parts of a release an element needs; `any` where only the run time will know. */
export interface References {
  process?: string;
  decision?: string;
  form?: string;
  jobType?: string;
}

/**
 * An element answers for itself: shared code never switches on a type. One file exports one behaviour, and
 * `registry.ts` has a line for it. All functions are pure but for the context that they are given.
 *
 * Life of an instance: `activate` is called once its input mappings are applied, and either leaves the instance
 * waiting, or ends by `complete(context, instance)`. A fault of model or data is thrown as `ModelFault` *before* anything
 * is created: it becomes an incident, and resolving that calls `activate` again.
 */
export interface ElementBehavior<Data = unknown> {
  elementType: ElementType;
  /** Name in the BPMN schema, without prefix. */
  bpmnType: string;
  /** The boolean attribute that tells it from other elements of its BPMN type. */
  marker?: string;
  /** The clause of BPMN 2.0.2 that it follows. */
  clause: string;
  /** May wait for something outside. */
  isWaitState: boolean;
  acceptsBoundary: boolean;
  /** Holds elements of its own. */
  isScope: boolean;
  /** Default: both are accepted. */
  acceptsIncoming?: boolean;
  acceptsOutgoing?: boolean;
  /** Its outgoing flows may have conditions. Default: those of activities may, which are what has boundary events. */
  acceptsConditions?: boolean;
  /** Takes all of its outgoing flows, whatever their conditions say. */
  ignoresConditions?: boolean;
  /**
   * Reads its own part of the definition; tells problems to `source` instead of throwing. What it doesn't read though
   * the model says it refuses the deployment, so nothing is accepted that isn't executed.
   */
  compile(source: ElementSource): Data;
  /** Looks at the element with its flows, when all of the process is read. */
  check?(element: ElementDefinition<Data>, process: ProcessDefinition, report: Report): void;
  references?(element: ElementDefinition<Data>): References;
  /** Names of messages and signals that it sends, where they are literal. */
  sends?(element: ElementDefinition<Data>): string[];
  /** What begins its scope: how it is started by it, in which ways. */
  starts?(element: ElementDefinition<Data>, process: Graph): readonly NewStart[];
  /** Ids of the elements that it leads to without a flow. */
  leadsTo?(element: ElementDefinition<Data>, elements: Readonly<Record<string, ElementDefinition>>): string[];
  /** Boundary events: id of the activity that it waits on behalf of. */
  attachedTo?(element: ElementDefinition<Data>): string;
  /** Start events of event sub-processes: id of the scope that it waits on behalf of; null for others. */
  listensIn?(
    element: ElementDefinition<Data>,
    elements: Readonly<Record<string, ElementDefinition | undefined>>,
  ): string | null;
  activate(context: StepContext, instance: ElementInstance, element: ElementDefinition<Data>): void;
  /** Asked when a token arrives by a flow: may it activate the element, or does it wait for others? Default: it may. */
  arrive?(scope: ElementInstance, element: ElementDefinition<Data>, flowId: string): boolean;
  /**
   * Scopes that decide themselves what follows the end of an instance inside. Called while it completes (and may fail on
   * its behalf); the returned function goes on once it has left, in place of tokens by its flows.
   */
  childCompleting?(
    context: StepContext,
    scope: ElementInstance,
    child: ElementInstance,
    element: ElementDefinition<Data>,
  ): () => void;
  /** Scopes: an instance inside has completed, and its tokens have gone on. True: it stays open, whatever is left. */
  childLeft?(
    context: StepContext,
    scope: ElementInstance,
    child: ElementInstance,
    element: ElementDefinition<Data>,
  ): boolean;
  /** Who compensates: a handler has ended. */
  handlerEnded?(context: StepContext, instance: ElementInstance): void;
  /** Who compensates: no handler is left. Default: it completes. */
  compensated?(context: StepContext, instance: ElementInstance, element: ElementDefinition<Data>): void;
  /** Transactions: a cancel event was reached inside. */
  canceled?(context: StepContext, instance: ElementInstance): void;
  /** Cancels what it began outside, besides jobs, tasks, timers and subscriptions, which end by themselves. */
  terminate?(context: StepContext, instance: ElementInstance, element: ElementDefinition<Data>): void;
  /** Tries again what failed while it was waiting; jobs are activated again without it. */
  resume?(context: StepContext, instance: ElementInstance, element: ElementDefinition<Data>): void;
  /** Call activities: the called instance has ended. */
  calledEnded?(
    context: StepContext,
    instance: ElementInstance,
    element: ElementDefinition<Data>,
    outcome: CalledOutcome,
  ): void;
  /**
   * Asked of elements before which tokens wait, once all else has come to rest in the scope: does what has become
   * possible, and says whether anything had.
   */
  atRest?(context: StepContext, scope: ElementInstance, element: ElementDefinition<Data>): boolean;
  /** Events that wait on behalf of `owner`: evaluates what to listen for; the returned function begins to listen. */
  listen?(context: StepContext, owner: ElementInstance, element: ElementDefinition<Data>): () => void;
  /** Such an event has happened; `variables` is what it brought. */
  triggered?(
    context: StepContext,
    owner: ElementInstance,
    element: ElementDefinition<Data>,
    variables: Variables,
  ): void;
  /** How many of its definitions must happen before the event has. Default: one. */
  partsNeeded?(element: ElementDefinition<Data>): number;
  /** Does such an event catch what was thrown inside, by its code or because it catches all? */
  catches?(element: ElementDefinition<Data>, thrown: Thrown): CatchStrength | null;
  /** Who listens on behalf of other elements, besides boundary events: one of their events has happened. */
  eventHappened?(context: StepContext, instance: ElementInstance, eventId: string, variables: Variables): void;
}
