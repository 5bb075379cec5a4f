import { listenForCondition } from '../../../execution/conditions';
import type { FeelTree } from '../../../feel/tree';
import type { EventDefinitionBehavior } from './behavior';

interface ConditionalEvent {
  condition: FeelTree | null;
}

/** Happens when its condition begins to hold, or at once when it holds already. Asked again when a variable changes. */
export const conditional: EventDefinitionBehavior<ConditionalEvent> = {
  bpmnType: 'ConditionalEventDefinition',
  kind: 'conditional',
  clause: '10.5.5',
  positions: ['innerStart', 'nonInterruptingInnerStart', 'catch', 'boundary', 'nonInterruptingBoundary'],
  compile: (definition) => ({ condition: definition.condition('condition', 'condition') }),
  listen(context, listener, { condition }) {
    if (!condition) throw new Error(`Expected '${listener.event.id}' to have a condition, but it has none`);
    return listenForCondition(context, listener, condition);
  },
};
