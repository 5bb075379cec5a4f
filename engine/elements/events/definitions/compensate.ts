import { compensate as startCompensation } from '../../../execution/compensation';
import type { EventDefinitionBehavior } from './behavior';

interface CompensateEvent {
  /** The activity to compensate; null for all of the scope. */
  activityId: string | null;
  wait: boolean;
}

/**
 * Undoes what has completed. A boundary event leads to the handler of its activity by an association; an event
 * sub-process with such a start handles its own scope.
 */
export const compensate: EventDefinitionBehavior<CompensateEvent> = {
  bpmnType: 'CompensateEventDefinition',
  kind: 'compensate',
  clause: '10.7.1',
  positions: ['innerStart', 'boundary', 'throw', 'end'],
  takesTime: true,
  compile(definition, _event, position) {
    const activityId = definition.reference('activityRef');
    const wait = definition.attribute('waitForCompletion') !== false;
    const throws = position === 'throw' || position === 'end';
    return { activityId: throws ? activityId : null, wait };
  },
  catches: (_data, thrown) => (thrown.kind === 'compensation' ? 'all' : null),
  throw:
    (context, instance, { activityId, wait }) =>
    () => {
      startCompensation(context, instance, { activityId, wait });
      return !wait;
    },
};
