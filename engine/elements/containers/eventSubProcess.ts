import { compensateNext } from '../../execution/compensation';
import { spawn } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';

interface EventSubProcess {
  startEventId: string;
}

/** A sub-process that no flow leads to: its start event waits on behalf of the scope around it (`startEvent`). */
export const eventSubProcess: ElementBehavior<EventSubProcess> = {
  elementType: 'EVENT_SUB_PROCESS',
  bpmnType: 'SubProcess',
  marker: 'triggeredByEvent',
  clause: '10.3.5',
  isWaitState: true,
  acceptsBoundary: false,
  isScope: true,
  handlerEnded: compensateNext,
  acceptsIncoming: false,
  acceptsOutgoing: false,
  compile(source) {
    source.attribute('triggeredByEvent');
    const starts = source.nested('flowElements').filter((element) => element.bpmnType === 'StartEvent');
    const [only] = starts;
    if (starts.length !== 1 || !only || only.nested('eventDefinitions').length === 0) {
      source.problem(
        'start_event_missing',
        `Expected an event sub-process to have one start event with an event definition, but it has ${starts.length} start events`,
      );
    }
    return { startEventId: only?.id ?? '' };
  },
  activate: (context, instance, { data }) => void spawn(context, data.startEventId, instance.key),
};
