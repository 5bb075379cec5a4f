import { compensateNext } from '../../../execution/compensation';
import { isActive, type StepContext } from '../../../execution/context';
import type { ElementInstance } from '../../../execution/execution';
import { afterAllElse } from '../../../execution/late';
import { complete } from '../../../execution/lifecycle';
import type { EventData } from './behavior';
import type { ElementBehavior } from '../../behavior';
import { eventBehavior } from './event';
import { partsOf } from './multiple';

/** What events have in common that throw something. */
export const throwing = {
  isWaitState: true,
  acceptsBoundary: false,
  isScope: false,
  references: ({ data }) => (data ? (eventBehavior(data).references?.(data.data) ?? {}) : {}),
  sends: ({ data }) => (data ? partsOf(data).flatMap((part) => eventBehavior(part).sends?.(part.data) ?? []) : []),
  activate: (context, instance, { data }) => throwEvent(context, instance, data),
  handlerEnded: compensateNext,
  resume: (context, instance, { data }) => throwEvent(context, instance, data),
} satisfies Partial<ElementBehavior<EventData | null>>;

/** Throws what an event is about, and completes the event unless it waits or was ended by who caught it. */
function throwEvent(context: StepContext, instance: ElementInstance, event: EventData | null): void {
  if (!event) return complete(context, instance);
  const behavior = eventBehavior(event);
  const perform = behavior.throw?.(context, instance, event.data);
  if (!perform)
    throw new Error(`Expected '${instance.elementId}' to throw something, but '${event.kind}' is only caught`);
  const throwIt = () => {
    if (perform() && isActive(context, instance)) complete(context, instance);
  };
  if (behavior.throwsLate?.(event.data)) afterAllElse(context, instance, throwIt);
  else throwIt();
}
