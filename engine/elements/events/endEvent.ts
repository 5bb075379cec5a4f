import { compensateNext } from '../../execution/compensation';
import type { ElementBehavior } from '../behavior';
import type { EventData } from './definitions/behavior';
import { compileEvent, eventBehavior } from './definitions/event';
import { partsOf } from './definitions/multiple';
import { throwEvent } from './definitions/throwing';

export const endEvent: ElementBehavior<EventData | null> = {
  elementType: 'END_EVENT',
  bpmnType: 'EndEvent',
  clause: '10.5.3',
  isWaitState: true,
  acceptsBoundary: false,
  isScope: false,
  acceptsOutgoing: false,
  compile: (source) => compileEvent(source, 'end'),
  references: ({ data }) => (data ? (eventBehavior(data).references?.(data.data) ?? {}) : {}),
  sends: ({ data }) => (data ? partsOf(data).flatMap((part) => eventBehavior(part).sends?.(part.data) ?? []) : []),
  activate: (context, instance, { data }) => throwEvent(context, instance, data),
  handlerEnded: compensateNext,
  resume: (context, instance, { data }) => throwEvent(context, instance, data),
};
