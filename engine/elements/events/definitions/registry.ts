import type { ElementSource } from '../../../model/source';
import type { EventData, EventDefinitionBehavior, EventPosition } from './behavior';
import { error } from './error';
import { escalation } from './escalation';
import { message } from './message';
import { signal } from './signal';
import { terminate } from './terminate';
import { timer } from './timer';

/** One line an event definition. */
export const eventDefinitions: readonly EventDefinitionBehavior[] = [
  error,
  escalation,
  message,
  signal,
  terminate,
  timer,
];

const byKind = new Map(eventDefinitions.map((behavior) => [behavior.kind, behavior]));
const byBpmnType = new Map(eventDefinitions.map((behavior) => [behavior.bpmnType, behavior]));

export function eventBehavior({ kind }: EventData): EventDefinitionBehavior {
  const behavior = byKind.get(kind);
  if (!behavior) throw new Error(`Expected a behaviour for event '${kind}', but the registry has none`);
  return behavior;
}

/** Compiles the one event definition of an event; null for a none event. */
export function compileEvent(source: ElementSource, position: EventPosition): EventData | null {
  const [definition, ...more] = source.nested('eventDefinitions');
  if (!definition) return null;
  if (more.length > 0) {
    source.problem('unsupported_element', `Expected at most one event definition, but there are ${more.length + 1}`);
    return null;
  }
  const behavior = byBpmnType.get(definition.bpmnType);
  if (!behavior?.positions.includes(position)) {
    source.problem('unsupported_element', `Expected an event that is executed here, but ${definition.bpmnType} is not`);
    return null;
  }
  return { kind: behavior.kind, data: behavior.compile(definition, source, position) };
}
