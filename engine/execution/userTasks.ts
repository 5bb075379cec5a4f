import type { UserTaskChanges, UserTaskData } from '../../protocol/events';
import { nextKey, type StepContext } from './context';
import type { ElementInstance, UserTask } from './execution';
import { Rejected } from './faults';
import { own } from './own';

export function createUserTask(
  context: StepContext,
  instance: ElementInstance,
  data: Omit<UserTaskData, 'elementId' | 'elementInstanceKey'>,
): void {
  const key = nextKey(context);
  const task = { key, elementId: instance.elementId, elementInstanceKey: instance.key, ...data };
  context.execution.userTasks[key] = { ...task, createdAt: context.now };
  context.index.userTasks.add(instance.key, key);
  context.events.push({ type: 'userTask.created', ...task });
}

export function userTaskOf(context: StepContext, key: string): UserTask {
  const task = own(context.execution.userTasks, key);
  if (!task) throw new Rejected('not_found', `Expected user task ${key} to be open, but it is not`);
  return task;
}

export function assignUserTask(context: StepContext, task: UserTask, assignee: string, allowOverride: boolean): void {
  if (assignee === '') throw new Rejected('invalid_argument', 'Expected an assignee, but it is empty');
  if (task.assignee === assignee) return;
  if (task.assignee !== null && !allowOverride) {
    throw new Rejected(
      'task_assigned_to_other',
      `Expected user task ${task.key} to be free, but ${task.assignee} has it`,
    );
  }
  setAssignee(context, task, assignee);
}

export function unassignUserTask(context: StepContext, task: UserTask): void {
  if (task.assignee === null) return;
  setAssignee(context, task, null);
}

/** Only what differs is told. */
export function updateUserTask(context: StepContext, task: UserTask, changes: UserTaskChanges): void {
  const differing = Object.entries(changes).filter(
    ([name, value]) => JSON.stringify(task[name as keyof UserTaskChanges]) !== JSON.stringify(value),
  );
  if (differing.length === 0) return;
  const different = Object.fromEntries(differing) as UserTaskChanges;
  Object.assign(task, different);
  context.events.push({ type: 'userTask.updated', key: task.key, changes: different });
}

function setAssignee(context: StepContext, task: UserTask, assignee: string | null): void {
  task.assignee = assignee;
  context.events.push({ type: 'userTask.assigned', key: task.key, assignee });
}

export function removeUserTask(context: StepContext, { key, elementInstanceKey }: UserTask): void {
  delete context.execution.userTasks[key];
  context.index.userTasks.remove(elementInstanceKey, key);
}

export function cancelUserTask(context: StepContext, key: string): void {
  removeUserTask(context, userTaskOf(context, key));
  context.events.push({ type: 'userTask.canceled', key });
}
