import { nextKey, type StepContext } from './context';
import type { Timer } from './execution';
import { waitOf, type Listener } from './listening';

/** When a timer fires, and how often again. */
export interface TimerPlan {
  /** Epoch milliseconds. */
  dueAt: number;
  /** Repetitions after the first; null without end. */
  repetitions?: number | null;
  interval?: string;
}

export function createTimer(context: StepContext, listener: Listener, plan: TimerPlan): void {
  const key = nextKey(context);
  const { elementId, elementInstanceKey, ...part } = waitOf(listener);
  const timer: Timer = { key, elementId, elementInstanceKey, ...part, createdAt: context.now, ...plan };
  context.execution.timers[key] = timer;
  context.index.timers.add(elementInstanceKey, key);
  const dueAt = new Date(plan.dueAt).toISOString();
  context.events.push({ type: 'timer.created', key, elementId, elementInstanceKey, dueAt });
  context.effects.push({ type: 'scheduleTimer', timerKey: key, dueAt: plan.dueAt });
}

export function removeTimer(context: StepContext, { key, elementInstanceKey }: Timer): void {
  delete context.execution.timers[key];
  context.index.timers.remove(elementInstanceKey, key);
}

export function cancelTimer(context: StepContext, key: string): void {
  const timer = context.execution.timers[key];
  if (!timer) return;
  removeTimer(context, timer);
  context.events.push({ type: 'timer.canceled', key });
  context.effects.push({ type: 'cancelTimer', timerKey: key });
}
