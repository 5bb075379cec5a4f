import type { Variables } from '../../protocol/json';
import { behaviorFor, definitionOf, instanceOf, type StepContext } from './context';
import type { ElementInstance, Timer } from './execution';
import { complete } from './lifecycle';
import { createTimer, removeTimer } from './timers';
import { nextRepetition } from './timerValue';

/** An event that `owner` waited for has happened: its own, or one that waits on its behalf. */
export function trigger(context: StepContext, owner: ElementInstance, eventId: string, variables: Variables): void {
  if (owner.elementId === eventId) return complete(context, owner, variables);
  const waiter = behaviorFor(context, owner);
  if (waiter.eventHappened) return waiter.eventHappened(context, owner, eventId, variables);
  const event = definitionOf(context, eventId);
  context.behaviorOf(event.type).triggered?.(context, owner, event, variables);
}

export function fireTimer(context: StepContext, timer: Timer): void {
  const owner = instanceOf(context, timer.elementInstanceKey);
  removeTimer(context, timer);
  context.events.push({ type: 'timer.fired', key: timer.key });
  const again = nextRepetition(timer, context.program.calendar.offsetMinutes);
  if (again) createTimer(context, owner, timer.elementId, again);
  trigger(context, owner, timer.elementId, {});
}
