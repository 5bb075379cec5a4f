import type { ElementDefinition } from '../model/definition';
import { definitionOf, instanceOf, type StepContext } from './context';
import type { Compensable, ElementInstance } from './execution';

/** Something to compensate, and the scope that it completed in. */
export type Placed = Compensable & { scopeKey: string };

/** Takes what is to be compensated out of a scope: it is compensated once. */
export function takeCompensables(scope: ElementInstance, activityId: string | null = null): Placed[] {
  const isMeant = ({ elementId }: Compensable): boolean => activityId === null || elementId === activityId;
  const all = scope.compensables ?? [];
  const rest = all.filter((one) => !isMeant(one));
  if (rest.length > 0) scope.compensables = rest;
  else delete scope.compensables;
  return all.filter(isMeant).map((one) => ({ ...one, scopeKey: scope.key }));
}

/** Keeps, in what is still active in a scope, that which has completed: for a transaction that ends it all. */
export function gatherInside(context: StepContext, scope: ElementInstance): void {
  for (const key of context.index.children.of(scope.key)) {
    const child = instanceOf(context, key);
    gatherInside(context, child);
    if (child.compensables) keep(scope, whatIsLeftOf(child));
  }
}

/** An instance completes in a scope: keeps what can be compensated of it. */
export function rememberForCompensation(
  context: StepContext,
  scope: ElementInstance,
  instance: ElementInstance,
  element: ElementDefinition,
): void {
  if (element.forCompensation || instance.compensates !== undefined) return;
  const isHandled = !instance.loop && element.compensationHandler !== undefined;
  const isScopeToHandle =
    instance.compensables !== undefined || element.eventStarts?.some((id) => isCompensationStart(context, id));
  if (isHandled)
    keep(scope, [
      { elementId: element.id, handlerId: element.compensationHandler, variables: { ...instance.variables } },
    ]);
  else if (isScopeToHandle) keep(scope, whatIsLeftOf(instance));
}

/** Of the body around a repeated activity its instances, of a sub-process itself with what is inside. */
function whatIsLeftOf({ elementId, loop, variables, compensables = [] }: ElementInstance): Compensable[] {
  return loop ? compensables : [{ elementId, variables: { ...variables }, inner: compensables }];
}

function keep(scope: ElementInstance, what: Compensable[]): void {
  (scope.compensables ??= []).push(...what);
}

/** Is it the start of an event sub-process that handles the compensation of its scope? */
export function isCompensationStart(context: StepContext, eventId: string): boolean {
  const event = definitionOf(context, eventId);
  return (context.behaviorOf(event.type).catches?.(event, { kind: 'compensation', code: '' }) ?? null) !== null;
}
