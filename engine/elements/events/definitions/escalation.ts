import { evaluateText } from '../../../execution/expressions';
import { throwEscalation } from '../../../execution/catching';
import type { Expression } from '../../../model/definition';
import { compileCode, strengthOf } from './code';
import type { EventDefinitionBehavior } from './behavior';

interface EscalationEvent {
  /** Null catches all. */
  escalationCode: Expression | null;
}

/** Tells the scopes around, without being a failure: who throws it goes on unless who catches it interrupts. */
export const escalation: EventDefinitionBehavior<EscalationEvent> = {
  bpmnType: 'EscalationEventDefinition',
  kind: 'escalation',
  clause: '10.5.5',
  positions: ['innerStart', 'nonInterruptingInnerStart', 'boundary', 'nonInterruptingBoundary', 'throw', 'end'],
  compile: (definition, _event, position) => ({ escalationCode: compileCode(definition, 'escalation', position) }),
  catches: ({ escalationCode }, thrown) =>
    thrown.kind === 'escalation' ? strengthOf(escalationCode, thrown.code) : null,
  throw(context, instance, { escalationCode }) {
    const code = evaluateText(context, instance, escalationCode ?? { text: '' }, 'the escalation code');
    return () => {
      throwEscalation(context, instance, code, {});
      return true;
    };
  },
};
