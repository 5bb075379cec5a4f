import type { ElementType } from '../../protocol/events';
import type { ElementBehavior } from './behavior';

const behaviors: ElementBehavior[] = [];

const byType = new Map<ElementType, ElementBehavior>(behaviors.map((behavior) => [behavior.elementType, behavior]));

/** The behaviour of an element type; a type without one is a bug of ours, since compilation refuses it. */
export function behaviorOf(type: ElementType): ElementBehavior {
  const behavior = byType.get(type);
  if (!behavior) throw new Error(`Expected a behaviour for ${type}, but the registry has none`);
  return behavior;
}
