import { compensateNext } from '../../execution/compensation';
import { definitionOf, type StepContext } from '../../execution/context';
import type { ElementInstance } from '../../execution/execution';
import { describe, evaluateBoolean, evaluateTree } from '../../execution/expressions';
import { ModelFault } from '../../execution/faults';
import { guarded } from '../../execution/incidents';
import { complete, spawn, terminateChildren } from '../../execution/lifecycle';
import type { FeelTree } from '../../feel/tree';
import type { ElementDefinition } from '../../model/definition';
import type { ElementBehavior } from '../behavior';

interface AdHocSubProcess {
  /** Ids of the elements to begin; null: all that no flow leads to. */
  activeElements: FeelTree | null;
  /** One after another, each with all that follows it. */
  sequential: boolean;
  /** Asked whenever an activity inside has completed; null: it is over when nothing is left. */
  completionCondition: FeelTree | null;
  /** Whether what is still active ends when the condition holds, or is waited for. */
  cancelRemaining: boolean;
}

/** Activities without an order of their own: which of them are done is decided when it begins. */
export const adHocSubProcess: ElementBehavior<AdHocSubProcess> = {
  elementType: 'AD_HOC_SUB_PROCESS',
  bpmnType: 'AdHocSubProcess',
  clause: '10.3.5',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: true,
  handlerEnded: compensateNext,
  compile(source) {
    const collection = source.extension('adHoc')?.attribute('activeElementsCollection') ?? null;
    return {
      activeElements: collection === null ? null : source.feel(collection, 'activeElementsCollection'),
      sequential: source.attribute('ordering') === 'Sequential',
      completionCondition: source.condition('completionCondition', 'completion condition'),
      cancelRemaining: source.attribute('cancelRemainingInstances') !== false,
    };
  },
  activate(context, instance, element) {
    const chosen = chosenElements(context, instance, element);
    if (chosen.length === 0) return complete(context, instance);
    const first = element.data.sequential ? chosen.slice(0, 1) : chosen;
    if (chosen.length > first.length) instance.pending = chosen.slice(1);
    for (const id of first) spawn(context, id, instance.key);
  },
  childLeft(context, instance, child, element) {
    if (context.behaviorOf(definitionOf(context, child.elementId).type).acceptsBoundary)
      guarded(context, instance, () => endWhenFulfilled(context, instance, element));
    if (context.index.incidents.has(instance.key)) return true;
    if (instance.state === 'ACTIVATED') beginNext(context, instance);
    return false;
  },
  resume(context, instance, element) {
    endWhenFulfilled(context, instance, element);
    if (instance.state !== 'ACTIVATED') return;
    beginNext(context, instance);
    if (!context.index.children.has(instance.key)) complete(context, instance);
  },
};

function chosenElements(
  context: StepContext,
  instance: ElementInstance,
  { id, data, beginnings = [] }: ElementDefinition<AdHocSubProcess>,
): string[] {
  if (!data.activeElements) return beginnings;
  const chosen = evaluateTree(context, instance, data.activeElements);
  const isKnown = (each: unknown): each is string => typeof each === 'string' && beginnings.includes(each);
  if (Array.isArray(chosen) && chosen.every(isKnown)) return chosen;
  const message = `Expected '${data.activeElements.source}' to be a list of elements of '${id}' that no flow leads to, but it is ${describe(chosen)}`;
  throw new ModelFault('EXTRACT_VALUE_ERROR', message);
}

function endWhenFulfilled(
  context: StepContext,
  instance: ElementInstance,
  { data }: ElementDefinition<AdHocSubProcess>,
): void {
  if (!data.completionCondition || !evaluateBoolean(context, instance, data.completionCondition)) return;
  delete instance.pending;
  if (!data.cancelRemaining && context.index.children.has(instance.key)) return;
  terminateChildren(context, instance);
  complete(context, instance);
}

function beginNext(context: StepContext, instance: ElementInstance): void {
  if (context.index.children.has(instance.key)) return;
  const [next, ...rest] = instance.pending ?? [];
  if (rest.length > 0) instance.pending = rest;
  else delete instance.pending;
  if (next !== undefined) spawn(context, next, instance.key);
}
