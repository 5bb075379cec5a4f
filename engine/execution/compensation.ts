import { isCompensationStart, takeCompensables, type Placed } from './compensables';
import { behaviorFor, definitionOf, eventStartsOf, instanceOf, parentOf, type StepContext } from './context';
import type { Compensable, ElementInstance } from './execution';
import { complete, reopenScope, spawn } from './lifecycle';
import { setLocal } from './variables';

/**
 * Compensates what has completed in the scope of `runner`, last first; in an event sub-process what completed around it
 * too (10.7.1). `runner` waits while one handler runs after another; without `wait` all begin at once.
 * `activityId`: only this activity; null for all.
 */
export function compensate(
  context: StepContext,
  runner: ElementInstance,
  { activityId, wait }: { activityId: string | null; wait: boolean },
): void {
  const all = takeFrom(context, parentOf(context, runner), activityId);
  if (!wait) return all.reverse().forEach((one) => begin(context, one, instanceOf(context, one.scopeKey), runner));
  runner.compensating = all;
  compensateNext(context, runner);
}

/** Compensates what has completed in a scope itself, which waits meanwhile and is told by `compensated`. */
export function compensateScope(context: StepContext, scope: ElementInstance): void {
  scope.compensating = takeCompensables(scope);
  compensateNext(context, scope);
}

/** Begins the next handler, or tells the runner that none is left. */
export function compensateNext(context: StepContext, runner: ElementInstance): void {
  const next = runner.compensating?.pop();
  if (next) return begin(context, next, instanceOf(context, next.scopeKey), runner);
  delete runner.compensating;
  const behavior = behaviorFor(context, runner);
  if (behavior.compensated) behavior.compensated(context, runner, definitionOf(context, runner.elementId));
  else complete(context, runner);
}

/** A handler sees the variables that its activity had; a sub-process is opened again for those inside. */
function begin(context: StepContext, what: Compensable, scope: ElementInstance, runner: ElementInstance): void {
  const { elementId, handlerId, variables, inner } = what;
  if (handlerId !== undefined) {
    const handler = spawn(context, handlerId, scope.key);
    handler.compensates = runner.key;
    return setLocal(context, handler, variables);
  }
  // The counter keeps an instance of a repeated sub-process from being taken for the body around all.
  const again = reopenScope(context, elementId, scope.key, { compensates: runner.key, loopCounter: 1 });
  setLocal(context, again, variables);
  again.compensables = inner ?? [];
  const handler = compensationStart(context, again);
  if (handler) spawn(context, handler, again.key);
  else compensateScope(context, again);
}

/** Id of the event sub-process that handles the compensation of a scope. */
function compensationStart(context: StepContext, scope: ElementInstance): string | null {
  const start = eventStartsOf(context, scope).find((id) => isCompensationStart(context, id));
  return start === undefined ? null : definitionOf(context, start).parentId;
}

function takeFrom(context: StepContext, scope: ElementInstance | null, activityId: string | null): Placed[] {
  if (!scope) return [];
  const isHandler = definitionOf(context, scope.elementId).type === 'EVENT_SUB_PROCESS';
  const around = isHandler ? takeFrom(context, parentOf(context, scope), activityId) : [];
  return [...around, ...takeCompensables(scope, activityId)];
}
