import type { Variables } from '../../protocol/json';
import { boundaryEventsOf, definitionOf, eventStartsOf, parentOf, type StepContext } from './context';
import type { ElementInstance } from './execution';
import { ModelFault } from './faults';
import { terminate } from './lifecycle';
import { trigger } from './triggers';

/** What goes outwards from scope to scope until somebody catches it. */
export interface Thrown {
  kind: 'error' | 'escalation' | 'cancel' | 'compensation';
  code: string;
}

/** A named code comes before catch-all. */
export type CatchStrength = 'code' | 'all';

/** The instance on whose behalf an event catches, and that event. */
interface Catcher {
  owner: ElementInstance;
  eventId: string;
}

/**
 * Who catches what an instance has thrown: going outwards, in each scope its event sub-processes, then its boundary
 * events. Null when nobody does.
 */
function catcherOf(context: StepContext, from: ElementInstance, thrown: Thrown): Catcher | null {
  let inner: ElementInstance | null = null;
  for (let at: ElementInstance | null = from; at; inner = at, at = parentOf(context, at)) {
    const inside = inner && !at.interrupted ? startsBeside(context, at, inner) : [];
    const eventId = firstOf(context, inside, thrown) ?? firstOf(context, boundaryEventsOf(context, at), thrown);
    if (eventId !== null) return { owner: at, eventId };
  }
  return null;
}

/** The event sub-processes of a scope; what is thrown in one of them is none of its own business. */
function startsBeside(context: StepContext, scope: ElementInstance, inner: ElementInstance): string[] {
  return eventStartsOf(context, scope).filter((id) => definitionOf(context, id).parentId !== inner.elementId);
}

/** The boundary events of an instance that catch something. */
export function catchersOn(context: StepContext, owner: ElementInstance, thrown: Thrown): string[] {
  return boundaryEventsOf(context, owner).filter((id) => firstOf(context, [id], thrown) !== null);
}

function firstOf(context: StepContext, eventIds: string[], thrown: Thrown): string | null {
  let catchAll: string | null = null;
  for (const id of eventIds) {
    const event = definitionOf(context, id);
    const how = context.behaviorOf(event.type).catches?.(event, thrown);
    if (how === 'code') return id;
    if (how === 'all') catchAll ??= id;
  }
  return catchAll;
}

/**
 * Throws a BPMN error from an instance. Nobody catches it: it ends the instance and goes on to its caller, or is a fault
 * where nobody has called.
 */
export function throwError(context: StepContext, from: ElementInstance, code: string, variables: Variables): void {
  const catcher = catcherOf(context, from, { kind: 'error', code });
  if (catcher) return trigger(context, catcher.owner, catcher.eventId, variables);
  const { execution } = context;
  if (!execution.isCalled) {
    throw new ModelFault('UNHANDLED_ERROR_EVENT', `Expected somebody to catch error '${code}', but nobody does`);
  }
  execution.error = { code, variables };
  const root = execution.elements[execution.processInstanceKey];
  if (root) terminate(context, root);
}

/** Throws an escalation from an instance. Nobody catches it: it goes on to the caller, if there is one, and is forgotten. */
export function throwEscalation(context: StepContext, from: ElementInstance, code: string, variables: Variables): void {
  const catcher = catcherOf(context, from, { kind: 'escalation', code });
  if (catcher) trigger(context, catcher.owner, catcher.eventId, variables);
  else if (context.execution.isCalled) context.effects.push({ type: 'escalateToCaller', code, variables });
}
