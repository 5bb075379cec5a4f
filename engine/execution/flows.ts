import type { ElementDefinition } from '../model/definition';
import type { StepContext } from './context';
import type { ElementInstance } from './execution';
import { evaluateBoolean } from './expressions';
import { ModelFault } from './faults';

/** Flows whose condition holds, in the order of the document, and those without one unless only `conditional` ones count. */
export function flowsThatHold(
  context: StepContext,
  instance: ElementInstance,
  { outgoing, defaultFlow }: ElementDefinition,
  which: 'all' | 'conditional' = 'all',
): string[] {
  return outgoing.filter((flowId) => {
    if (flowId === defaultFlow) return false;
    const condition = context.process.flows[flowId]?.condition;
    return condition ? evaluateBoolean(context, instance, condition) : which === 'all';
  });
}

/**
 * Flows that tokens leave an element by: each without a condition or whose condition holds, and the default flow when no
 * condition does (BPMN 2.0.2, 8.4.13 and 10.6.3). An element that has flows but may take none is at fault.
 */
export function chooseFlows(context: StepContext, instance: ElementInstance, element: ElementDefinition): string[] {
  const { id, outgoing, defaultFlow } = element;
  const chosen = flowsThatHold(context, instance, element);
  const takesDefault = defaultFlow !== undefined && !chosen.some((flow) => context.process.flows[flow]?.condition);
  if (takesDefault) return outgoing.filter((flow) => flow === defaultFlow || chosen.includes(flow));
  if (chosen.length > 0 || outgoing.length === 0) return chosen;
  throw new ModelFault(
    'CONDITION_ERROR',
    `Expected a condition of '${id}' to hold or a default flow, but neither is so`,
  );
}
