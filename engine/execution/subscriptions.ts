import { nextKey, type StepContext } from './context';
import type { ElementInstance, Subscription } from './execution';

/** Begins to wait for a message or signal; the projection of the event makes it findable. */
export function openSubscription(
  context: StepContext,
  owner: ElementInstance,
  elementId: string,
  message: Pick<Subscription, 'messageName' | 'correlationKey' | 'signal'>,
): void {
  const key = nextKey(context);
  const subscription = { key, elementId, elementInstanceKey: owner.key, ...message };
  context.execution.subscriptions[key] = { ...subscription, createdAt: context.now };
  context.index.subscriptions.add(owner.key, key);
  context.events.push({ type: 'subscription.opened', ...subscription });
}

export function closeSubscription(context: StepContext, key: string): void {
  const subscription = context.execution.subscriptions[key];
  if (!subscription) return;
  delete context.execution.subscriptions[key];
  context.index.subscriptions.remove(subscription.elementInstanceKey, key);
  context.events.push({ type: 'subscription.closed', key });
}
