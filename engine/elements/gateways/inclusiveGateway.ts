import type { StepContext } from '../../execution/context';
import type { ElementInstance } from '../../execution/execution';
import { complete } from '../../execution/lifecycle';
import { waitBefore } from '../../execution/joins';
import { waysTo } from '../../execution/ways';
import type { ElementBehavior } from '../behavior';
import { checkConditions } from '../conditions';

/**
 * Sends a token by each flow whose condition holds, else by the default flow. Where flows meet it waits for what can
 * still come: a token elsewhere in the scope holds it up if there is a way from it to a flow by which none has come,
 * and none to a flow by which one has (13.4.3).
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
  isReady(context, scope, { id }) {
    const waiting = scope.joins?.[id] ?? {};
    const ways = waysTo(context.process, id, context.behaviorOf);
    for (const place of placesOfTokens(context, scope, id)) {
      const coming = [...(ways.get(place) ?? [])];
      if (coming.length > 0 && !coming.some((flow) => waiting[flow])) return false;
    }
    return true;
  },
  activate: (context, instance) => complete(context, instance),
};

/** Elements of the scope where tokens are, or before which they wait. */
function placesOfTokens(context: StepContext, scope: ElementInstance, exceptBefore: string): string[] {
  const joins = Object.keys(scope.joins ?? {}).filter((id) => id !== exceptBefore);
  return [...context.index.places.of(scope.key), ...joins];
}
