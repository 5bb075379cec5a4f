import type { Variables } from '../../protocol/json';
import { boundaryEventsOf, definitionOf, instanceOf, parentOf, type StepContext } from './context';
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

/** The activity whose boundary event catches an error, and that event. */
export interface Catcher {
  owner: ElementInstance;
  eventId: string;
}

/**
 * Who catches a BPMN error thrown by an instance: the nearest boundary event outwards; on one activity a named code
 * comes before catch-all. Null when nobody does.
 */
export function catcherOf(context: StepContext, from: ElementInstance, errorCode: string): Catcher | null {
  for (let at: ElementInstance | null = from; at; at = parentOf(context, at)) {
    const eventId = catcherOn(context, at, errorCode);
    if (eventId !== null) return { owner: at, eventId };
  }
  return null;
}

function catcherOn(context: StepContext, instance: ElementInstance, errorCode: string): string | null {
  let catchAll: string | null = null;
  for (const id of boundaryEventsOf(context, instance)) {
    const boundary = definitionOf(context, id);
    const how = context.behaviorOf(boundary.type).catchesError?.(boundary, errorCode);
    if (how === 'code') return id;
    if (how === 'all') catchAll ??= id;
  }
  return catchAll;
}
