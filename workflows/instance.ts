import { allHandlersFinished, workflowInfo } from '@temporalio/workflow';
import { ENGINE_VERSION, migrate, openUserTasks, step, type ExecutionInput, type StepResult } from '../engine';
import type { Actor, EngineEvent } from '../protocol/events';
import type { CommandResult, InstanceSnapshot, MigrateCommand, RejectionDetails } from '../protocol/workflow';
import type { InstanceFacts, InstanceInput } from '../temporal/input';
import { decodeProgram, encodeProgram } from '../temporal/programBytes';
import { Effects } from './effects';
import { freshMemory, recordEvents, type InstanceMemory } from './memory';
import { Outbox } from './outbox';

/** Replay costs 0.4–0.5 ms an event: with 400, an evicted instance answers after 0.2 s. */
const CONTINUE_AS_NEW_AFTER = 400;

/**
 * One run of a process instance: drives the engine and carries its events and effects out. Every external event is one
 * synchronous `apply`, so a workflow task never sees half a step.
 */
export class Instance {
  readonly memory: InstanceMemory;
  private readonly outbox: Outbox;
  private readonly effects: Effects;
  private hasStepped = false;
  private failure: { error: unknown } | null = null;

  constructor(
    private readonly input: InstanceInput,
    carriedOver: InstanceMemory | undefined,
  ) {
    this.memory = carriedOver ?? freshMemory(input, Date.now());
    const fail = (error: unknown): void => void (this.failure ??= { error });
    this.outbox = new Outbox(this.memory, input.processInstanceKey, fail);
    this.effects = new Effects(input, (change, actor) => this.apply(change, actor) === null, fail);
    if (carriedOver) this.resume();
    else this.start();
  }

  /** Feeds the engine; null, or why it refused (then nothing happened). */
  apply(change: ExecutionInput, actor: Actor): RejectionDetails | null {
    const now = Date.now();
    return this.settle(step(this.input.program, this.memory.execution, change, now), actor, now);
  }

  /** Goes on under another release of its process; null, or why it can't (then nothing happened). */
  migrate(
    { program, processDefinitionKey, release, mappingInstructions }: MigrateCommand,
    actor: Actor,
  ): RejectionDetails | null {
    const now = Date.now();
    // The encoder is the host's: only an array of the sandbox's own travels as bytes when the next run begins.
    const target = decodeProgram(Uint8Array.from(new TextEncoder().encode(program)));
    const result = migrate({ source: this.input.program, target }, this.memory.execution, mappingInstructions, now);
    if (!result.ok) return result.rejection;
    Object.assign(this.input, { program: target, processDefinitionKey, release });
    const migrated: EngineEvent = {
      type: 'instance.migrated',
      processDefinitionKey,
      release: release.number,
      releaseHash: release.hash,
    };
    return this.settle({ ...result, events: [migrated, ...result.events] }, actor, now);
  }

  /** Records what happened and carries out what it asks for. */
  private settle(result: StepResult, actor: Actor, now: number): RejectionDetails | null {
    if (!result.ok) return result.rejection;
    this.hasStepped = true;
    recordEvents(this.memory, result.events, actor, now);
    for (const effect of result.effects) {
      if (effect.type === 'endInstance') this.memory.end = { state: effect.state, variables: effect.variables };
      this.effects.carryOut(effect);
    }
    this.outbox.flush();
    return null;
  }

  /** What an accepted command is answered. */
  answer(): CommandResult {
    const { execution, seq, end } = this.memory;
    const openTasks = openUserTasks(execution).map(({ key, elementId, assignee }) => ({
      userTaskKey: key,
      elementId,
      assignee,
    }));
    return { seq, openTasks, state: end?.state ?? 'ACTIVE' };
  }

  /** What the next run begins with: the release may be another one by now. */
  get facts(): InstanceFacts {
    const { program: _, ...facts } = this.input;
    return { ...facts, variables: {} };
  }

  get program(): Uint8Array {
    return encodeProgram(this.input.program);
  }

  snapshot(): InstanceSnapshot {
    const { execution, outbox, projectedSeq, head, end } = this.memory;
    const { processInstanceKey } = this.input;
    return { processInstanceKey, state: end?.state ?? 'ACTIVE', execution, outbox, projectedSeq, head };
  }

  /** It has ended, everybody knows, and the record has it all. */
  get isFinished(): boolean {
    return this.memory.end !== null && this.outbox.isEmpty && this.isQuiet;
  }

  /**
   * Its history is long enough and nothing is under way that a new run would lose. Only `project` may be: the next run
   * sends the same entries again, and the store takes them once.
   */
  get mayContinueAsNew(): boolean {
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    const isLong = continueAsNewSuggested || historyLength >= (this.input.continueAsNewAfter ?? CONTINUE_AS_NEW_AFTER);
    return isLong && this.hasStepped && this.memory.end === null && this.isQuiet;
  }

  get hasFailed(): boolean {
    return this.failure !== null;
  }

  /** Our own bug fails the workflow task, which is tried again until it is mended: the watchdog shows it meanwhile. */
  throwFailure(): void {
    if (this.failure) throw this.failure.error;
  }

  private get isQuiet(): boolean {
    return this.effects.isIdle && allHandlersFinished();
  }

  private start(): void {
    const { startedBy, variables, startElementId } = this.input;
    const rejection = this.apply({ type: 'start', variables, startElementId }, startedBy);
    if (rejection) throw new Error(rejection.message);
  }

  private resume(): void {
    const { execution } = this.memory;
    execution.engineVersion = ENGINE_VERSION;
    for (const { key, dueAt } of Object.values(execution.timers))
      this.effects.carryOut({ type: 'scheduleTimer', timerKey: key, dueAt });
    this.outbox.flush();
  }
}
