import { behaviorFor, definitionOf, instanceOf, type StepContext } from './context';
import type { ElementInstance, Incident, Job } from './execution';
import { modify } from './changes/modify';
import { ModelFault, Rejected } from './faults';
import { closeIncident, raiseIncident } from './incidents';
import { activateJob, addJob, jobOf, removeJob } from './jobs';
import { activate, complete, finish, terminate } from './lifecycle';
import { throwError, throwEscalation } from './catching';
import { catchSignal, subscriptionsTo } from './signals';
import { fireTimer, trigger } from './triggers';
import { own } from './own';
import type { ExecutionInput } from './types';
import { assignUserTask, removeUserTask, unassignUserTask, updateUserTask, userTaskOf } from './userTasks';
import { checkNames, checkSize, mergeUpwards, setLocal } from './variables';

type Input<T extends ExecutionInput['type']> = Extract<ExecutionInput, { type: T }>;

type Handlers = { [T in ExecutionInput['type']]: (context: StepContext, input: Input<T>) => void };

const handlers: Handlers = {
  start,
  completeUserTask,
  assignUserTask: (context, { userTaskKey, assignee, allowOverride }) =>
    assignUserTask(context, userTaskOf(context, userTaskKey), assignee, allowOverride),
  unassignUserTask: (context, { userTaskKey }) => unassignUserTask(context, userTaskOf(context, userTaskKey)),
  updateUserTask: (context, { userTaskKey, changes }) =>
    updateUserTask(context, userTaskOf(context, userTaskKey), changes),
  completeJob,
  failJob,
  throwJobError,
  fireTimer: (context, { timerKey }) =>
    fireTimer(context, found(own(context.execution.timers, timerKey), 'timer', timerKey)),
  correlateMessage,
  catchSignal: (context, { signalId: id, signalName: name, variables }) => {
    if (subscriptionsTo(context, name).length === 0) {
      throw new Rejected('subscription_closed', `Expected somebody to wait for signal '${name}', but nobody does`);
    }
    catchSignal(context, { id, name, variables });
  },
  recordCalledInstance,
  escalateFromCalled: (context, { elementInstanceKey, code, variables }) =>
    throwEscalation(context, callerOf(context, elementInstanceKey), code, variables),
  endCalledInstance,
  setVariables,
  resolveIncident: (context, { incidentKey }) =>
    resolveIncident(context, found(own(context.execution.incidents, incidentKey), 'incident', incidentKey)),
  modify: (context, { modification }) => modify(context, modification),
  cancel: (context) => terminate(context, rootOf(context)),
};

/** Carries out one input. Every check comes before the first change, so that `Rejected` leaves no trace. */
export function handleInput<T extends ExecutionInput['type']>(context: StepContext, input: Input<T>): void {
  if (context.execution.state !== 'ACTIVE') {
    throw new Rejected('invalid_state', `Expected an active instance, but it is ${context.execution.state}`);
  }
  if ('variables' in input) {
    checkNames(input.variables);
    // What a job has done can't be refused any more: it becomes an incident.
    if (input.type !== 'completeJob') checkSize(input.variables);
  }
  const handle = handlers[input.type];
  handle(context, input);
}

function found<T>(thing: T | undefined, what: string, key: string): T {
  if (thing === undefined) throw new Rejected('not_found', `Expected ${what} ${key}, but there is none`);
  return thing;
}

function rootOf(context: StepContext): ElementInstance {
  const root = context.execution.elements[context.execution.processInstanceKey];
  if (!root) throw new Rejected('invalid_state', 'Expected a started instance, but it has not started');
  return root;
}

function start(context: StepContext, { variables, startElementId }: Input<'start'>): void {
  const { execution, process, now } = context;
  const key = execution.processInstanceKey;
  if (execution.elements[key]) throw new Rejected('invalid_state', 'Expected a new instance, but it has started');
  const startEvent = process.startEvents.find((event) =>
    startElementId === undefined ? event.kind === 'none' : event.elementId === startElementId,
  );
  if (!startEvent) {
    throw new Rejected(
      'invalid_argument',
      `Expected process '${process.id}' to have start event '${startElementId ?? 'none'}', but it has not`,
    );
  }
  const root: ElementInstance = {
    key,
    elementId: process.id,
    scopeKey: null,
    state: 'ACTIVATING',
    activatedAt: now,
    variables: {},
    startElementId: startEvent.elementId,
  };
  execution.elements[key] = root;
  setLocal(context, root, variables);
  activate(context, root);
}

function completeUserTask(context: StepContext, { userTaskKey, variables }: Input<'completeUserTask'>): void {
  const task = userTaskOf(context, userTaskKey);
  const instance = awaiting(context, task.elementInstanceKey);
  removeUserTask(context, task);
  context.events.push({ type: 'userTask.completed', key: task.key });
  complete(context, instance, variables);
}

function completeJob(context: StepContext, { jobKey, variables }: Input<'completeJob'>): void {
  const job = jobOf(context, jobKey);
  const instance = awaiting(context, job.elementInstanceKey);
  removeJob(context, job);
  context.events.push({ type: 'job.completed', key: job.key });
  complete(context, instance, variables);
}

function failJob(context: StepContext, { jobKey, retries, message }: Input<'failJob'>): void {
  const job = jobOf(context, jobKey);
  if (!Number.isInteger(retries) || retries < 0) {
    throw new Rejected('invalid_argument', `Expected retries to be 0 or more, but got ${retries}`);
  }
  job.retries = retries;
  context.events.push({ type: 'job.failed', key: job.key, retries, message });
  if (retries > 0) return activateJob(context, job);
  raiseJobIncident(context, job, 'JOB_NO_RETRIES', message);
}

function throwJobError(context: StepContext, { jobKey, errorCode, variables }: Input<'throwJobError'>): void {
  const job = jobOf(context, jobKey);
  const instance = instanceOf(context, job.elementInstanceKey);
  context.events.push({ type: 'job.errorThrown', key: job.key, errorCode });
  removeJob(context, job);
  try {
    throwError(context, instance, errorCode, variables);
  } catch (fault) {
    if (!(fault instanceof ModelFault)) throw fault;
    addJob(context, { ...job, retries: 0 });
    raiseJobIncident(context, job, 'UNHANDLED_ERROR_EVENT', fault.message);
  }
}

function raiseJobIncident(
  context: StepContext,
  job: Job,
  type: 'JOB_NO_RETRIES' | 'UNHANDLED_ERROR_EVENT',
  message: string,
): void {
  for (const key of context.index.incidents.of(job.elementInstanceKey)) closeIncident(context, key);
  raiseIncident(context, instanceOf(context, job.elementInstanceKey), new ModelFault(type, message, job.key));
}

function correlateMessage(context: StepContext, input: Input<'correlateMessage'>): void {
  const subscription = own(context.execution.subscriptions, input.subscriptionKey);
  if (!subscription) {
    throw new Rejected(
      'subscription_closed',
      `Expected subscription ${input.subscriptionKey} to be open, but it is not`,
    );
  }
  if (subscription.signal || subscription.messageName !== input.messageName) {
    throw new Rejected(
      'invalid_argument',
      `Expected message '${subscription.messageName}', but got '${input.messageName}'`,
    );
  }
  const { subscriptionKey, messageId, messageName, variables } = input;
  context.events.push({ type: 'message.correlated', subscriptionKey, messageId, messageName });
  const { elementInstanceKey, elementId, part } = subscription;
  trigger(context, instanceOf(context, elementInstanceKey), elementId, variables, part);
}

function recordCalledInstance(context: StepContext, input: Input<'recordCalledInstance'>): void {
  const { elementInstanceKey, calledInstanceKey } = input;
  const instance = callerOf(context, elementInstanceKey);
  instance.calledInstanceKey = calledInstanceKey;
  const processId = instance.calledProcessId ?? '';
  context.events.push({ type: 'call.started', elementInstanceKey, processId, calledInstanceKey });
}

function endCalledInstance(context: StepContext, { elementInstanceKey, outcome }: Input<'endCalledInstance'>): void {
  const instance = callerOf(context, elementInstanceKey);
  behaviorFor(context, instance).calledEnded?.(context, instance, definitionOf(context, instance.elementId), outcome);
}

function callerOf(context: StepContext, key: string): ElementInstance {
  const instance = found(own(context.execution.elements, key), 'element instance', key);
  if (instance.calledInstanceKey === undefined) {
    throw new Rejected('invalid_state', `Expected '${instance.elementId}' to have called an instance, but it has not`);
  }
  return instance;
}

/** An instance whose task or job is being completed; refused while it can't, e.g. after a completion that failed. */
function awaiting(context: StepContext, key: string): ElementInstance {
  const instance = instanceOf(context, key);
  if (instance.state === 'ACTIVATED') return instance;
  throw new Rejected('invalid_state', `Expected '${instance.elementId}' to be waiting, but it is ${instance.state}`);
}

function setVariables(context: StepContext, { scopeKey, variables, local }: Input<'setVariables'>): void {
  const scope = found(own(context.execution.elements, scopeKey), 'scope', scopeKey);
  if (local) setLocal(context, scope, variables);
  else mergeUpwards(context, scope, variables);
}

/** Tries again what failed, from where it failed. */
function resolveIncident(context: StepContext, incident: Incident): void {
  const instance = instanceOf(context, incident.elementInstanceKey);
  closeIncident(context, incident.key);
  if (instance.state === 'ACTIVATING') return activate(context, instance);
  if (instance.state === 'COMPLETING') return finish(context, instance, {});
  const job = incident.jobKey === null ? undefined : context.execution.jobs[incident.jobKey];
  if (!job)
    return behaviorFor(context, instance).resume?.(context, instance, definitionOf(context, instance.elementId));
  if (job.retries === 0) job.retries = 1;
  activateJob(context, job);
}
