import { nextKey, type StepContext } from './context';
import type { Subscription } from './execution';
import { waitOf, type Listener } from './listening';

/** Begins to wait for a message or signal; the projection of the event makes it findable. */
export function openSubscription(
  context: StepContext,
  listener: Listener,
  message: Pick<Subscription, 'messageName' | 'correlationKey' | 'signal'>,
): void {
  const key = nextKey(context);
  const { elementId, elementInstanceKey, ...part } = waitOf(listener);
  const subscription = { key, elementId, elementInstanceKey, ...message };
  context.execution.subscriptions[key] = { ...subscription, ...part, createdAt: context.now };
  context.index.subscriptions.add(elementInstanceKey, key);
  context.events.push({ type: 'subscription.opened', ...subscription });
}

export function closeSubscription(context: StepContext, key: string): void {
  const subscription = context.execution.subscriptions[key];
  if (!subscription) return;
  delete context.execution.subscriptions[key];
  context.index.subscriptions.remove(subscription.elementInstanceKey, key);
  context.events.push({ type: 'subscription.closed', key });
}
