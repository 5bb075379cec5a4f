import { queryOptions } from '@tanstack/react-query';
import type { DocumentSummary, DocumentView } from '../../../protocol/documents';
import type { Page } from '../../../protocol/product';
import { api } from '../../ui/api';

export interface DocumentFilter {
  template: string | null;
  draft: string | null;
}

/** Newest first; `cursor` is the page's before. */
export function listDocuments({ template, draft }: DocumentFilter, cursor?: string): Promise<Page<DocumentSummary>> {
  const query = new URLSearchParams({
    ...(template === null ? {} : { template }),
    ...(draft === null ? {} : { draft }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  return api(`/api/documents?${query}`);
}

export const templatesQuery = queryOptions({
  queryKey: ['document-templates'],
  queryFn: () => api<Page<{ id: string; label: string }>>('/api/documents/templates').then(({ items }) => items),
  staleTime: 60_000,
});

/** A document never changes, but gets further rounds. */
export const documentQuery = (id: string) =>
  queryOptions({ queryKey: ['document', id], queryFn: () => api<DocumentView>(`/api/documents/${id}`) });
