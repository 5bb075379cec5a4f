import { queryOptions } from '@tanstack/react-query';
import type { Programme } from '../../../protocol/programme';
import { api } from '../../ui/api';
import type { SearchPage, UserTask } from '../../ui/engine';

export const programmeQuery = (week: string) =>
  queryOptions({
    queryKey: ['programme', week],
    queryFn: () => api<Programme>(`/api/programme?week=${week}`),
    refetchInterval: 30_000,
  });

/** The open tasks in which a programme is drafted, as far as one may see them. */
export const draftTasks = queryOptions({
  queryKey: ['tasks', 'draft-programme'],
  queryFn: () =>
    api<SearchPage<UserTask>>('/v2/user-tasks/search', {
      method: 'POST',
      body: { filter: { elementId: 'draft-programme', state: 'CREATED' } },
    }).then(({ items }) => items),
});
