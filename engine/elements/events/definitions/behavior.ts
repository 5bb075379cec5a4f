import type { StepContext } from '../../../execution/context';
import type { ElementInstance } from '../../../execution/execution';
import type { ElementDefinition } from '../../../model/definition';
import type { ElementSource, NestedSource } from '../../../model/source';
import type { NewStart, References } from '../../behavior';

/** Where an event definition stands; each kind is allowed at some of them. */
export type EventPosition = 'start' | 'catch' | 'boundary' | 'nonInterruptingBoundary' | 'end';

/** What kind of event it is, apart from where it stands: a behaviour of its own, one file each. */
export interface EventDefinitionBehavior<Data = unknown> {
  /** Name in the BPMN schema, without prefix. */
  bpmnType: string;
  kind: string;
  clause: string;
  positions: readonly EventPosition[];
  compile(definition: NestedSource, event: ElementSource, position: EventPosition): Data;
  references?(data: Data): References;
  /** Start events: how the process is started by it. */
  start?(data: Data): NewStart;
  /** Catching: evaluates what to wait for on behalf of `owner`; the returned function begins to wait. */
  listen?(context: StepContext, owner: ElementInstance, event: ElementDefinition, data: Data): () => void;
  catchesError?(data: Data, errorCode: string): 'code' | 'all' | null;
  /** End events: what happens when a token arrives; completes `instance` itself, sooner or later. */
  end?(context: StepContext, instance: ElementInstance, data: Data): void;
}

/** An event's compiled definition: null for a none event. */
export interface EventData {
  kind: string;
  data: unknown;
}
