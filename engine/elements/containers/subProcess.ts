import { compensateNext } from '../../execution/compensation';
import { complete, spawn } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';

export interface SubProcess {
  /** Null: it begins at all that no flow leads to. */
  startEventId: string | null;
}

/** An embedded sub-process: a scope of its own that completes with its last token. */
export const subProcess: ElementBehavior<SubProcess> = {
  elementType: 'SUB_PROCESS',
  bpmnType: 'SubProcess',
  clause: '10.3.5',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: true,
  handlerEnded: compensateNext,
  compile(source) {
    const starts = source.nested('flowElements').filter((element) => element.bpmnType === 'StartEvent');
    const [only] = starts;
    if (starts.length > 1 || (only && only.nested('eventDefinitions').length > 0)) {
      source.problem(
        'start_event_missing',
        `Expected a sub-process to have at most one start event, a none start event, but it has ${starts.length} start events`,
      );
    }
    return { startEventId: only?.id ?? null };
  },
  activate(context, instance, { data, beginnings = [] }) {
    const begins = data.startEventId === null ? beginnings : [data.startEventId];
    for (const id of begins) spawn(context, id, instance.key);
    if (begins.length === 0) complete(context, instance);
  },
};
