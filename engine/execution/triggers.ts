import type { Variables } from '../../protocol/json';
import type { ElementDefinition } from '../model/definition';
import { behaviorFor, definitionOf, instanceOf, type StepContext } from './context';
import type { ElementInstance, Timer } from './execution';
import { complete } from './lifecycle';
import { createTimer, removeTimer } from './timers';
import { nextRepetition } from './timerValue';

/** An event that `owner` waited for has happened: its own, or one that waits on its behalf; `part` where it has several. */
export function trigger(
  context: StepContext,
  owner: ElementInstance,
  eventId: string,
  brought: Variables,
  part?: number,
): void {
  const event = definitionOf(context, eventId);
  const variables = part === undefined ? brought : collect(context, owner, event, brought, part);
  if (variables === null) return;
  if (owner.elementId === eventId) return complete(context, owner, variables);
  const waiter = behaviorFor(context, owner);
  if (waiter.eventHappened) return waiter.eventHappened(context, owner, eventId, variables);
  context.behaviorOf(event.type).triggered?.(context, owner, event, variables);
}

/** One of several definitions of an event has happened: what all have brought, or null while others are needed. */
function collect(
  context: StepContext,
  owner: ElementInstance,
  event: ElementDefinition,
  brought: Variables,
  part: number,
): Variables | null {
  const needed = context.behaviorOf(event.type).partsNeeded?.(event) ?? 1;
  if (needed === 1) return brought;
  const collected = ((owner.collected ??= {})[event.id] ??= { parts: [], variables: {} });
  if (!collected.parts.includes(part)) collected.parts.push(part);
  Object.assign(collected.variables, brought);
  if (collected.parts.length < needed) return null;
  delete owner.collected[event.id];
  if (Object.keys(owner.collected).length === 0) delete owner.collected;
  return collected.variables;
}

export function fireTimer(context: StepContext, timer: Timer): void {
  const owner = instanceOf(context, timer.elementInstanceKey);
  removeTimer(context, timer);
  context.events.push({ type: 'timer.fired', key: timer.key });
  const again = nextRepetition(timer, context.program.calendar.offsetMinutes);
  if (again) createTimer(context, { owner, event: definitionOf(context, timer.elementId), part: timer.part }, again);
  trigger(context, owner, timer.elementId, {}, timer.part);
}
