import type { Execution } from './execution';

/** Who belongs to whom, derived from an execution and never serialised: what keeps the cost of a step flat. */
export interface ExecutionIndex {
  /** Scope key → keys of the element instances in it, oldest first. */
  readonly children: Owned;
  /** Element instance key → keys of what it waits for. */
  readonly jobs: Owned;
  readonly userTasks: Owned;
  readonly timers: Owned;
  readonly subscriptions: Owned;
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

const indexes = new WeakMap<Execution, ExecutionIndex>();

export function indexOf(execution: Execution): ExecutionIndex {
  const known = indexes.get(execution);
  if (known) return known;
  const index = build(execution);
  indexes.set(execution, index);
  return index;
}

function build(execution: Execution): ExecutionIndex {
  const children = new Owned();
  for (const { key, scopeKey } of Object.values(execution.elements)) if (scopeKey !== null) children.add(scopeKey, key);
  return {
    children,
    jobs: ownedBy(execution.jobs),
    userTasks: ownedBy(execution.userTasks),
    timers: ownedBy(execution.timers),
    subscriptions: ownedBy(execution.subscriptions),
    incidents: ownedBy(execution.incidents),
  };
}

function ownedBy(things: Record<string, { key: string; elementInstanceKey: string }>): Owned {
  const owned = new Owned();
  for (const { key, elementInstanceKey } of Object.values(things)) owned.add(elementInstanceKey, key);
  return owned;
}
