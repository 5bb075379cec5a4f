import type { FeelTree } from '../feel/tree';
import { instanceOf, isActive, nextKey, type StepContext } from './context';
import type { ConditionWait } from './execution';
import { evaluateTree } from './expressions';
import { guarded } from './incidents';
import { waitOf, type Listener } from './listening';
import { trigger } from './triggers';

/** Evaluates a condition to wait for, and returns what begins to wait: it may hold already. */
export function listenForCondition(context: StepContext, listener: Listener, condition: FeelTree): () => void {
  const { owner } = listener;
  const holds = evaluateTree(context, owner, condition, 'CONDITION_ERROR') === true;
  return () => {
    const key = nextKey(context);
    const wait: ConditionWait = { key, ...waitOf(listener), condition, held: holds, createdAt: context.now };
    (context.execution.conditions ??= {})[key] = wait;
    context.index.conditions.add(owner.key, key);
    if (holds) happen(context, wait);
  };
}

/** Evaluates again what reads a variable that has changed. A condition happens when it begins to hold. */
export function reviseConditions(context: StepContext): void {
  const { conditions } = context.execution;
  if (context.changedNames.size === 0) return;
  const changed = new Set(context.changedNames);
  context.changedNames.clear();
  for (const wait of Object.values(conditions ?? {})) {
    if (conditions?.[wait.key] !== wait || !wait.condition.names.some((name) => changed.has(name))) continue;
    const owner = instanceOf(context, wait.elementInstanceKey);
    guarded(context, owner, () => {
      const held = wait.held;
      wait.held = evaluateTree(context, owner, wait.condition, 'CONDITION_ERROR') === true;
      if (wait.held && !held) happen(context, wait);
    });
  }
}

export function closeCondition(context: StepContext, key: string): void {
  const { conditions } = context.execution;
  const wait = conditions?.[key];
  if (!conditions || !wait) return;
  delete conditions[key];
  context.index.conditions.remove(wait.elementInstanceKey, key);
  if (Object.keys(conditions).length === 0) delete context.execution.conditions;
}

function happen(context: StepContext, { key, elementId, elementInstanceKey, part }: ConditionWait): void {
  const owner = instanceOf(context, elementInstanceKey);
  context.events.push({ type: 'condition.met', key, elementId, elementInstanceKey });
  if (isActive(context, owner)) trigger(context, owner, elementId, {}, part);
}
