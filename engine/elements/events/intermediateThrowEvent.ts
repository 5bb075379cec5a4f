import type { ElementBehavior } from '../behavior';
import type { EventData } from './definitions/behavior';
import { compileEvent, eventBehavior } from './definitions/event';
import { partsOf } from './definitions/multiple';
import { throwing } from './definitions/throwing';

/** Throws something and goes on; one without a definition only marks that a point was reached. */
export const intermediateThrowEvent: ElementBehavior<EventData | null> = {
  ...throwing,
  elementType: 'INTERMEDIATE_THROW_EVENT',
  bpmnType: 'IntermediateThrowEvent',
  clause: '10.5.4',
  compile: (source) => compileEvent(source, 'throw'),
  leadsTo: (event, elements) =>
    event.data
      ? partsOf(event.data).flatMap((part) => eventBehavior(part).leadsTo?.(part.data, event, elements) ?? [])
      : [],
};
