import { definitionOf, type StepContext } from './context';
import type { ElementInstance } from './execution';
import { waysTo } from './ways';

/** A token begins to wait before an element of `scope`; all that wait there, by flow. */
export function waitBefore(scope: ElementInstance, elementId: string, flowId: string): Record<string, number> {
  const waiting = ((scope.joins ??= {})[elementId] ??= {});
  waiting[flowId] = (waiting[flowId] ?? 0) + 1;
  return waiting;
}

/** Takes one token from each of these flows by which any waits. */
export function takeFrom(scope: ElementInstance, elementId: string, flows: readonly string[]): void {
  const waiting = scope.joins?.[elementId] ?? {};
  for (const flow of flows) {
    const count = waiting[flow] ?? 0;
    if (count > 1) waiting[flow] = count - 1;
    else delete waiting[flow];
  }
  if (Object.keys(waiting).length > 0) return;
  delete scope.joins?.[elementId];
  delete scope.joinedAt?.[elementId];
  if (scope.joins && Object.keys(scope.joins).length === 0) {
    delete scope.joins;
    delete scope.joinedAt;
  }
}

/**
 * The standard's join semantics (13.4.3): is no token elsewhere in the scope expected before a gateway? One is, if there
 * is a way from it to a flow by which none has come, and none to a flow by which one `hasCome`.
 */
export function isOver(
  context: StepContext,
  scope: ElementInstance,
  gatewayId: string,
  hasCome: (flowId: string) => boolean,
): boolean {
  const ways = waysTo(context.process, gatewayId, context.behaviorOf);
  const before = Object.keys(scope.joins ?? {}).filter((id) => id !== gatewayId);
  for (const place of [...context.index.places.of(scope.key), ...before]) {
    const mayCome = [...(ways.any.get(place) ?? [])].some((flow) => !hasCome(flow));
    const mayAdd = [...(ways.flows.get(place) ?? [])].some(hasCome);
    if (mayCome && !mayAdd) return false;
  }
  return true;
}

/** Lets one element do what has become possible since tokens moved in its scope; false when there is nothing to do. */
export function settleOne(context: StepContext): boolean {
  for (const scopeKey of context.touched) {
    const scope = context.execution.elements[scopeKey];
    if (scope && settleIn(context, scope)) return true;
    context.touched.delete(scopeKey);
  }
  return false;
}

function settleIn(context: StepContext, scope: ElementInstance): boolean {
  const ids = new Set([...Object.keys(scope.joins ?? {}), ...Object.keys(scope.resets ?? {})]);
  for (const id of ids) {
    const element = definitionOf(context, id);
    if (context.behaviorOf(element.type).atRest?.(context, scope, element)) return true;
  }
  return false;
}
