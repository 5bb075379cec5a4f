import { compensateNext } from '../../execution/compensation';
import type { ElementBehavior } from '../behavior';
import type { EventData } from './definitions/behavior';
import { compileEvent, eventBehavior } from './definitions/event';
import { partsOf } from './definitions/multiple';
import { throwEvent } from './definitions/throwing';

/** Throws something and goes on; one without a definition only marks that a point was reached. */
export const intermediateThrowEvent: ElementBehavior<EventData | null> = {
  elementType: 'INTERMEDIATE_THROW_EVENT',
  bpmnType: 'IntermediateThrowEvent',
  clause: '10.5.4',
  isWaitState: true,
  acceptsBoundary: false,
  isScope: false,
  compile: (source) => compileEvent(source, 'throw'),
  references: ({ data }) => (data ? (eventBehavior(data).references?.(data.data) ?? {}) : {}),
  leadsTo: (event, elements) =>
    event.data
      ? partsOf(event.data).flatMap((part) => eventBehavior(part).leadsTo?.(part.data, event, elements) ?? [])
      : [],
  sends: ({ data }) => (data ? partsOf(data).flatMap((part) => eventBehavior(part).sends?.(part.data) ?? []) : []),
  activate: (context, instance, { data }) => throwEvent(context, instance, data),
  handlerEnded: compensateNext,
  resume: (context, instance, { data }) => throwEvent(context, instance, data),
};
