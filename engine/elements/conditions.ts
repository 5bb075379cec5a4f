import type { ElementDefinition, ProcessDefinition } from '../model/definition';
import type { Report } from './behavior';

/** A gateway that chooses needs conditions to choose by, and should have a default flow. */
export function checkConditions(
  { outgoing }: ElementDefinition,
  defaultFlow: string | null | undefined,
  { flows }: ProcessDefinition,
  report: Report,
): void {
  if (outgoing.length < 2) return;
  const unconditional = outgoing.filter((id) => id !== defaultFlow && !flows[id]?.condition);
  if (unconditional.length > 0) {
    const message = `Expected a condition at every flow but the default, but ${unconditional.join(', ')} has none`;
    report('error', 'condition_missing', message);
  }
  if (defaultFlow === null || defaultFlow === undefined) {
    const message = 'Expected a default flow, but there is none: when no condition holds, an incident follows';
    report('warning', 'default_flow_missing', message);
  }
}
