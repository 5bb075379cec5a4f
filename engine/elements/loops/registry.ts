import type { LoopData } from '../../model/definition';
import type { ElementSource } from '../../model/source';
import type { LoopBehavior } from './behavior';
import { multiInstance } from './multiInstance';
import { standardLoop } from './standardLoop';

/** One line a way of repeating an activity. */
export const loopBehaviors: readonly LoopBehavior[] = [multiInstance, standardLoop];

const byKind = new Map(loopBehaviors.map((behavior) => [behavior.kind, behavior]));
const byBpmnType = new Map(loopBehaviors.map((behavior) => [behavior.bpmnType, behavior]));

export function loopBehavior({ kind }: LoopData): LoopBehavior {
  const behavior = byKind.get(kind);
  if (!behavior) throw new Error(`Expected a behaviour for loop '${kind}', but the registry has none`);
  return behavior;
}

/** Compiles the loop characteristics of an activity; null when it has none. */
export function compileLoop(activity: ElementSource): LoopData | null {
  const loop = activity.referenced('loopCharacteristics');
  const behavior = loop && byBpmnType.get(loop.bpmnType);
  return behavior ? { kind: behavior.kind, data: behavior.compile(loop, activity) } : null;
}
