import type { ElementInstance, Execution } from './execution';

/** Who belongs to whom, derived from an execution and never serialised: what keeps the cost of a step flat. */
export interface ExecutionIndex {
  /** Scope key → keys of the element instances in it, oldest first. */
  readonly children: Owned;
  /** Scope key → ids of the elements that have instances in it. */
  readonly places: Places;
  /** Element instance key → keys of what it waits for. */
  readonly jobs: Owned;
  readonly userTasks: Owned;
  readonly timers: Owned;
  readonly subscriptions: Owned;
  readonly conditions: Owned;
  readonly incidents: Owned;
}

/** One-to-many relation by keys that forgets empty owners. */
export class Owned {
  private readonly byOwner = new Map<string, Set<string>>();

  add(owner: string, key: string): void {
    const keys = this.byOwner.get(owner);
    if (keys) keys.add(key);
    else this.byOwner.set(owner, new Set([key]));
  }

  remove(owner: string, key: string): void {
    const keys = this.byOwner.get(owner);
    if (keys?.delete(key) && keys.size === 0) this.byOwner.delete(owner);
  }

  has(owner: string): boolean {
    return this.byOwner.has(owner);
  }

  /** A copy, so that callers may remove while they walk. */
  of(owner: string): string[] {
    return [...(this.byOwner.get(owner) ?? [])];
  }
}

/** Which elements of a scope have instances, without walking over all of them. */
export class Places {
  private readonly byScope = new Map<string, Map<string, number>>();

  add(scopeKey: string, elementId: string): void {
    const counts = this.byScope.get(scopeKey) ?? new Map<string, number>();
    this.byScope.set(scopeKey, counts.set(elementId, (counts.get(elementId) ?? 0) + 1));
  }

  remove(scopeKey: string, elementId: string): void {
    const counts = this.byScope.get(scopeKey);
    const left = (counts?.get(elementId) ?? 0) - 1;
    if (left > 0) counts?.set(elementId, left);
    else if (counts?.delete(elementId) && counts.size === 0) this.byScope.delete(scopeKey);
  }

  of(scopeKey: string): Iterable<string> {
    return this.byScope.get(scopeKey)?.keys() ?? [];
  }
}

const indexes = new WeakMap<Execution, ExecutionIndex>();

export function indexOf(execution: Execution): ExecutionIndex {
  const known = indexes.get(execution);
  if (known) return known;
  const index = build(execution);
  indexes.set(execution, index);
  return index;
}

/** The execution was changed otherwise than by a step. */
export function forgetIndex(execution: Execution): void {
  indexes.delete(execution);
}

function build(execution: Execution): ExecutionIndex {
  const index = {
    children: new Owned(),
    places: new Places(),
    jobs: ownedBy(execution.jobs),
    userTasks: ownedBy(execution.userTasks),
    timers: ownedBy(execution.timers),
    subscriptions: ownedBy(execution.subscriptions),
    conditions: ownedBy(execution.conditions ?? {}),
    incidents: ownedBy(execution.incidents),
  };
  for (const instance of Object.values(execution.elements)) enterScope(index, instance);
  return index;
}

/** An instance has come into its scope. */
export function enterScope(index: ExecutionIndex, { key, scopeKey, elementId }: ElementInstance): void {
  if (scopeKey === null) return;
  index.children.add(scopeKey, key);
  index.places.add(scopeKey, elementId);
}

/** An instance has left its scope. */
export function leaveScope(index: ExecutionIndex, { key, scopeKey, elementId }: ElementInstance): void {
  if (scopeKey === null) return;
  index.children.remove(scopeKey, key);
  index.places.remove(scopeKey, elementId);
}

function ownedBy(things: Record<string, { key: string; elementInstanceKey: string }>): Owned {
  const owned = new Owned();
  for (const { key, elementInstanceKey } of Object.values(things)) owned.add(elementInstanceKey, key);
  return owned;
}
