import type { Waiting } from '../../protocol/engineViews';
import type { ProcessDefinition, Program } from '../model/definition';
import type { ElementInstance, Execution } from './execution';

/** Every reason why the instance doesn't go on by itself, incidents first. */
export function whyWaiting(program: Program, execution: Execution): Waiting[] {
  const process = program.processes[execution.processId];
  const elements = Object.values(execution.elements);
  return [
    ...Object.values(execution.incidents).map((incident) =>
      on(execution, incident.elementInstanceKey, 'incident', incident.key, incident.createdAt, {
        detail: incident.message,
      }),
    ),
    ...Object.values(execution.userTasks).map((task) =>
      on(execution, task.elementInstanceKey, 'userTask', task.key, task.createdAt, {
        ...(task.assignee !== null && { detail: task.assignee }),
        ...(task.dueDate !== null && { until: task.dueDate }),
      }),
    ),
    ...Object.values(execution.jobs)
      .filter(({ retries }) => retries > 0)
      .map((job) => on(execution, job.elementInstanceKey, 'job', job.key, job.createdAt, { detail: job.jobType })),
    ...Object.values(execution.subscriptions).map((subscription) =>
      on(
        execution,
        subscription.elementInstanceKey,
        subscription.signal ? 'signal' : 'message',
        subscription.key,
        subscription.createdAt,
        {
          eventId: subscription.elementId,
          detail: subscription.messageName,
        },
      ),
    ),
    ...Object.values(execution.conditions ?? {}).map((wait) =>
      on(execution, wait.elementInstanceKey, 'condition', wait.key, wait.createdAt, {
        eventId: wait.elementId,
        detail: wait.condition.source,
      }),
    ),
    ...Object.values(execution.timers).map((timer) =>
      on(execution, timer.elementInstanceKey, 'timer', timer.key, timer.createdAt, {
        eventId: timer.elementId,
        until: new Date(timer.dueAt).toISOString(),
      }),
    ),
    ...elements.filter(({ calledInstanceKey }) => calledInstanceKey !== undefined).map(calledBy),
    ...(process ? elements.flatMap((scope) => joinsOf(process, scope)) : []),
  ];
}

function on(
  { elements }: Execution,
  elementInstanceKey: string,
  waitsFor: Waiting['waitsFor'],
  key: string,
  since: number,
  more: Partial<Waiting>,
): Waiting {
  const elementId = elements[elementInstanceKey]?.elementId ?? '';
  return {
    elementInstanceKey,
    elementId,
    waitsFor,
    key,
    eventId: elementId,
    since: new Date(since).toISOString(),
    ...more,
  };
}

function calledBy({ key, elementId, calledInstanceKey, calledProcessId, activatedAt }: ElementInstance): Waiting {
  return {
    elementInstanceKey: key,
    elementId,
    waitsFor: 'calledInstance',
    key: calledInstanceKey ?? null,
    eventId: elementId,
    since: new Date(activatedAt).toISOString(),
    ...(calledProcessId !== undefined && { detail: calledProcessId }),
  };
}

/** Tokens before a parallel gateway; `detail` names the flows by which none has come yet. */
function joinsOf(process: ProcessDefinition, scope: ElementInstance): Waiting[] {
  return Object.entries(scope.joins ?? {}).map(([gatewayId, waiting]) => ({
    elementInstanceKey: scope.key,
    elementId: gatewayId,
    waitsFor: 'join',
    key: null,
    eventId: gatewayId,
    since: new Date(scope.activatedAt).toISOString(),
    detail: (process.elements[gatewayId]?.incoming ?? []).filter((flow) => !waiting[flow]).join(', '),
  }));
}
