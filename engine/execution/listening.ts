import { boundaryEventsOf, definitionOf, eventStartsOf, type StepContext } from './context';
import type { ElementInstance } from './execution';

/**
 * Evaluates all events that wait on behalf of an instance, its boundary events and those of event sub-processes in it
 * (which may fail), and returns what opens them (which can't).
 */
export function listenOnBehalfOf(context: StepContext, owner: ElementInstance): () => void {
  const openers = [...boundaryEventsOf(context, owner), ...eventStartsOf(context, owner)].map((id) => {
    const event = definitionOf(context, id);
    return context.behaviorOf(event.type).listen?.(context, owner, event);
  });
  return () => openers.forEach((open) => open?.());
}
