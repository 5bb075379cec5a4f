import { evaluateText } from '../../../execution/expressions';
import { throwError } from '../../../execution/catching';
import type { Expression } from '../../../model/definition';
import { compileCode, strengthOf } from './code';
import type { EventDefinitionBehavior } from './behavior';

interface ErrorEvent {
  /** Null catches all. */
  errorCode: Expression | null;
}

export const error: EventDefinitionBehavior<ErrorEvent> = {
  bpmnType: 'ErrorEventDefinition',
  kind: 'error',
  clause: '10.5.6',
  positions: ['innerStart', 'boundary', 'end'],
  compile: (definition, _event, position) => ({ errorCode: compileCode(definition, 'error', position) }),
  catches: ({ errorCode }, thrown) => (thrown.kind === 'error' ? strengthOf(errorCode, thrown.code) : null),
  throw(context, instance, { errorCode }) {
    const code = evaluateText(context, instance, errorCode ?? { text: '' }, 'the error code');
    return () => {
      throwError(context, instance, code, {});
      return true;
    };
  },
};
