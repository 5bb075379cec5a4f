import type { Execution } from '../engine';
import type { InstanceCommand, RejectionCode, RejectionDetails } from '../protocol/workflow';

/**
 * Why an instance can't carry out a command, as far as it is seen without a step. The engine checks the same and more;
 * but what is refused here leaves no history, and its update id may be used again once the instance has moved on.
 */
export function refusalOf(execution: Execution, command: InstanceCommand): RejectionDetails | null {
  switch (command.type) {
    case 'completeUserTask':
    case 'unassignUserTask':
    case 'updateUserTask':
      return hasTask(execution, command.userTaskKey);
    case 'assignUserTask':
      return hasTask(execution, command.userTaskKey) ?? isFree(execution, command);
    case 'correlateMessage':
      return has(execution.subscriptions, command.subscriptionKey, 'subscription', 'subscription_closed');
    case 'catchSignal':
      return waitsForSignal(execution, command.signalName);
    case 'resolveIncident':
      return has(execution.incidents, command.incidentKey, 'incident', 'not_found');
    case 'setVariables':
      return has(execution.elements, command.scopeKey, 'scope', 'not_found');
    case 'modify':
    case 'migrate':
    case 'cancelInstance':
      return null;
  }
}

function hasTask({ elements, userTasks }: Execution, key: string): RejectionDetails | null {
  const missing = has(userTasks, key, 'user task', 'not_found');
  const state = elements[userTasks[key]?.elementInstanceKey ?? '']?.state;
  if (missing || state === 'ACTIVATED') return missing;
  return { code: 'invalid_state', message: `Expected user task ${key} to be waiting, but it is ${state ?? 'gone'}` };
}

function isFree(
  { userTasks }: Execution,
  { userTaskKey, assignee, allowOverride }: Extract<InstanceCommand, { type: 'assignUserTask' }>,
): RejectionDetails | null {
  const holder = userTasks[userTaskKey]?.assignee ?? null;
  if (allowOverride || holder === null || holder === assignee) return null;
  const message = `Expected user task ${userTaskKey} to be free, but ${holder} has it`;
  return { code: 'task_assigned_to_other', message };
}

function has(things: object, key: string, what: string, code: RejectionCode): RejectionDetails | null {
  return Object.hasOwn(things, key) ? null : { code, message: `Expected ${what} ${key}, but there is none` };
}

function waitsForSignal({ subscriptions }: Execution, signalName: string): RejectionDetails | null {
  if (Object.values(subscriptions).some(({ signal, messageName }) => signal && messageName === signalName)) return null;
  return {
    code: 'subscription_closed',
    message: `Expected somebody to wait for signal '${signalName}', but nobody does`,
  };
}
