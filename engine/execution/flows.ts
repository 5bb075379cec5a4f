import type { ElementDefinition } from '../model/definition';
import type { StepContext } from './context';
import type { ElementInstance } from './execution';
import { evaluateBoolean } from './expressions';
import { ModelFault } from './faults';
import { TELLS_CONDITIONS } from './versions';

/** Asks the conditions of an element's flows one after another, and tells afterwards which were asked and held. */
export class Conditions {
  private readonly asked: { flowId: string; condition: string; holds: boolean }[] = [];

  constructor(
    private readonly context: StepContext,
    private readonly instance: ElementInstance,
  ) {}

  /** Undefined where a flow has no condition. */
  holds(flowId: string): boolean | undefined {
    const condition = this.context.process.flows[flowId]?.condition;
    if (!condition) return undefined;
    const holds = evaluateBoolean(this.context, this.instance, condition);
    this.asked.push({ flowId, condition: condition.source, holds });
    return holds;
  }

  tell(): void {
    const { execution, events } = this.context;
    if (this.asked.length === 0 || execution.engineVersion < TELLS_CONDITIONS) return;
    const { key: elementInstanceKey, elementId } = this.instance;
    events.push({ type: 'conditions.evaluated', elementInstanceKey, elementId, conditions: this.asked });
  }
}

/** Flows whose condition holds, in the order of the document, and those without one unless only `conditional` ones count. */
export function flowsThatHold(
  context: StepContext,
  instance: ElementInstance,
  { outgoing, defaultFlow }: ElementDefinition,
  which: 'all' | 'conditional' = 'all',
): string[] {
  const conditions = new Conditions(context, instance);
  const chosen = outgoing.filter((flowId) => flowId !== defaultFlow && (conditions.holds(flowId) ?? which === 'all'));
  conditions.tell();
  return chosen;
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
