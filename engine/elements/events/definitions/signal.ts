import { evaluateText } from '../../../execution/expressions';
import { broadcastSignal } from '../../../execution/signals';
import { openSubscription } from '../../../execution/subscriptions';
import type { Expression } from '../../../model/definition';
import type { EventDefinitionBehavior } from './behavior';
import { scopeOfNames } from './message';

interface SignalEvent {
  signalName: Expression;
}

/** Reaches all who wait for it, in whichever instance. A thrown signal carries the variables of the event itself. */
export const signal: EventDefinitionBehavior<SignalEvent> = {
  bpmnType: 'SignalEventDefinition',
  kind: 'signal',
  clause: '10.5.5',
  positions: [
    'start',
    'innerStart',
    'nonInterruptingInnerStart',
    'catch',
    'boundary',
    'nonInterruptingBoundary',
    'throw',
    'end',
  ],
  throwsLate: () => true,
  compile(definition, _event, position) {
    const name = definition.referenced('signalRef')?.name ?? '';
    if (name === '') definition.problem('signal_missing', 'Expected a signal with a name, but there is none');
    const signalName = definition.expression(name, 'signal name');
    if (position === 'start' && 'feel' in signalName)
      definition.problem('signal_invalid', 'Expected a literal signal name at a start event, but it is FEEL');
    return { signalName };
  },
  sends: ({ signalName }) => ('text' in signalName ? [signalName.text] : []),
  start: ({ signalName }) => ({ kind: 'signal', signalName: 'text' in signalName ? signalName.text : '' }),
  listen(context, listener, { signalName }) {
    const name = evaluateText(context, scopeOfNames(context, listener), signalName, 'the signal name');
    return () => openSubscription(context, listener, { messageName: name, correlationKey: '', signal: true });
  },
  throw(context, instance, { signalName }) {
    const name = evaluateText(context, instance, signalName, 'the signal name');
    return () => {
      broadcastSignal(context, name, { ...instance.variables });
      return true;
    };
  },
};
