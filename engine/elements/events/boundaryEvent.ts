import { complete, spawn, terminate } from '../../execution/lifecycle';
import type { ElementDefinition } from '../../model/definition';
import type { ElementBehavior } from '../behavior';
import type { EventData, EventDefinitionBehavior } from './definitions/behavior';
import { compileEvent, eventBehavior } from './definitions/event';
import { partsNeeded } from './definitions/multiple';

interface BoundaryEvent {
  attachedTo: string;
  interrupting: boolean;
  event: EventData | null;
}

/**
 * Waits on behalf of the activity that it is attached to: timers and subscriptions belong to the activity, and an
 * instance of the event comes into being only when it has happened.
 */
export const boundaryEvent: ElementBehavior<BoundaryEvent> = {
  elementType: 'BOUNDARY_EVENT',
  bpmnType: 'BoundaryEvent',
  clause: '10.5.4',
  isWaitState: false,
  acceptsBoundary: false,
  isScope: false,
  acceptsIncoming: false,
  compile(source) {
    const interrupting = source.attribute('cancelActivity') !== false;
    if (source.nested('eventDefinitions').length === 0) {
      source.problem('event_definition_missing', 'Expected a boundary event to say what it waits for, but it does not');
    }
    const event = compileEvent(source, interrupting ? 'boundary' : 'nonInterruptingBoundary');
    return { attachedTo: source.reference('attachedToRef') ?? '', interrupting, event };
  },
  partsNeeded: ({ data }) => partsNeeded(data.event),
  attachedTo: ({ data }) => data.attachedTo,
  leadsTo: ({ handler }) => (handler === undefined ? [] : [handler]),
  activate(context, instance) {
    const { variables } = instance;
    instance.variables = {};
    complete(context, instance, variables);
  },
  listen(context, owner, event) {
    const { behavior, data } = eventOf(event);
    return behavior.listen?.(context, { owner, event }, data) ?? (() => undefined);
  },
  catches(element, thrown) {
    const { behavior, data } = eventOf(element);
    return behavior.catches?.(data, thrown) ?? null;
  },
  triggered(context, activity, { id, data }, variables) {
    const { scopeKey } = activity;
    if (scopeKey === null) throw new Error(`Expected '${id}' to wait on behalf of an activity, but not of a process`);
    if (data.interrupting && !activity.loop?.throwing) terminate(context, activity);
    spawn(context, id, scopeKey, variables);
  },
};

function eventOf(element: ElementDefinition<BoundaryEvent>): { behavior: EventDefinitionBehavior; data: unknown } {
  const { event } = element.data;
  if (!event) throw new Error(`Expected '${element.id}' to have an event definition, but it has none`);
  return { behavior: eventBehavior(event), data: event.data };
}
