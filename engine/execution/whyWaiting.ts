import type { Waiting } from '../../protocol/engineViews';
import { behaviorOf } from '../elements/registry';
import type { ProcessDefinition, Program } from '../model/definition';
import type { ElementInstance, Execution, Subscription } from './execution';
import { whoCanComplete, whoSends, whoWasCalled } from './givers';
import { waysTo } from './ways';

type Processes = Readonly<Record<string, ProcessDefinition>>;

/**
 * Every reason why the instance doesn't go on by itself, incidents first, each with who or what can give what it waits
 * for. `processes`: where to look for who sends a message; those of the program unless more are known.
 */
export function whyWaiting(
  program: Program,
  execution: Execution,
  processes: Processes = program.processes,
): Waiting[] {
  const process = program.processes[execution.processId];
  const elements = Object.values(execution.elements);
  return [
    ...Object.values(execution.incidents).map(({ elementInstanceKey, key, createdAt, message }) =>
      on(execution, elementInstanceKey, 'incident', key, createdAt, {
        detail: message,
        givers: [{ kind: 'operator', id: '' }],
      }),
    ),
    ...Object.values(execution.userTasks).map((task) =>
      on(execution, task.elementInstanceKey, 'userTask', task.key, task.createdAt, {
        ...(task.assignee !== null && { detail: task.assignee }),
        ...(task.dueDate !== null && { until: task.dueDate }),
        givers: whoCanComplete(task),
      }),
    ),
    ...Object.values(execution.jobs)
      .filter(({ retries }) => retries > 0)
      .map(({ elementInstanceKey, key, createdAt, jobType }) =>
        on(execution, elementInstanceKey, 'job', key, createdAt, {
          detail: jobType,
          givers: [{ kind: 'worker', id: jobType }],
        }),
      ),
    ...Object.values(execution.subscriptions).map((subscription) => subscribed(execution, subscription, processes)),
    ...Object.values(execution.conditions ?? {}).map(({ elementInstanceKey, key, createdAt, elementId, condition }) =>
      on(execution, elementInstanceKey, 'condition', key, createdAt, {
        eventId: elementId,
        detail: condition.source,
        givers: condition.names.map((id) => ({ kind: 'variable', id })),
      }),
    ),
    ...Object.values(execution.timers).map(({ elementInstanceKey, key, createdAt, elementId, dueAt }) =>
      on(execution, elementInstanceKey, 'timer', key, createdAt, {
        eventId: elementId,
        until: new Date(dueAt).toISOString(),
        givers: [{ kind: 'clock', id: '' }],
      }),
    ),
    ...elements.filter(({ calledInstanceKey }) => calledInstanceKey !== undefined).map(calledBy),
    ...(process ? elements.flatMap((scope) => joinsOf(process, execution, scope)) : []),
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
    givers: [],
    ...more,
  };
}

function subscribed(execution: Execution, subscription: Subscription, processes: Processes): Waiting {
  const { elementInstanceKey, key, createdAt, elementId, messageName, correlationKey, signal } = subscription;
  return on(execution, elementInstanceKey, signal ? 'signal' : 'message', key, createdAt, {
    eventId: elementId,
    detail: messageName,
    ...(correlationKey !== '' && { correlationKey }),
    givers: whoSends(messageName, processes),
  });
}

function calledBy({ key, elementId, calledInstanceKey, calledProcessId, activatedAt }: ElementInstance): Waiting {
  return {
    elementInstanceKey: key,
    elementId,
    waitsFor: 'calledInstance',
    key: calledInstanceKey ?? null,
    eventId: elementId,
    since: new Date(activatedAt).toISOString(),
    givers: whoWasCalled(calledInstanceKey),
    ...(calledProcessId !== undefined && { detail: calledProcessId }),
  };
}

/** Tokens that wait before an element for others; `detail` names the flows by which none has come yet. */
function joinsOf(process: ProcessDefinition, execution: Execution, scope: ElementInstance): Waiting[] {
  return Object.entries(scope.joins ?? {}).map(([elementId, waiting]) => {
    const ways = waysTo(process, elementId, behaviorOf);
    const places = placesIn(execution, scope);
    const missing = (process.elements[elementId]?.incoming ?? [])
      .filter((flow) => !waiting[flow])
      .map((flowId) => ({ flowId, from: places.filter((place) => ways.any.get(place)?.has(flowId)) }));
    return {
      elementInstanceKey: scope.key,
      elementId,
      waitsFor: 'join',
      key: null,
      eventId: elementId,
      since: new Date(scope.joinedAt?.[elementId] ?? scope.activatedAt).toISOString(),
      detail: missing.map(({ flowId }) => flowId).join(', '),
      givers: [...new Set(missing.flatMap(({ from }) => from))].map((id) => ({
        kind: 'element',
        id,
        processId: process.id,
      })),
      missing,
    };
  });
}

/** Elements of a scope where tokens are, or before which they wait. */
function placesIn({ elements }: Execution, scope: ElementInstance): string[] {
  const active = Object.values(elements).flatMap((at) => (at.scopeKey === scope.key ? [at.elementId] : []));
  return [...new Set([...active, ...Object.keys(scope.joins ?? {})])];
}
