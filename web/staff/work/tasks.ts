import { queryOptions } from '@tanstack/react-query';
import { api } from '../../ui/api';
import type { SearchPage, UserTask } from '../../ui/engine';
import type { Person } from '../app/session';

export type TaskFilter = 'all' | 'mine' | 'group' | 'late';

const LIMIT = 100;

export const isLate = (task: UserTask, now = Date.now()): boolean =>
  task.dueDate !== undefined && Date.parse(task.dueDate) < now;

const search = (filter: object): Promise<UserTask[]> =>
  api<SearchPage<UserTask>>('/v2/user-tasks/search', {
    method: 'POST',
    body: { filter: { state: 'CREATED', ...filter }, page: { limit: LIMIT } },
  }).then(({ items }) => items);

/** Open tasks that are mine, or nobody's yet and offered to one of my groups; earliest due first, undated last. */
export const tasksQuery = (person: Person, filter: TaskFilter) =>
  queryOptions({
    queryKey: ['tasks', filter],
    queryFn: async () => {
      const mine = filter === 'group' ? [] : await search({ assignee: person.id });
      const groups =
        filter === 'mine' ? [] : await Promise.all(person.roles.map((role) => search({ candidateGroup: role })));
      const byKey = new Map(
        [...mine, ...groups.flat()]
          .filter((task) => task.assignee === undefined || task.assignee === person.id)
          .map((task) => [task.userTaskKey, task]),
      );
      return [...byKey.values()].filter((task) => filter !== 'late' || isLate(task)).sort(byDueDate);
    },
    refetchInterval: 30_000,
  });

function byDueDate(one: UserTask, other: UserTask): number {
  const key = (task: UserTask) => `${task.dueDate ?? '9999'} ${task.creationDate}`;
  return key(one).localeCompare(key(other));
}
