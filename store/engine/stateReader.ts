import type { Model } from 'mongoose';
import type { Variables } from '../../protocol/json';
import type { Counters } from './counters';
import type { StateModels } from '../state/models';
import type { ElementDoc, StateCollection, StateDocs } from '../state/types';
import { elementCounts, type ElementCounts } from '../state/elementCounts';
import { searchPlans } from '../state/plans';
import { search, type Page, type Search, type Where } from '../search';

/** Reads the state collections. What it gives is as new as the last projected event. */
export interface StateReader {
  get<C extends StateCollection>(collection: C, key: string): Promise<StateDocs[C] | null>;
  /** A page of documents with the total number of matches. */
  search<C extends StateCollection>(collection: C, query: Search<StateDocs[C]>): Promise<Page<StateDocs[C]>>;
  /** All documents that match; for conditions that name an instance, a scope or a key. */
  list<C extends StateCollection>(collection: C, where: Where<StateDocs[C]>): Promise<StateDocs[C][]>;
  /** How often each element that matches is active, completed, cancelled or has an open incident. */
  elementCounts(where: Where<ElementDoc>): Promise<ElementCounts[]>;
  /** Values of the variables of one scope, without those of its parents. */
  variables(scopeKey: string): Promise<Variables>;
  /** Keys of the scopes that an element sees, its own first, up to the instance. */
  scopes(elementInstanceKey: string): Promise<string[]>;
  /** Values as an element sees them: its own scope's first, then its parents' up to the instance. */
  visibleVariables(elementInstanceKey: string): Promise<Variables>;
}

const LONGEST_SCOPE_CHAIN = 100;

export function stateReader(models: StateModels, counters: Counters): StateReader {
  const plans = searchPlans(() => counters.newestInstanceNumber());
  const model = <C extends StateCollection>(collection: C) => models[collection] as unknown as Model<StateDocs[C]>;
  const get = async <C extends StateCollection>(collection: C, key: string): Promise<StateDocs[C] | null> =>
    (await model(collection).findOne({ key }, { _id: 0 }).lean()) as StateDocs[C] | null;

  async function variables(scopeKey: string): Promise<Variables> {
    const rows = await models.variables.find({ scopeKey }, { _id: 0, name: 1, value: 1 }).lean();
    return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as Variables[string]]));
  }

  async function scopes(elementInstanceKey: string): Promise<string[]> {
    const found = [elementInstanceKey];
    for (let key = elementInstanceKey; found.length < LONGEST_SCOPE_CHAIN;) {
      const element = await get('elements', key);
      if (!element || element.scopeKey === key) break;
      found.push((key = element.scopeKey));
    }
    return found;
  }

  return {
    get,
    search: (collection, query) => search(model(collection), query, plans[collection]),
    list: async (collection, where) =>
      (await search(model(collection), { where, limit: null, sort: [] }, plans[collection])).items,
    elementCounts: (where) => elementCounts(models.elements, where),
    variables,
    scopes,
    visibleVariables: async (elementInstanceKey) => {
      const visible = await Promise.all((await scopes(elementInstanceKey)).map(variables));
      return Object.assign({}, ...visible.reverse()) as Variables;
    },
  };
}
