import { isActive, type StepContext } from '../../execution/context';
import type { ElementInstance, LoopState } from '../../execution/execution';
import { describe, evaluateBoolean, evaluateInteger, evaluateTree } from '../../execution/expressions';
import { ModelFault } from '../../execution/faults';
import { complete, spawnInner, terminateChildren } from '../../execution/lifecycle';
import { setLocal } from '../../execution/variables';
import type { FeelTree } from '../../feel/tree';
import type { Expression } from '../../model/definition';
import type { JsonValue, Variables } from '../../../protocol/json';
import type { EventData } from '../events/definitions/behavior';
import { eventBehavior } from '../events/definitions/event';
import type { LoopBehavior, LoopBody } from './behavior';
import { compileMultiInstance } from './multiInstanceModel';

/** What a multi-instance activity is made of, whichever dialect said it. */
export interface MultiInstance {
  sequential: boolean;
  count: { collection: FeelTree } | { cardinality: Expression };
  /** Variable of each instance that holds its element of the collection. */
  inputElement: string | null;
  output: { collection: string; element: FeelTree } | null;
  completionCondition: FeelTree | null;
  /** Events that the activity throws as its instances complete, for boundary events on it. Zeebe's has none. */
  throws: { event: EventData; when: 'each' | 'first' | { condition: FeelTree } }[];
}

/** How many instances there may be: at most as many as Temporal keeps activities for in one workflow. */
const ALLOWED = { min: 0, max: 2_000 };

/** Runs an activity once for each element of a collection, or as often as a number says: all at once, or in turn. */
export const multiInstance: LoopBehavior<MultiInstance> = {
  bpmnType: 'MultiInstanceLoopCharacteristics',
  kind: 'multiInstance',
  clause: '10.3.8',
  compile: compileMultiInstance,
  begin(context, body, data) {
    const items = itemsOf(context, body, data);
    const { loop } = body;
    loop.total = items.length;
    if (data.output) loop.outputs = items.map(() => null);
    if (items.length === 0) return complete(context, body, results(loop, data));
    if (data.sequential) loop.items = items;
    for (const item of data.sequential ? items.slice(0, 1) : items) another(context, body, data, item);
  },
  next(context, body, inner, data) {
    const { loop } = body;
    collect(context, loop, inner, data);
    const thrown = eventsOf(context, body, data);
    const throwing = thrown.map(({ event }) => eventBehavior(event).throw?.(context, inner, event.data));
    const isDone =
      loop.completed + 1 === loop.total ||
      thrown.some(({ when }) => typeof when === 'object') ||
      isComplete(context, body, data);
    return () => {
      loop.completed += 1;
      throwAll(context, body, throwing);
      // Who caught an event further out may have ended the activity.
      if (!isActive(context, body)) return;
      if (isDone) {
        terminateChildren(context, body);
        complete(context, body, results(loop, data));
      } else if (data.sequential) another(context, body, data, loop.items?.[loop.started] ?? null);
    };
  },
};

/** The elements of the collection; as many nulls as the cardinality says where there is none. */
function itemsOf(context: StepContext, body: LoopBody, { count, sequential }: MultiInstance): JsonValue[] {
  const items =
    'cardinality' in count
      ? Array<null>(evaluateInteger(context, body, count.cardinality, 'the loop cardinality', ALLOWED)).fill(null)
      : collectionOf(context, body, count.collection);
  if (!sequential && items.length > context.activationsLeft) {
    const message = `Expected a wait state within one step, but '${body.elementId}' would begin ${items.length} more instances`;
    throw new ModelFault('ENGINE_FAILURE', message);
  }
  return items;
}

function collectionOf(context: StepContext, body: LoopBody, collection: FeelTree): JsonValue[] {
  const items = evaluateTree(context, body, collection);
  const isList = Array.isArray(items);
  if (isList && items.length <= ALLOWED.max) return items;
  const found = isList ? `it has ${items.length}` : `it is ${describe(items)}`;
  const message = `Expected '${collection.source}' to be a list of at most ${ALLOWED.max} elements, but ${found}`;
  throw new ModelFault('EXTRACT_VALUE_ERROR', message);
}

function another(context: StepContext, body: LoopBody, data: MultiInstance, item: JsonValue): void {
  body.loop.started += 1;
  const inner = spawnInner(context, body, body.loop.started);
  const local: Variables = { loopCounter: body.loop.started };
  if (data.inputElement !== null) local[data.inputElement] = item;
  // Without a place of its own, what the output is read from would be the same variable for all instances.
  const result = data.output && /^([\p{L}_][\p{L}\p{N}_]*)(\.|$)/u.exec(data.output.element.source)?.[1];
  if (result && !(result in local)) local[result] = null;
  setLocal(context, inner, local);
}

/** Puts an instance's result at its own place. Evaluating it again after a failure does no harm. */
function collect(context: StepContext, loop: LoopState, inner: ElementInstance, { output }: MultiInstance): void {
  if (!output || !loop.outputs || inner.loopCounter === undefined) return;
  loop.outputs[inner.loopCounter - 1] = evaluateTree(context, inner, output.element);
}

/** Asks the completion condition as if the instance that completes had done so. */
function isComplete(context: StepContext, body: LoopBody, data: MultiInstance): boolean {
  if (data.completionCondition === null) return false;
  return evaluateBoolean(context, body, data.completionCondition, countsOf(body, data));
}

type ThrownEvent = MultiInstance['throws'][number];

/** What is thrown as an instance completes (10.3.8, table 10.31). A complex condition that holds also ends the rest. */
function eventsOf(context: StepContext, body: LoopBody, data: MultiInstance): ThrownEvent[] {
  return data.throws.filter(({ when }) => {
    if (when === 'each') return true;
    if (when === 'first') return body.loop.completed === 0;
    return evaluateBoolean(context, body, when.condition, countsOf(body, data));
  });
}

/** The activity's own events are there to be told at its boundary: catching one there doesn't end the activity. */
function throwAll(context: StepContext, body: LoopBody, throwing: ((() => boolean) | undefined)[]): void {
  body.loop.throwing = true;
  for (const throwIt of throwing) throwIt?.();
  delete body.loop.throwing;
}

/** The attributes of 10.3.8 as they are once the instance that completes has done so. */
function countsOf({ loop }: LoopBody, data: MultiInstance): Variables {
  const completed = loop.completed + 1;
  return {
    numberOfInstances: loop.total,
    numberOfActiveInstances: loop.started - completed,
    numberOfCompletedInstances: completed,
    numberOfTerminatedInstances: 0,
    ...results(loop, data),
  };
}

function results({ outputs }: LoopState, { output }: MultiInstance): Variables {
  return output && outputs ? { [output.collection]: outputs } : {};
}
