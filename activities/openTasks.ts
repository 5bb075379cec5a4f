import { refuse, type Job, type JobParts } from './job';

/** What a report may hold; more than that is told by its number only. */
const MOST_TASKS = 200;

/**
 * `open-tasks`: what people still have to do in instances of some processes (K-3). In: processes (ids). Out: tasks
 * (contexts with elementId, processId, requestNumber, dueAt, isLate; at most 200, those that are due first), open and
 * late (how many there are).
 */
export function openTasks({ store, now }: JobParts): Job {
  return async ({ variables: { processes } }) => {
    if (!Array.isArray(processes)) throw refuse('Expected processes to be a list of process ids, but it is not');
    const ids = processes.filter((one) => typeof one === 'string');
    const found = await store.state.list('userTasks', { state: { eq: 'CREATED' }, processId: { in: ids } });
    const at = new Date(now()).toISOString();
    const isLate = (dueAt: string | null): boolean => dueAt !== null && dueAt < at;
    const byDue = found.toSorted((one, other) => ((one.dueDate ?? '9') < (other.dueDate ?? '9') ? -1 : 1));
    const tasks = byDue.slice(0, MOST_TASKS).map(async ({ elementId, elementInstanceKey, processId, dueDate }) => {
      const { requestNumber = null } = await store.state.visibleVariables(elementInstanceKey);
      return { elementId, processId, requestNumber, dueAt: dueDate, isLate: isLate(dueDate) };
    });
    return {
      tasks: await Promise.all(tasks),
      open: found.length,
      late: found.filter(({ dueDate }) => isLate(dueDate)).length,
    };
  };
}
