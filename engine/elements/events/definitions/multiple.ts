import type { CatchStrength } from '../../../execution/catching';
import { openAll } from '../../../execution/listening';
import type { EventData, EventDefinitionBehavior } from './behavior';
import { definitionBehavior } from './registry';

interface MultipleEvent {
  parts: EventData[];
  /** Catching: all of them must happen, in any order. Otherwise one is enough. */
  parallel: boolean;
}

/** Several definitions at one event. Catching, one of them is enough, or all are needed; throwing, all are thrown. */
export const multiple: EventDefinitionBehavior<MultipleEvent> = {
  bpmnType: 'EventDefinition',
  kind: 'multiple',
  clause: '10.5.5',
  positions: [],
  compile: () => {
    throw new Error('Expected the parts of a multiple event to be compiled one by one, but they are not');
  },
  throwsLate: ({ parts }) => parts.some((part) => definitionBehavior(part).throwsLate?.(part.data)),
  references: ({ parts }) =>
    Object.assign({}, ...parts.map((part) => definitionBehavior(part).references?.(part.data))) as object,
  listen(context, listener, { parts }) {
    const openers = parts.map((part, index) =>
      definitionBehavior(part).listen?.(context, { ...listener, part: index }, part.data),
    );
    return () => openAll(context, listener.owner, openers);
  },
  catches({ parts }, thrown): CatchStrength | null {
    const how = parts.map((part) => definitionBehavior(part).catches?.(part.data, thrown));
    return how.includes('code') ? 'code' : how.includes('all') ? 'all' : null;
  },
  throw(context, instance, { parts }) {
    // What waits for its end comes last, so that all others are thrown by then.
    const inOrder = [...parts].sort((one, other) => Number(takesTime(one)) - Number(takesTime(other)));
    const performers = inOrder.map((part) => definitionBehavior(part).throw?.(context, instance, part.data));
    return () => performers.map((perform) => perform?.() ?? true).every((isOver) => isOver);
  },
};

/** Throwing it is not over at once. */
export function takesTime(event: EventData): boolean {
  return definitionBehavior(event).takesTime === true;
}

/** How many of an event's definitions must happen before it has. */
export function partsNeeded(event: EventData | null): number {
  if (event?.kind !== multiple.kind) return 1;
  const { parallel, parts } = event.data as MultipleEvent;
  return parallel ? parts.length : 1;
}

/** The parts of an event, itself when it has one definition. */
export function partsOf(event: EventData): EventData[] {
  return event.kind === multiple.kind ? (event.data as MultipleEvent).parts : [event];
}
