import type { StepContext } from '../../execution/context';
import type { ElementInstance, LoopState } from '../../execution/execution';
import type { ElementSource, NestedSource } from '../../model/source';

/** The body of a repeated activity: the scope that its instances live in, which knows how far it has come. */
export interface LoopBody extends ElementInstance {
  loop: LoopState;
}

/**
 * How an activity is repeated. The repeated activity becomes a scope, its body, that boundary events wait on; in it live
 * the instances of the activity itself, each with its own `loopCounter` and input and output mappings.
 */
export interface LoopBehavior<Data = unknown> {
  /** Name in the BPMN schema, without prefix. */
  bpmnType: string;
  kind: string;
  clause: string;
  compile(loop: NestedSource, activity: ElementSource): Data;
  /** Starts the first instances, or completes the body when there are none. Like an element's `activate`. */
  begin(context: StepContext, body: LoopBody, data: Data): void;
  /** An instance completes: evaluates what follows (which may fail); the returned function does it once it has left. */
  next(context: StepContext, body: LoopBody, inner: ElementInstance, data: Data): () => void;
}
