import type { ReleaseContent } from '../engine/model';
import type { CatalogueItem } from '../protocol/release';
import { ApiError } from '../protocol/errors';
import type { Store } from '../store/connect';

export interface ReleaseReader {
  /**
   * Content of the release in force.
   * @throws ApiError `not_found` before the first deployment
   */
  content(): Promise<ReleaseContent>;
  /** Items of a catalogue of the release in force; empty when it has none of that id. */
  items(catalogueId: string): Promise<CatalogueItem[]>;
}

/** How long the API may take an older release for the one in force, in milliseconds. */
const CURRENT_FOR_MS = 2_000;

/** Reads the release in force, with its number kept for a moment and its content until another comes. */
export function releaseReader(store: Pick<Store, 'releases'>, now: () => Date): ReleaseReader {
  const held = { number: 0, checkedAt: 0, content: null as ReleaseContent | null };
  const content = async (): Promise<ReleaseContent> => {
    const time = now().getTime();
    if (held.content && Math.abs(time - held.checkedAt) < CURRENT_FOR_MS) return held.content;
    const current = await store.releases.current();
    if (!current) throw new ApiError('not_found', { detail: 'Todavía no se ha desplegado ningún procedimiento.' });
    if (current.number !== held.number || !held.content) {
      held.content = (await store.releases.content(current.number)) as ReleaseContent;
      held.number = current.number;
    }
    held.checkedAt = time;
    return held.content;
  };
  return { content, items: async (id) => (await content()).catalogues[id]?.items ?? [] };
}
