import type { ElementDefinition } from '../model/definition';
import { boundaryEventsOf, definitionOf, eventStartsOf, isActive, type StepContext } from './context';
import type { ElementInstance, EventWait } from './execution';

/** Who waits for which event: the instance of the event itself, or one on whose behalf the event waits. */
export interface Listener {
  owner: ElementInstance;
  event: ElementDefinition;
  /** Which of the event's definitions, where it has several. */
  part?: number;
}

export function waitOf({ owner, event, part }: Listener): EventWait {
  return { elementId: event.id, elementInstanceKey: owner.key, ...(part !== undefined && { part }) };
}

/**
 * Evaluates all events that wait on behalf of an instance, its boundary events and those of event sub-processes in it
 * (which may fail), and returns what opens them (which can't).
 */
export function listenOnBehalfOf(context: StepContext, owner: ElementInstance): () => void {
  const listen = (id: string) => {
    const event = definitionOf(context, id);
    return context.behaviorOf(event.type).listen?.(context, owner, event);
  };
  const attached = boundaryEventsOf(context, owner).map(listen);
  const inside = eventStartsOf(context, owner).map(listen);
  return () => openAll(context, owner, [...attached, ...inside]);
}

/** Begins to wait for several events; one may happen at once, and then the rest is in vain. */
export function openAll(context: StepContext, owner: ElementInstance, openers: ((() => void) | undefined)[]): void {
  for (const open of openers) if (isActive(context, owner) && !owner.interrupted) open?.();
}
