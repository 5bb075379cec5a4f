import type { ElementBehavior } from '../behavior';
import type { EventData } from './definitions/behavior';
import { compileEvent } from './definitions/event';
import { throwing } from './definitions/throwing';

export const endEvent: ElementBehavior<EventData | null> = {
  ...throwing,
  elementType: 'END_EVENT',
  bpmnType: 'EndEvent',
  clause: '10.5.3',
  acceptsOutgoing: false,
  compile: (source) => compileEvent(source, 'end'),
};
