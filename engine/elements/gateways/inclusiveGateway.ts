import { isOver, takeFrom, waitBefore } from '../../execution/joins';
import { complete, spawn } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';
import { checkConditions } from '../conditions';

/**
 * Sends a token by each flow whose condition holds, else by the default flow. Where flows meet it waits for all that
 * can still come.
 */
export const inclusiveGateway: ElementBehavior<null> = {
  elementType: 'INCLUSIVE_GATEWAY',
  bpmnType: 'InclusiveGateway',
  clause: '10.6.3',
  isWaitState: false,
  acceptsBoundary: false,
  isScope: false,
  acceptsConditions: true,
  compile: () => null,
  check: (element, process, report) => checkConditions(element, element.defaultFlow, process, report),
  arrive(scope, { id, incoming }, flowId) {
    if (incoming.length < 2) return true;
    waitBefore(scope, id, flowId);
    return false;
  },
  atRest(context, scope, { id }) {
    const waiting = scope.joins?.[id] ?? {};
    if (!isOver(context, scope, id, (flow) => waiting[flow] !== undefined)) return false;
    takeFrom(scope, id, Object.keys(waiting));
    spawn(context, id, scope.key);
    return true;
  },
  activate: (context, instance) => complete(context, instance),
};
