import { queryOptions } from '@tanstack/react-query';
import { catalogueIn, type CatalogueItem } from '../../../engine/forms';
import type { Page } from '../../../protocol/product';
import { api } from '../../ui/api';
import { textLanguage } from '../i18n';

/** Entries of a catalogue of the release in force, in the reader's language. */
export const catalogueQuery = (id: string) =>
  queryOptions({
    queryKey: ['catalogue', id],
    queryFn: () => api<Page<CatalogueItem>>(`/api/catalogues/${id}`).then(({ items }) => items),
    select: (items) => catalogueIn(items, textLanguage()),
    staleTime: 300_000,
  });

/** The text of an entry with its heading before it; an id that the catalogue doesn't have stands for itself. */
export function labelIn(items: readonly CatalogueItem[], id: string): string {
  const item = items.find((one) => one.id === id);
  if (!item) return id;
  const heading = items.find((one) => one.id === item.parent);
  return heading ? `${heading.label}: ${item.label}` : item.label;
}
