import type { FilterValue } from '../../protocol/v2/search';
import type { Store } from '../../store/connect';
import { conditionOf } from './filters';

type VariableFilters = readonly { name: string; value: unknown }[];

/** Keys of the instances that have every one of these variables, at their outermost scope. */
export async function instancesWithVariables(store: Store, filters: VariableFilters): Promise<string[]> {
  const rows = await matches(store, filters);
  return rows
    .map((list) => list.filter(({ scopeKey, processInstanceKey }) => scopeKey === processInstanceKey))
    .map((list) => list.map(({ processInstanceKey }) => processInstanceKey))
    .reduce(inBoth);
}

/** Keys of the scopes that have every one of these variables as their own. */
export async function scopesWithVariables(store: Store, filters: VariableFilters): Promise<string[]> {
  const rows = await matches(store, filters);
  return rows.map((list) => list.map(({ scopeKey }) => scopeKey)).reduce(inBoth);
}

function matches(store: Store, filters: VariableFilters) {
  return Promise.all(
    filters.map(({ name, value }) =>
      store.state.list('variables', { name: { eq: name }, value: conditionOf(value as FilterValue) }),
    ),
  );
}

/** What both lists have. */
export function inBoth(one: string[], other: string[]): string[] {
  const known = new Set(other);
  return one.filter((key) => known.has(key));
}
