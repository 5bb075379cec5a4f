import type { EngineEvent } from '../../protocol/events';
import type { Variables } from '../../protocol/json';
import { instanceKey } from '../../protocol/keys';
import type { InstanceState, RejectionDetails } from '../../protocol/workflow';
import { calledProgram, createExecution, step, whyWaiting, type Effect, type Execution, type ExecutionInput } from '..';
import { addDuration } from '../execution/timerValue';
import type { Program } from '../model/definition';
import { World } from './world';

const FIRST_NUMBER = 2_251_799_813_685;

export interface RunOptions {
  /** Turns the execution into text and back after every step, as a driver that was stopped would. */
  restore?: boolean;
  startElementId?: string;
  /** The process to start, when it isn't the program's own. */
  process?: string;
  /** Jobs that are completed at once, by job type, with the variables that this returns. */
  jobs?: Record<string, (variables: Variables) => Variables>;
  /** Carries out jobs itself, when their turn comes. */
  perform?: (job: JobEffect, run: Run) => void;
  /** The world that it runs in, when it isn't its own. */
  world?: World;
}

export type JobEffect = Extract<Effect, { type: 'activateJob' }>;

/** Drives one instance in memory, on a virtual clock; instances that it calls run likewise. */
export class Run {
  execution: Execution;
  readonly events: EngineEvent[] = [];
  readonly effects: Effect[] = [];
  /** Instances that it has called, oldest first. */
  readonly called: Run[] = [];
  /** Instances that began with a signal that it has thrown, oldest first. */
  readonly started: Run[] = [];
  /** What the last refused input was refused for. */
  rejection: RejectionDetails | null = null;
  /** Variables of the process instance when it ended. */
  ended: Variables | null = null;

  private constructor(
    public program: Program,
    private readonly options: RunOptions,
    private readonly world: World,
    private readonly caller: { run: Run; elementInstanceKey: string } | null,
  ) {
    const processInstanceKey = instanceKey(FIRST_NUMBER + world.runs.length);
    this.execution = createExecution(program, {
      processInstanceKey,
      now: world.now,
      isCalled: caller !== null,
      ...(caller && { callDepth: (caller.run.execution.callDepth ?? 0) + 1 }),
    });
    world.runs.push(this);
  }

  static start(program: Program, variables: Variables = {}, options: RunOptions = {}): Run {
    const started = { ...program, processId: options.process ?? program.processId };
    const run = new Run(started, options, options.world ?? new World(), null);
    const { startElementId } = options;
    run.feed({ type: 'start', variables, ...(startElementId !== undefined && { startElementId }) });
    return run;
  }

  /** The same instance from now on under another release: its execution was migrated. */
  under(program: Program): this {
    this.program = program;
    return this;
  }

  get state(): InstanceState {
    return this.execution.state;
  }

  /** Variables of the process instance. */
  get variables(): Variables {
    return this.ended ?? this.execution.elements[this.execution.processInstanceKey]?.variables ?? {};
  }

  /** Ids of the elements that were activated, in order. */
  trace(): string[] {
    return this.events.flatMap((event) => (event.type === 'element.activated' ? [event.elementId] : []));
  }

  /** Ids of the elements that completed, in order. */
  completed(): string[] {
    return this.events.flatMap((event) => (event.type === 'element.completed' ? [event.elementId] : []));
  }

  /** Ids of the elements that were terminated, in order. */
  terminated(): string[] {
    return this.events.flatMap((event) => (event.type === 'element.terminated' ? [event.elementId] : []));
  }

  /** Ids of the elements that are active, without the process itself. */
  active(): string[] {
    return Object.values(this.execution.elements).flatMap((at) => (at.scopeKey === null ? [] : [at.elementId]));
  }

  /** `waitsFor eventId` of all that is waited for, e.g. `timer late`. */
  waiting(): string[] {
    return whyWaiting(this.program, this.execution).map(({ waitsFor, eventId }) => `${waitsFor} ${eventId}`);
  }

  incidents(): { type: string; message: string }[] {
    return Object.values(this.execution.incidents).map(({ type, message }) => ({ type, message }));
  }

  /** Completes the first open user task or job of an element. */
  complete(elementId: string, variables: Variables = {}): this {
    const task = Object.values(this.execution.userTasks).find((open) => open.elementId === elementId);
    if (task) return this.feed({ type: 'completeUserTask', userTaskKey: task.key, variables });
    return this.feed({ type: 'completeJob', jobKey: this.jobKey(elementId), variables });
  }

  /** Fails the job of an element, by default for the last time. */
  fail(elementId: string, retries = 0): this {
    return this.feed({ type: 'failJob', jobKey: this.jobKey(elementId), retries, message: 'the job failed' });
  }

  throwError(elementId: string, errorCode: string, variables: Variables = {}): this {
    return this.feed({ type: 'throwJobError', jobKey: this.jobKey(elementId), errorCode, variables });
  }

  /** Correlates a message to the first subscription of its name (and key, if given). */
  publish(messageName: string, variables: Variables = {}, correlationKey?: string): this {
    const found = Object.values(this.execution.subscriptions).find(
      (open) => open.messageName === messageName && (correlationKey ?? open.correlationKey) === open.correlationKey,
    );
    const messageId = `message-${this.events.length}`;
    return this.feed({
      type: 'correlateMessage',
      subscriptionKey: found?.key ?? '0',
      messageId,
      messageName,
      variables,
    });
  }

  /** Sends a signal from outside, to this instance and all others of its world. */
  signal(signalName: string, variables: Variables = {}): this {
    this.feed({ type: 'catchSignal', signalId: `signal-${this.events.length}`, signalName, variables });
    this.broadcast({ signalId: `signal-${this.events.length}`, signalName, variables });
    return this;
  }

  /** Lets time pass, for called instances too; due timers fire in order, each at its own time. */
  advance(duration: string): this {
    const until = addDuration(this.world.now, duration, -300);
    if (until === null) throw new Error(`Expected a duration, but got '${duration}'`);
    this.world.advanceTo(until);
    return this;
  }

  cancel(): this {
    return this.feed({ type: 'cancel' });
  }

  setVariables(variables: Variables): this {
    return this.feed({ type: 'setVariables', scopeKey: this.execution.processInstanceKey, variables, local: false });
  }

  /** Resolves the oldest open incident. */
  resolve(): this {
    return this.feed({ type: 'resolveIncident', incidentKey: Object.keys(this.execution.incidents)[0] ?? '0' });
  }

  /** Gives the engine one input; what it answers is done at once, as far as this driver does things. */
  feed(input: ExecutionInput): this {
    const before = JSON.stringify(this.execution);
    const result = step(this.program, this.execution, input, this.world.now);
    if (!result.ok) {
      this.rejection = result.rejection;
      if (JSON.stringify(this.execution) !== before)
        throw new Error(`Expected a rejected ${input.type} to change nothing`);
      return this;
    }
    this.events.push(...result.events);
    this.effects.push(...result.effects);
    if (this.options.restore) this.execution = JSON.parse(JSON.stringify(this.execution)) as Execution;
    for (const effect of result.effects) this.carryOut(effect);
    return this;
  }

  /** One line an event, for a failing test to print. */
  log(): string {
    return this.events.map(lineOf).join('\n');
  }

  private carryOut(effect: Effect): void {
    if (effect.type === 'endInstance') {
      this.ended = effect.variables;
      this.reportEnd(effect);
    } else if (effect.type === 'broadcastSignal') {
      this.broadcast(effect);
    } else if (effect.type === 'escalateToCaller' && this.caller) {
      const { code, variables } = effect;
      const { elementInstanceKey } = this.caller;
      this.caller.run.feed({ type: 'escalateFromCalled', elementInstanceKey, code, variables });
    } else if (effect.type === 'callProcess') {
      this.call(effect.elementInstanceKey, effect.processId, effect.variables);
    } else if (effect.type === 'cancelCalledInstance') {
      this.called.find(({ execution }) => execution.processInstanceKey === effect.calledInstanceKey)?.cancel();
    } else if (effect.type === 'activateJob') {
      const result = this.options.jobs?.[effect.jobType]?.(effect.variables);
      const { perform } = this.options;
      if (perform) this.world.later(this.world.now, () => perform(effect, this));
      if (result) this.feed({ type: 'completeJob', jobKey: effect.jobKey, variables: result });
    }
  }

  /** What the instances that it causes are run with. */
  private inherited(): RunOptions {
    const { restore = false, jobs = {}, perform } = this.options;
    return { restore, jobs, ...(perform && { perform }) };
  }

  private call(elementInstanceKey: string, processId: string, variables: Variables): void {
    const run = new Run(calledProgram(this.program, processId), this.inherited(), this.world, {
      run: this,
      elementInstanceKey,
    });
    this.called.push(run);
    this.feed({
      type: 'recordCalledInstance',
      elementInstanceKey,
      calledInstanceKey: run.execution.processInstanceKey,
    });
    run.feed({ type: 'start', variables });
  }

  private reportEnd({ state, variables, error }: Extract<Effect, { type: 'endInstance' }>): void {
    if (!this.caller) return;
    const outcome = state === 'COMPLETED' ? { state, variables } : { state, ...(error && { error }) };
    this.caller.run.feed({ type: 'endCalledInstance', elementInstanceKey: this.caller.elementInstanceKey, outcome });
  }

  /** To all instances of the world, and as a start of the processes that this one knows. */
  private broadcast({
    signalId,
    signalName,
    variables,
  }: Omit<Extract<Effect, { type: 'broadcastSignal' }>, 'type'>): void {
    for (const run of this.world.runs.filter((other) => other !== this && other.state === 'ACTIVE'))
      run.feed({ type: 'catchSignal', signalId, signalName, variables });
    for (const { id, startEvents } of Object.values(this.program.processes)) {
      for (const start of startEvents) {
        if (start.kind !== 'signal' || start.signalName !== signalName) continue;
        const run = new Run({ ...this.program, processId: id }, this.inherited(), this.world, null);
        this.started.push(run);
        run.feed({ type: 'start', variables, startElementId: start.elementId });
      }
    }
  }

  private jobKey(elementId: string): string {
    const { jobs, elements } = this.execution;
    const job = Object.values(jobs).find((open) => elements[open.elementInstanceKey]?.elementId === elementId);
    return job?.key ?? '0';
  }
}

function lineOf(event: EngineEvent): string {
  const { type, ...rest } = event;
  const about = ['elementId', 'flowId', 'message', 'variables'].flatMap((name) =>
    name in rest ? [JSON.stringify((rest as Record<string, unknown>)[name])] : [],
  );
  return [type, ...about].join(' ');
}
