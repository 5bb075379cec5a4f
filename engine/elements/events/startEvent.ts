import { complete } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';
import type { EventData } from './definitions/behavior';
import { compileEvent, eventBehavior } from './definitions/registry';

/** The definition says how the process is started; once it is, every start event just lets its token go. */
export const startEvent: ElementBehavior<EventData | null> = {
  elementType: 'START_EVENT',
  bpmnType: 'StartEvent',
  clause: '10.5.2',
  isWaitState: false,
  acceptsBoundary: false,
  isScope: false,
  acceptsIncoming: false,
  compile: (source) => compileEvent(source, 'start'),
  starts: ({ data }) => (data && eventBehavior(data).start?.(data.data)) ?? { kind: 'none' },
  activate: (context, instance) => complete(context, instance),
};
