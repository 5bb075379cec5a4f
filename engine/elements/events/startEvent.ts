import { isActive } from '../../execution/context';
import { complete, interrupt, spawn } from '../../execution/lifecycle';
import { setLocal } from '../../execution/variables';
import type { ElementSource } from '../../model/source';
import type { ElementBehavior } from '../behavior';
import type { EventData, EventPosition } from './definitions/behavior';
import { compileEvent, eventBehavior } from './definitions/event';
import { partsNeeded, partsOf } from './definitions/multiple';

/** `interrupting` only inside event sub-processes. */
type StartEvent = (EventData & { interrupting?: boolean }) | null;

/**
 * The definition says how the process is started; once it is, a start event just lets its token go. That of an event
 * sub-process waits on behalf of the scope around it.
 */
export const startEvent: ElementBehavior<StartEvent> = {
  elementType: 'START_EVENT',
  bpmnType: 'StartEvent',
  clause: '10.5.2',
  isWaitState: false,
  acceptsBoundary: false,
  isScope: false,
  acceptsIncoming: false,
  compile(source) {
    if (source.parent?.attribute('triggeredByEvent') !== true) return compileEvent(source, 'start');
    const position = positionInside(source);
    const event = compileEvent(source, position);
    return event && { ...event, interrupting: position === 'innerStart' };
  },
  starts: ({ data }) =>
    data ? partsOf(data).flatMap((part) => eventBehavior(part).start?.(part.data) ?? []) : [{ kind: 'none' }],
  partsNeeded: ({ data }) => partsNeeded(data),
  listensIn: ({ data, parentId }, elements) =>
    data?.interrupting === undefined ? null : (elements[parentId ?? '']?.parentId ?? null),
  activate: (context, instance) => complete(context, instance),
  listen(context, owner, event) {
    const { data } = event;
    return (data && eventBehavior(data).listen?.(context, { owner, event }, data.data)) ?? (() => undefined);
  },
  catches: ({ data }, thrown) => (data && eventBehavior(data).catches?.(data.data, thrown)) ?? null,
  triggered(context, scope, { data, parentId }, variables) {
    // Its own results are what it waits for now, with an incident: too late for events inside.
    if (scope.state !== 'ACTIVATED' || parentId === null) return;
    if (data?.interrupting) interrupt(context, scope);
    const inside = spawn(context, parentId, scope.key);
    if (isActive(context, inside)) setLocal(context, inside, variables);
  },
};

function positionInside(source: ElementSource): EventPosition {
  return source.attribute('isInterrupting') === false ? 'nonInterruptingInnerStart' : 'innerStart';
}
