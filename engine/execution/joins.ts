import { definitionOf, type StepContext } from './context';
import type { ElementInstance } from './execution';
import { spawn } from './lifecycle';

/** A token begins to wait before an element of `scope`; all that wait there, by flow. */
export function waitBefore(scope: ElementInstance, elementId: string, flowId: string): Record<string, number> {
  const waiting = ((scope.joins ??= {})[elementId] ??= {});
  waiting[flowId] = (waiting[flowId] ?? 0) + 1;
  return waiting;
}

/** Takes one token from each flow by which any waits. */
export function takeOneOfEach(scope: ElementInstance, elementId: string): void {
  const waiting = scope.joins?.[elementId] ?? {};
  for (const [flow, count] of Object.entries(waiting)) {
    if (count > 1) waiting[flow] = count - 1;
    else delete waiting[flow];
  }
  if (Object.keys(waiting).length === 0) delete scope.joins?.[elementId];
  if (scope.joins && Object.keys(scope.joins).length === 0) delete scope.joins;
}

/** Lets one join go on that has become ready since tokens moved in its scope; false when none has. */
export function openJoin(context: StepContext): boolean {
  for (const scopeKey of context.touched) {
    const scope = context.execution.elements[scopeKey];
    if (scope && openJoinOf(context, scope)) return true;
    context.touched.delete(scopeKey);
  }
  return false;
}

function openJoinOf(context: StepContext, scope: ElementInstance): boolean {
  const ready = Object.keys(scope.joins ?? {}).find((id) => isReady(context, scope, id));
  if (ready === undefined) return false;
  takeOneOfEach(scope, ready);
  spawn(context, ready, scope.key);
  return true;
}

function isReady(context: StepContext, scope: ElementInstance, elementId: string): boolean {
  const element = definitionOf(context, elementId);
  return context.behaviorOf(element.type).isReady?.(context, scope, element) ?? false;
}
