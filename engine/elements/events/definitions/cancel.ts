import { parentOf, type StepContext } from '../../../execution/context';
import { behaviorFor } from '../../../execution/context';
import type { ElementInstance } from '../../../execution/execution';
import type { EventDefinitionBehavior } from './behavior';

/** Ends a transaction without success: all in it ends, what had completed is compensated, and the boundary event follows. */
export const cancel: EventDefinitionBehavior<null> = {
  bpmnType: 'CancelEventDefinition',
  kind: 'cancel',
  clause: '10.3.5',
  positions: ['boundary', 'end'],
  compile: () => null,
  catches: (_data, thrown) => (thrown.kind === 'cancel' ? 'all' : null),
  throw(context, instance) {
    const transaction = transactionAround(context, instance);
    return () => {
      behaviorFor(context, transaction).canceled?.(context, transaction);
      return false;
    };
  },
};

function transactionAround(context: StepContext, instance: ElementInstance): ElementInstance {
  for (let at = parentOf(context, instance); at; at = parentOf(context, at)) {
    if (behaviorFor(context, at).canceled) return at;
  }
  throw new Error(`Expected '${instance.elementId}' to be in a transaction, but it is not`);
}
