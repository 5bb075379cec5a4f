import { complete } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';
import type { EventData } from './definitions/behavior';
import { compileEvent, eventBehavior } from './definitions/registry';

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
  activate(context, instance, { data }) {
    if (data) eventBehavior(data).end?.(context, instance, data.data);
    else complete(context, instance);
  },
};
