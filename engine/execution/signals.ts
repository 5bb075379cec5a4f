import type { Variables } from '../../protocol/json';
import { instanceOf, nextKey, type StepContext } from './context';
import type { Subscription } from './execution';
import { trigger } from './triggers';

/** A signal on its way: `id` is the same for all who catch it. */
export interface Signal {
  id: string;
  name: string;
  variables: Variables;
}

/** Throws a signal: at once to all who wait for it in this instance, by an effect to all others. */
export function broadcastSignal(context: StepContext, name: string, variables: Variables): void {
  const signal: Signal = { id: nextKey(context), name, variables };
  context.events.push({ type: 'signal.thrown', key: signal.id, signalName: name });
  context.effects.push({ type: 'broadcastSignal', signalId: signal.id, signalName: name, variables });
  catchSignal(context, signal);
}

/** Gives a signal to all who wait for it in this instance. Who is ended by it meanwhile doesn't get it. */
export function catchSignal(context: StepContext, { id, name, variables }: Signal): void {
  for (const subscription of subscriptionsTo(context, name)) {
    const { key, elementInstanceKey, elementId, part } = subscription;
    if (context.execution.subscriptions[key] !== subscription) continue;
    context.events.push({ type: 'signal.caught', subscriptionKey: key, signalId: id, signalName: name });
    trigger(context, instanceOf(context, elementInstanceKey), elementId, variables, part);
  }
}

export function subscriptionsTo({ execution }: StepContext, signalName: string): Subscription[] {
  return Object.values(execution.subscriptions).filter(
    ({ signal, messageName }) => signal && messageName === signalName,
  );
}
