import { queryOptions } from '@tanstack/react-query';
import type { Page } from '../../../protocol/product';
import type { EntryHistory, EntryView, RegisterView } from '../../../protocol/registerViews';
import { api } from '../../ui/api';

/** Conditions by field, and the order: what stands in the address of a list. */
export interface EntryFilter {
  fields: Record<string, string>;
  order: 'changed' | 'due';
}

export const registersQuery = queryOptions({
  queryKey: ['registers'],
  queryFn: () => api<Page<RegisterView>>('/api/registers').then(({ items }) => items),
  staleTime: 60_000,
});

export const registerQuery = (id: string) =>
  queryOptions({
    queryKey: ['registers', id],
    queryFn: () => api<RegisterView>(`/api/registers/${id}`),
    staleTime: 60_000,
  });

export const entryQuery = (registerId: string, entryId: string) =>
  queryOptions({
    queryKey: ['registers', registerId, 'entry', entryId],
    queryFn: () => api<EntryHistory>(`/api/registers/${registerId}/entries/${entryId}`),
  });

export function readEntries(registerId: string, filter: EntryFilter, cursor?: string): Promise<Page<EntryView>> {
  return api(`/api/registers/${registerId}/entries?${searchOf(filter, cursor)}`);
}

/** Address of the same list as a file for a spreadsheet. */
export function exportAddress(registerId: string, filter: EntryFilter): string {
  return `/api/registers/${registerId}/entries.csv?${searchOf(filter)}`;
}

function searchOf({ fields, order }: EntryFilter, cursor?: string): string {
  const parameters = new URLSearchParams({ order });
  for (const [field, value] of Object.entries(fields)) parameters.append('filter', `${field}:${value}`);
  if (cursor) parameters.set('cursor', cursor);
  return parameters.toString();
}
