import type { FormSchema } from '../../engine/forms';
import type { ReleaseContent } from '../../engine/model';
import type { Release } from '../../store/engine/releases';
import type { Store } from '../../store/connect';

/** Forms and definitions of releases. Releases never change, so what was read once is kept. */
export interface ReleaseForms {
  releases(numbers: Iterable<number>): Promise<ReadonlyMap<number, Release>>;
  content(release: number): Promise<ReleaseContent>;
  form(release: number, formId: string): Promise<FormSchema | null>;
}

export function releaseForms(store: Pick<Store, 'releases'>): ReleaseForms {
  const known = new Map<number, Release>();
  const content = async (release: number): Promise<ReleaseContent> =>
    (await store.releases.content(release)) as ReleaseContent;
  return {
    content,
    releases: async (numbers) => {
      for (const number of new Set(numbers)) {
        const release = known.has(number) ? null : await store.releases.get(number);
        if (release) known.set(number, release);
      }
      return known;
    },
    form: async (release, formId) => (await content(release)).forms[formId] ?? null,
  };
}
