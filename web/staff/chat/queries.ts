import { queryOptions } from '@tanstack/react-query';
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
