import { evaluateText } from '../../../execution/expressions';
import { ModelFault } from '../../../execution/faults';
import { catcherOf, trigger } from '../../../execution/triggers';
import type { Expression } from '../../../model/definition';
import type { EventDefinitionBehavior } from './behavior';

interface ErrorEvent {
  /** Null catches all. */
  errorCode: Expression | null;
}

export const error: EventDefinitionBehavior<ErrorEvent> = {
  bpmnType: 'ErrorEventDefinition',
  kind: 'error',
  clause: '10.5.6',
  positions: ['boundary', 'end'],
  compile(definition, _event, position) {
    const reference = definition.referenced('errorRef');
    const code = reference?.attribute('errorCode');
    if (typeof code === 'string' && code !== '') {
      const errorCode = definition.expression(code, 'error code');
      if (position === 'boundary' && 'feel' in errorCode) {
        definition.problem('error_invalid', 'Expected a literal error code at a boundary event, but it is FEEL');
      }
      return { errorCode };
    }
    if (position === 'end' || reference) {
      definition.problem('error_code_missing', 'Expected an error with a code, but there is none');
    }
    return { errorCode: null };
  },
  catchesError({ errorCode }, thrown) {
    if (errorCode === null) return 'all';
    return 'text' in errorCode && errorCode.text === thrown ? 'code' : null;
  },
  end(context, instance, { errorCode }) {
    const code = evaluateText(context, instance, errorCode ?? { text: '' }, 'the error code');
    const catcher = catcherOf(context, instance, code);
    if (!catcher) {
      throw new ModelFault('UNHANDLED_ERROR_EVENT', `Expected a boundary event for error '${code}', but there is none`);
    }
    trigger(context, catcher.owner, catcher.eventId, {});
  },
};
