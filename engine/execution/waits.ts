import type { StepContext } from './context';
import type { ElementInstance } from './execution';
import { closeCondition } from './conditions';
import { closeIncident } from './incidents';
import { cancelJob } from './jobs';
import { closeSubscription } from './subscriptions';
import { cancelTimer } from './timers';
import { cancelUserTask } from './userTasks';

/** Ends all that an instance still waits for; what it had waited for successfully is gone already. */
export function cancelWaits(context: StepContext, { key }: ElementInstance): void {
  const { index } = context;
  for (const job of index.jobs.of(key)) cancelJob(context, job);
  for (const task of index.userTasks.of(key)) cancelUserTask(context, task);
  for (const timer of index.timers.of(key)) cancelTimer(context, timer);
  for (const subscription of index.subscriptions.of(key)) closeSubscription(context, subscription);
  for (const condition of index.conditions.of(key)) closeCondition(context, condition);
  for (const incident of index.incidents.of(key)) closeIncident(context, incident);
}

/** Stops listening for the given events on behalf of an instance. */
export function stopListening(context: StepContext, { key }: ElementInstance, eventIds: readonly string[]): void {
  const { index, execution } = context;
  const isMeant = (wait: { elementId: string } | undefined) => wait && eventIds.includes(wait.elementId);
  for (const timer of index.timers.of(key)) if (isMeant(execution.timers[timer])) cancelTimer(context, timer);
  for (const subscription of index.subscriptions.of(key))
    if (isMeant(execution.subscriptions[subscription])) closeSubscription(context, subscription);
  for (const condition of index.conditions.of(key))
    if (isMeant(execution.conditions?.[condition])) closeCondition(context, condition);
}
