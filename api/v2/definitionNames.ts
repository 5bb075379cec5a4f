import type { Definition } from '../../store/engine/releases';
import type { Store } from '../../store/connect';

/** Definitions by key. They never change, so what was read once is kept. */
export interface DefinitionNames {
  byKeys(keys: Iterable<string>): Promise<ReadonlyMap<string, Definition>>;
}

export function definitionNames(store: Pick<Store, 'releases'>): DefinitionNames {
  const known = new Map<string, Definition>();
  return {
    byKeys: async (keys) => {
      for (const key of new Set(keys)) {
        if (known.has(key)) continue;
        const definition = await store.releases.definition(key);
        if (definition) known.set(key, definition);
      }
      return known;
    },
  };
}
