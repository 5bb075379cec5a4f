import type { Variables } from '../../protocol/json';
import { definitionOf, instanceOf, parentOf, type StepContext } from './context';
import type { ElementInstance, Timer } from './execution';
import { complete, spawn, terminate } from './lifecycle';
import { createTimer, removeTimer } from './timers';
import { nextRepetition } from './timerValue';

/** An event that `owner` waited for has happened: its own, or that of a boundary event on it. */
export function trigger(context: StepContext, owner: ElementInstance, eventId: string, variables: Variables): void {
  if (owner.elementId === eventId) return complete(context, owner, variables);
  const event = definitionOf(context, eventId);
  const { scopeKey } = owner;
  if (scopeKey === null)
    throw new Error(`Expected '${eventId}' to belong to an activity, but its owner is the process`);
  if (context.behaviorOf(event.type).isInterrupting?.(event)) terminate(context, owner);
  spawn(context, eventId, scopeKey, variables);
}

export function fireTimer(context: StepContext, timer: Timer): void {
  const owner = instanceOf(context, timer.elementInstanceKey);
  removeTimer(context, timer);
  context.events.push({ type: 'timer.fired', key: timer.key });
  const again = nextRepetition(timer, context.program.calendar.offsetMinutes);
  if (again) createTimer(context, owner, timer.elementId, again);
  trigger(context, owner, timer.elementId, {});
}

/**
 * Throws a BPMN error from an instance outwards to the nearest boundary event that catches it; on one activity a
 * named code comes before catch-all. False when nobody catches it.
 */
export function throwError(
  context: StepContext,
  from: ElementInstance,
  errorCode: string,
  variables: Variables,
): boolean {
  for (let at: ElementInstance | null = from; at; at = parentOf(context, at)) {
    const catcher = catcherOn(context, at, errorCode);
    if (!catcher) continue;
    trigger(context, at, catcher, variables);
    return true;
  }
  return false;
}

function catcherOn(context: StepContext, instance: ElementInstance, errorCode: string): string | null {
  let catchAll: string | null = null;
  for (const id of definitionOf(context, instance.elementId).boundaryEvents) {
    const boundary = definitionOf(context, id);
    const how = context.behaviorOf(boundary.type).catchesError?.(boundary, errorCode);
    if (how === 'code') return id;
    if (how === 'all') catchAll ??= id;
  }
  return catchAll;
}
