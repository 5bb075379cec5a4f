import { useCallback, useEffect, useState } from 'react';
import { catalogueIn, walkSchema, type CatalogueItem, type FormSchema } from '../../../engine/forms';
import { ApiProblem, callApi } from './api';
import { useLanguage } from './language';
import type { Loaded } from './useLoaded';

/** One download of each catalogue a visit. */
const held = new Map<string, Promise<readonly CatalogueItem[]>>();

function fetchCatalogue(id: string): Promise<readonly CatalogueItem[]> {
  const known = held.get(id);
  if (known) return known;
  const asked = callApi<{ items: CatalogueItem[] }>(`/api/catalogues/${id}`).then(({ items }) => items);
  held.set(id, asked);
  asked.catch(() => held.delete(id));
  return asked;
}

/** The catalogues that a form chooses from. */
export function useCatalogues(schema: FormSchema | undefined): Loaded<Map<string, readonly CatalogueItem[]>> {
  const ids = new Set<string>();
  if (schema) {
    walkSchema(schema, ({ properties }) => {
      if (typeof properties?.catalogue === 'string') ids.add(properties.catalogue);
    });
  }
  return useCatalogueSet([...ids].join(' '));
}

function useCatalogueSet(ids: string): Loaded<Map<string, readonly CatalogueItem[]>> {
  const [value, setValue] = useState<Map<string, readonly CatalogueItem[]>>();
  const [problem, setProblem] = useState<ApiProblem>();
  const { code } = useLanguage();
  const load = useCallback(() => {
    const wanted = ids.split(' ').filter(Boolean);
    setProblem(undefined);
    Promise.all(wanted.map(async (id) => [id, catalogueIn(await fetchCatalogue(id), code)] as const)).then(
      (entries) => setValue(new Map(entries)),
      (error: unknown) => setProblem(error instanceof ApiProblem ? error : new ApiProblem({})),
    );
  }, [ids, code]);
  useEffect(load, [load]);
  return { reload: load, ...(value ? { value } : {}), ...(problem ? { problem } : {}) };
}

/** What an entry of a catalogue is called; its id while the catalogue isn't there. */
export function useLabel(catalogue: string, id: string): string {
  const { value } = useCatalogueSet(catalogue);
  return value?.get(catalogue)?.find((item) => item.id === id)?.label ?? id;
}
