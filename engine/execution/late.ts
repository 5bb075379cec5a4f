import { isActive, type StepContext } from './context';
import type { ElementInstance } from './execution';
import { guarded } from './incidents';

/** Does something for an instance, if it is still there, once all tokens of the step have come to a wait state. */
export function afterAllElse(context: StepContext, instance: ElementInstance, work: () => void): void {
  context.late.push(() => {
    if (isActive(context, instance)) guarded(context, instance, work);
  });
}
