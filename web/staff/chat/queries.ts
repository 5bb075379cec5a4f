import { queryOptions, useQuery } from '@tanstack/react-query';
import type { CannedAnswer, Conversation, Page, Presence, Room } from '../../../protocol/product';
import { api } from '../../ui/api';

export const myConversations = queryOptions({
  queryKey: ['conversations', 'mine'],
  queryFn: () => api<Page<Conversation>>('/api/conversations?mine=true&state=open').then(({ items }) => items),
  refetchInterval: 15_000,
});

export const conversationQuery = (id: string) =>
  queryOptions({ queryKey: ['conversation', id], queryFn: () => api<Conversation>(`/api/conversations/${id}`) });

export const roomsQuery = queryOptions({
  queryKey: ['rooms'],
  queryFn: () => api<Page<Room>>('/api/rooms').then(({ items }) => items),
  refetchInterval: 15_000,
});

export const queueQuery = queryOptions({
  queryKey: ['queue'],
  queryFn: () => api<Page<Conversation>>('/api/queue').then(({ items }) => items),
  refetchInterval: 10_000,
});

export const presenceQuery = queryOptions({ queryKey: ['presence'], queryFn: () => api<Presence>('/api/presence') });

export const cannedQuery = queryOptions({
  queryKey: ['canned-answers'],
  queryFn: () => api<Page<CannedAnswer>>('/api/canned-answers').then(({ items }) => items),
  staleTime: 300_000,
});

interface Item {
  id: string;
  label: string;
  parent?: string;
}

/** Entries of a catalogue: choices (entries that head no others), and a label for any id. */
export function useCatalogue(id: string): { choices: { value: string; label: string }[]; labelOf(id: string): string } {
  const { data = [] } = useQuery({
    queryKey: ['catalogue', id],
    queryFn: () => api<Page<Item>>(`/api/catalogues/${id}`).then(({ items }) => items),
    staleTime: 300_000,
  });
  const parents = new Set(data.map((item) => item.parent));
  const label = (item: Item): string => {
    const parent = data.find((other) => other.id === item.parent);
    return parent ? `${parent.label}: ${item.label}` : item.label;
  };
  return {
    choices: data.filter((item) => !parents.has(item.id)).map((item) => ({ value: item.id, label: label(item) })),
    labelOf: (wanted) => {
      const item = data.find((one) => one.id === wanted);
      return item ? label(item) : wanted;
    },
  };
}
