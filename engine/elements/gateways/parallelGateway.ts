import type { ElementInstance } from '../../execution/execution';
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
  compile: () => null,
  arrive(scope, { id, incoming }, flowId) {
    if (incoming.length < 2) return true;
    const waiting = ((scope.joins ??= {})[id] ??= {});
    waiting[flowId] = (waiting[flowId] ?? 0) + 1;
    if (incoming.some((flow) => !waiting[flow])) return false;
    takeOneOfEach(scope, id, waiting);
    return true;
  },
  activate: (context, instance) => complete(context, instance),
};

function takeOneOfEach(scope: ElementInstance, id: string, waiting: Record<string, number>): void {
  for (const [flow, count] of Object.entries(waiting)) {
    if (count > 1) waiting[flow] = count - 1;
    else delete waiting[flow];
  }
  if (Object.keys(waiting).length === 0) delete scope.joins?.[id];
  if (scope.joins && Object.keys(scope.joins).length === 0) delete scope.joins;
}
