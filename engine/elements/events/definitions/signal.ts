import { evaluateText } from '../../../execution/expressions';
import { broadcastSignal } from '../../../execution/signals';
import { openSubscription } from '../../../execution/subscriptions';
import type { Expression } from '../../../model/definition';
import { CATCHING, type EventDefinitionBehavior } from './behavior';
import { scopeOfNames } from './message';
import { checkLiteral, compileName } from './name';

interface SignalEvent {
  signalName: Expression;
}

/** Reaches all who wait for it, in whichever instance. A thrown signal carries the variables of the event itself. */
export const signal: EventDefinitionBehavior<SignalEvent> = {
  bpmnType: 'SignalEventDefinition',
  kind: 'signal',
  clause: '10.5.5',
  positions: [...CATCHING, 'throw', 'end'],
  throwsLate: () => true,
  compile(definition, _event, position) {
    const signalName = compileName(definition, 'signal');
    if (position === 'start') checkLiteral(definition, 'signal', signalName);
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
