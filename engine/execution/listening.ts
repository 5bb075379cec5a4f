import { boundaryEventsOf, definitionOf, type StepContext } from './context';
import type { ElementInstance } from './execution';

/** Evaluates all boundary events of an activity (which may fail), and returns what opens them (which can't). */
export function listenForBoundaryEvents(context: StepContext, owner: ElementInstance): () => void {
  const openers = boundaryEventsOf(context, owner).map((id) => {
    const boundary = definitionOf(context, id);
    return context.behaviorOf(boundary.type).listen?.(context, owner, boundary);
  });
  return () => openers.forEach((open) => open?.());
}
