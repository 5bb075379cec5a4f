import type { EventData, EventDefinitionBehavior } from './behavior';
import { cancel } from './cancel';
import { compensate } from './compensate';
import { conditional } from './conditional';
import { error } from './error';
import { escalation } from './escalation';
import { link } from './link';
import { message } from './message';
import { signal } from './signal';
import { terminate } from './terminate';
import { timer } from './timer';

/** One line an event definition. */
export const eventDefinitions: readonly EventDefinitionBehavior[] = [
  cancel,
  compensate,
  conditional,
  error,
  escalation,
  link,
  message,
  signal,
  terminate,
  timer,
];

const byKind = new Map(eventDefinitions.map((behavior) => [behavior.kind, behavior]));
const byBpmnType = new Map(eventDefinitions.map((behavior) => [behavior.bpmnType, behavior]));

export function definitionBehavior({ kind }: EventData): EventDefinitionBehavior {
  const behavior = byKind.get(kind);
  if (!behavior) throw new Error(`Expected a behaviour for event '${kind}', but the registry has none`);
  return behavior;
}

/** The behaviour of a definition by its BPMN type, or undefined where we don't execute it. */
export function definitionBehaviorOfBpmn(bpmnType: string): EventDefinitionBehavior | undefined {
  return byBpmnType.get(bpmnType);
}
