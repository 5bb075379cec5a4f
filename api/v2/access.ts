import { decide, type AccessResource, type Action, type DutyDone } from '../../domain/access/decide';
import { ApiError } from '../../protocol/errors';
import type { Person } from '../../protocol/product';
import type { Store } from '../../store/connect';
import type { Where } from '../../store/search';
import type { UserTaskDoc } from '../../store/state/types';

/** Refuses what `decide` refuses, with its code. */
export function authorize(
  person: Person,
  action: Action,
  resource: AccessResource = {},
  history: readonly DutyDone[] = [],
): void {
  const decision = decide(person, action, resource, history);
  if (!decision.allowed) throw new ApiError(decision.code);
}

export function isAllowed(person: Person, action: Action, resource: AccessResource = {}): boolean {
  return decide(person, action, resource).allowed;
}

/** The part of a user task that rights depend on. */
export function taskResource({ assignee, candidateUsers, candidateGroups, elementId }: UserTaskDoc): AccessResource {
  return { assignee, candidateUsers, candidateGroups, elementId };
}

/** A condition for the tasks that a person may see; null when he may see all of them. */
export function visibleTasks(person: Person): Where<UserTaskDoc>[] | null {
  if (isAllowed(person, 'task.read')) return null;
  return [
    { assignee: { eq: person.id } },
    { candidateUsers: { eq: person.id } },
    { candidateGroups: { in: [...person.roles] } },
  ];
}

/** Who completed tasks for the same request: in the instance and in all that share its root. */
export async function dutiesDone(store: Store, rootKey: string): Promise<DutyDone[]> {
  const done = await store.state.list('userTasks', { rootKey: { eq: rootKey }, state: { eq: 'COMPLETED' } });
  return done.flatMap(({ elementId, endedBy }) => (endedBy === null ? [] : [{ elementId, personId: endedBy }]));
}
