import {
  ActivityCancellationType,
  CancellationScope,
  ChildWorkflowCancellationType,
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  proxyActivities,
  sleep,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import {
  ActivityFailure,
  ApplicationFailure,
  TemporalFailure,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import type { EngineActivities } from '../activities/types';
import { calledProgram, type Effect, type ExecutionInput } from '../engine';
import type { Actor } from '../protocol/events';
import type { Variables } from '../protocol/json';
import {
  CALLED_INSTANCE_ENDED_SIGNAL,
  CALLED_INSTANCE_ESCALATED_SIGNAL,
  CANCEL_SIGNAL,
  type CalledInstanceEnd,
  type CalledInstanceEscalation,
  type JobInput,
  type JobOutput,
} from '../protocol/workflow';
import type { InstanceInput } from '../temporal/input';
import { encodeProgram } from '../temporal/programBytes';

type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** Feeds what an effect led to back to the engine; false when the engine no longer waits for it. */
export type Apply = (input: ExecutionInput, actor: Actor) => boolean;

/** What to do when cancellable work ends; cancelled work has only `ended`. */
interface CancellableWork<T> {
  run: () => Promise<T>;
  done: (result: T) => void;
  /** Without it a failure is a bug of ours. */
  failed?: (error: unknown) => void;
  ended?: () => void;
}

// Attempts are bounded by time, not by count: the store or a mail server that is down for minutes costs no incident.
const JOB_OPTIONS = {
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  scheduleToCloseTimeout: '10 minutes',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
} as const;

const jobs = proxyActivities<Record<string, (input: JobInput) => Promise<JobOutput>>>(JOB_OPTIONS);

// An instance that is away is asked again: who waits for a signal gets it.
const { broadcastSignal } = proxyActivities<Pick<EngineActivities, 'broadcastSignal'>>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

const { leaseInstanceKey } = proxyActivities<Pick<EngineActivities, 'leaseInstanceKey'>>({
  startToCloseTimeout: '10s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '5s' },
});

/**
 * Carries out what the engine asks for. Nothing here is awaited by the caller: results come back through `apply`.
 * An error that is nobody's fault but ours goes to `fail`, which fails the workflow task.
 */
export class Effects {
  /** Jobs, calls and signals that are under way: with any of them an instance can't continue as new. */
  private underWay = 0;
  /** Out of reach of a cancellation of the workflow itself: that is a command to the engine, which then cancels one by one. */
  private readonly shield = new CancellationScope({ cancellable: false });
  private readonly timers = new Map<string, CancellationScope>();
  private readonly runningJobs = new Map<string, CancellationScope>();
  /** Call activities whose instance is being started: false once it was cancelled meanwhile. */
  private readonly starting = new Map<string, boolean>();
  private toldParent = Promise.resolve();

  constructor(
    private readonly input: InstanceInput,
    private readonly apply: Apply,
    private readonly fail: (error: unknown) => void,
  ) {}

  get isIdle(): boolean {
    return this.underWay === 0;
  }

  carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'scheduleTimer':
        return this.runTimer(effect);
      case 'cancelTimer':
        return this.timers.get(effect.timerKey)?.cancel();
      case 'activateJob':
        return this.runJob(effect);
      case 'cancelJob':
        return this.runningJobs.get(effect.jobKey)?.cancel();
      case 'callProcess':
        return this.counted(() => this.call(effect));
      case 'cancelCalledInstance':
        return this.cancelCalled(effect);
      case 'broadcastSignal':
        return this.counted(() => this.broadcast(effect));
      case 'escalateToCaller':
        return this.escalate(effect);
      case 'endInstance':
        return this.tellParent(effect);
    }
  }

  private counted(run: () => Promise<void>): void {
    this.underWay += 1;
    this.shield
      .run(run)
      .catch(this.fail)
      .finally(() => (this.underWay -= 1));
  }

  private runTimer({ timerKey, dueAt }: EffectOf<'scheduleTimer'>): void {
    this.runInScope(this.timers, timerKey, {
      run: () => sleep(Math.max(0, dueAt - Date.now())),
      done: () => this.apply({ type: 'fireTimer', timerKey }, { kind: 'system', id: 'clock' }),
    });
  }

  private runJob(job: EffectOf<'activateJob'>): void {
    const { jobKey, jobType, elementId, elementInstanceKey, headers, variables } = job;
    const { processInstanceKey, program, release } = this.input;
    const actor: Actor = { kind: 'system', id: jobType };
    const of = { processInstanceKey, processId: program.processId, release: release.number };
    const input: JobInput = { ...of, elementInstanceKey, jobKey, elementId, headers, variables };
    const activity = jobs[jobType];
    if (!activity) throw new Error(`Expected an activity for job type ${jobType}, but there is none`);
    this.underWay += 1;
    this.runInScope(this.runningJobs, jobKey, {
      run: () => activity(input),
      done: (result) => this.apply({ type: 'completeJob', jobKey, variables: result }, actor),
      failed: (error) => {
        if (!(error instanceof ActivityFailure)) throw error;
        this.apply(failureOf(job, error), actor);
      },
      ended: () => (this.underWay -= 1),
    });
  }

  private async call({ elementInstanceKey, processId, variables }: EffectOf<'callProcess'>): Promise<void> {
    const { input } = this;
    this.starting.set(elementInstanceKey, true);
    const leased = await leaseInstanceKey({ processId, release: input.release.number });
    const { processInstanceKey: calledInstanceKey } = leased;
    const actor: Actor = { kind: 'system', id: 'call' };
    if (this.apply({ type: 'recordCalledInstance', elementInstanceKey, calledInstanceKey }, actor)) {
      const called: InstanceInput = {
        ...leased,
        program: calledProgram(input.program, processId),
        release: input.release,
        variables,
        parent: { processInstanceKey: input.processInstanceKey, elementInstanceKey },
        callDepth: (input.callDepth ?? 0) + 1,
        rootKey: input.rootKey,
        startedBy: { kind: 'instance', id: input.processInstanceKey },
        continueAsNewAfter: input.continueAsNewAfter,
      };
      await startOnce(called);
      // Awaited: a cancelled caller ends only when it has told whom it called.
      if (!this.starting.get(elementInstanceKey)) await this.signalCancel(calledInstanceKey);
    }
    this.starting.delete(elementInstanceKey);
  }

  private cancelCalled({ elementInstanceKey, calledInstanceKey }: EffectOf<'cancelCalledInstance'>): void {
    if (this.starting.has(elementInstanceKey)) this.starting.set(elementInstanceKey, false);
    else if (calledInstanceKey !== null) this.counted(() => this.signalCancel(calledInstanceKey));
  }

  private async signalCancel(calledInstanceKey: string): Promise<void> {
    const by: Actor = { kind: 'instance', id: this.input.processInstanceKey };
    await signalIfRunning(calledInstanceKey, CANCEL_SIGNAL, by);
  }

  private broadcast({ signalId, signalName, variables }: EffectOf<'broadcastSignal'>): Promise<void> {
    return broadcastSignal({ signalId, signalName, variables, thrownBy: this.input.processInstanceKey });
  }

  private escalate({ code, variables }: EffectOf<'escalateToCaller'>): void {
    const { parent, processInstanceKey: calledInstanceKey } = this.input;
    if (!parent) return;
    const told: CalledInstanceEscalation = {
      elementInstanceKey: parent.elementInstanceKey,
      calledInstanceKey,
      code,
      variables,
    };
    this.signalParent(parent.processInstanceKey, CALLED_INSTANCE_ESCALATED_SIGNAL, told);
  }

  private tellParent({ state, variables, error }: EffectOf<'endInstance'>): void {
    const { parent, processInstanceKey: calledInstanceKey } = this.input;
    if (!parent) return;
    const outcome = state === 'COMPLETED' ? { state, variables } : { state, ...(error && { error }) };
    const end: CalledInstanceEnd = { elementInstanceKey: parent.elementInstanceKey, calledInstanceKey, outcome };
    this.signalParent(parent.processInstanceKey, CALLED_INSTANCE_ENDED_SIGNAL, end);
  }

  /** One after another: the end must not overtake an escalation. */
  private signalParent(parentKey: string, signal: string, argument: object): void {
    this.counted(() => {
      this.toldParent = this.toldParent.then(() => signalIfRunning(parentKey, signal, argument));
      return this.toldParent;
    });
  }

  /**
   * Runs cancellable work. Written without async functions: the SDK takes a stack trace for each promise, which is most
   * of what an effect costs.
   */
  private runInScope<T>(scopes: Map<string, CancellationScope>, key: string, work: CancellableWork<T>): void {
    const scope = new CancellationScope({ cancellable: true, parent: this.shield });
    scopes.set(key, scope);
    const settle = (handle: () => void): void => {
      scopes.delete(key);
      try {
        handle();
      } catch (error) {
        this.fail(error);
      } finally {
        work.ended?.();
      }
    };
    void scope.run(work.run).then(
      (result) => settle(() => work.done(result)),
      (error: unknown) => settle(() => (isCancellation(error) ? undefined : (work.failed ?? this.fail)(error))),
    );
  }
}

/** The called instance outlives this run (ABANDON) and reports its end by a signal; only its start is awaited. */
async function startOnce({ program, ...facts }: InstanceInput): Promise<void> {
  try {
    await startChild(program.processId, {
      workflowId: facts.processInstanceKey,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      cancellationType: ChildWorkflowCancellationType.ABANDON,
      args: [facts, new Uint8Array(encodeProgram(program))],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Whom a signal doesn't find has ended: then there is nothing left to tell it. */
async function signalIfRunning(workflowId: string, signal: string, argument: object): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(signal, argument);
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
  }
}

/** A `bpmnError` is caught by the model, any other final failure uses up a retry or, when time ran out, all of them. */
function failureOf(job: EffectOf<'activateJob'>, error: ActivityFailure): ExecutionInput {
  const { jobKey } = job;
  const cause = error.cause;
  if (cause instanceof ApplicationFailure && cause.type === 'bpmnError') {
    const [errorCode, variables] = (cause.details ?? []) as [string?, Variables?];
    return { type: 'throwJobError', jobKey, errorCode: errorCode ?? '', variables: variables ?? {} };
  }
  const refused = cause instanceof ApplicationFailure && cause.nonRetryable === true;
  const message = cause?.message ?? error.message;
  return { type: 'failJob', jobKey, retries: refused ? job.retries - 1 : 0, message };
}
