import { takeFrom, waitBefore } from '../../execution/joins';
import { complete } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';

/** Waits for one token by each incoming flow, then sends one by each outgoing flow. Further tokens wait their turn. */
export const parallelGateway: ElementBehavior<null> = {
  elementType: 'PARALLEL_GATEWAY',
  bpmnType: 'ParallelGateway',
  clause: '10.6.4',
  isWaitState: false,
  acceptsBoundary: false,
  isScope: false,
  ignoresConditions: true,
  compile: () => null,
  arrive(scope, { id, incoming }, flowId) {
    if (incoming.length < 2) return true;
    const waiting = waitBefore(scope, id, flowId);
    if (incoming.some((flow) => !waiting[flow])) return false;
    takeFrom(scope, id, incoming);
    return true;
  },
  activate: (context, instance, { outgoing }) => complete(context, instance, {}, { flows: outgoing }),
};
