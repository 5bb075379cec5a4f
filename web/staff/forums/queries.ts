import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Forum, ForumItemsPage } from '../../../protocol/forums';
import type { Page } from '../../../protocol/product';
import { api } from '../../ui/api';
import { emptyForumLog, withPage, type ForumLog } from '../../ui/forum/forumLog';
import { useConnection, useLive } from '../app/live';

export const forumsQuery = (state: 'coming' | 'archive') =>
  queryOptions({
    queryKey: ['forums', state],
    queryFn: () => api<Page<Forum>>(`/api/forums?state=${state}`).then(({ items }) => items),
    refetchInterval: 30_000,
  });

export const forumQuery = (forumId: string) =>
  queryOptions({
    queryKey: ['forum', forumId],
    queryFn: () => api<Forum>(`/api/forums/${encodeURIComponent(forumId)}`),
    refetchInterval: 15_000,
  });

/** The items of a forum, live: the socket says that something changed, only what is new is asked for. */
export function useForumLog(forumId: string) {
  const queries = useQueryClient();
  const live = useLive();
  const connection = useConnection();
  useEffect(() => {
    if (connection !== 'open') return undefined;
    live.client.send({ type: 'subscribe-forum', forumId });
    return () => live.client.send({ type: 'unsubscribe-forum', forumId });
  }, [live, connection, forumId]);
  const queryKey = ['forum-items', forumId];
  return useQuery({
    queryKey,
    queryFn: async (): Promise<ForumLog> => {
      const held = queries.getQueryData<ForumLog>(queryKey) ?? emptyForumLog('announced');
      const address = `/api/forums/${encodeURIComponent(forumId)}/items?after=${held.lastSeq}`;
      return withPage(held, await api<ForumItemsPage>(address));
    },
    refetchInterval: 15_000,
  });
}
