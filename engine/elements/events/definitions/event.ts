import type { ElementSource, NestedSource } from '../../../model/source';
import { CATCHING, type EventData, type EventDefinitionBehavior, type EventPosition } from './behavior';
import { multiple, takesTime } from './multiple';
import { definitionBehavior, definitionBehaviorOfBpmn } from './registry';

export function eventBehavior(event: EventData): EventDefinitionBehavior {
  return event.kind === multiple.kind ? multiple : definitionBehavior(event);
}

/** Compiles the definitions of an event; null for a none event. */
export function compileEvent(source: ElementSource, position: EventPosition): EventData | null {
  const definitions = source.nested('eventDefinitions');
  const parallel =
    definitions.length > 1 && CATCHING.includes(position) && source.attribute('parallelMultiple') === true;
  const parts = definitions.flatMap((definition) => compileDefinition(definition, source, position) ?? []);
  const [only, ...more] = parts;
  if (!only) return null;
  if (more.length === 0) return only;
  if (parts.filter(takesTime).length > 1)
    source.problem('event_invalid', 'Expected at most one definition that takes its time, but there are more');
  if (parallel && (position === 'start' || parts.some(isThrownInside)))
    source.problem(
      'event_invalid',
      'Expected a parallel multiple event to wait for what comes from outside, but it cannot',
    );
  return { kind: multiple.kind, data: { parts, parallel } };
}

function isThrownInside(part: EventData): boolean {
  return 'catches' in eventBehavior(part);
}

/** Compiles one definition; null after a problem. */
export function compileDefinition(
  definition: NestedSource,
  source: ElementSource,
  position: EventPosition,
): EventData | null {
  const behavior = definitionBehaviorOfBpmn(definition.bpmnType);
  if (!behavior?.positions.includes(position)) {
    source.problem('unsupported_element', `Expected an event that is executed here, but ${definition.bpmnType} is not`);
    return null;
  }
  return { kind: behavior.kind, data: behavior.compile(definition, source, position) };
}
