import { leaseInstanceKey } from '../../activities/leaseInstanceKey';
import type { Job } from '../../activities/job';
import { calledProgram, step, type Effect, type ExecutionInput, type UserTask } from '../../engine';
import type { Actor } from '../../protocol/events';
import type { Variables } from '../../protocol/json';
import type { Store } from '../../store/connect';
import type { InstanceInput } from '../../temporal/input';
import { freshMemory, recordEvents, type InstanceMemory } from '../../workflows/memory';

/** An instance that runs here instead of in a workflow; its memory is what a workflow's would be. */
export interface VirtualInstance {
  input: InstanceInput;
  memory: InstanceMemory;
}

interface PendingTimer {
  instance: VirtualInstance;
  dueAt: number;
}

const CLOCK: Actor = { kind: 'system', id: 'clock' };
const MAX_BATCH = 200;

/**
 * Drives instances as the workflows do, on a clock that is moved by hand: the same engine, the same jobs, the same
 * projection, only the time is another. Steps come one after the other.
 */
export class VirtualWorld {
  readonly instances: VirtualInstance[] = [];
  private readonly timers = new Map<string, PendingTimer>();

  constructor(
    private readonly store: Store,
    /** Job activities on this world's clock. */
    public jobs: Record<string, Job>,
    /** Epoch milliseconds. */
    public now: number,
  ) {}

  async start(input: InstanceInput): Promise<VirtualInstance> {
    const instance: VirtualInstance = { input, memory: freshMemory(input, this.now) };
    this.instances.push(instance);
    const { startedBy, variables, startElementId } = input;
    const start = { type: 'start' as const, variables, ...(startElementId === undefined ? {} : { startElementId }) };
    await this.apply(instance, start, startedBy);
    return instance;
  }

  /** Lets time pass up to `until`; what falls due meanwhile happens at its own time. */
  async advanceTo(until: number): Promise<void> {
    for (;;) {
      const [next] = [...this.timers].sort(([, one], [, other]) => one.dueAt - other.dueAt);
      if (!next || next[1].dueAt > until) break;
      const [timerKey, { instance, dueAt }] = next;
      this.now = Math.max(this.now, dueAt);
      this.timers.delete(timerKey);
      // A job that ran at once may have ended what its own step had just begun to wait for.
      if (timerKey in instance.memory.execution.timers)
        await this.apply(instance, { type: 'fireTimer', timerKey }, CLOCK);
    }
    this.now = Math.max(this.now, until);
  }

  /** When the next timer falls due, or null. */
  get nextDueAt(): number | null {
    const due = [...this.timers.values()].map(({ dueAt }) => dueAt);
    return due.length > 0 ? Math.min(...due) : null;
  }

  async apply(instance: VirtualInstance, change: ExecutionInput, actor: Actor): Promise<void> {
    const result = step(instance.input.program, instance.memory.execution, change, this.now);
    if (!result.ok) throw new Error(`Expected ${change.type} to be accepted, but ${result.rejection.message}`);
    recordEvents(instance.memory, result.events, actor, this.now);
    for (const effect of result.effects) await this.carryOut(instance, effect);
  }

  /** Delivers a message to whoever waits for it; nobody may. */
  async publish(messageName: string, correlationKey: string, variables: Variables, actor: Actor): Promise<void> {
    for (const instance of this.instances) {
      const waiting = Object.values(instance.memory.execution.subscriptions).find(
        (one) => one.messageName === messageName && one.correlationKey === correlationKey,
      );
      if (!waiting) continue;
      const messageId = `${messageName}:${correlationKey}`;
      await this.apply(
        instance,
        { type: 'correlateMessage', subscriptionKey: waiting.key, messageId, messageName, variables },
        actor,
      );
    }
  }

  /** The open task of an element, and its instance. @throws when there is none */
  openTask(...elementIds: string[]): { instance: VirtualInstance; task: UserTask } {
    for (const instance of this.instances) {
      const task = Object.values(instance.memory.execution.userTasks).find((one) => elementIds.includes(one.elementId));
      if (task) return { instance, task };
    }
    throw new Error(`Expected an open task ${elementIds.join(' or ')}, but there is none`);
  }

  async completeTask(elementIds: string[], personId: string, variables: Variables): Promise<void> {
    const { instance, task } = this.openTask(...elementIds);
    const actor: Actor = { kind: 'person', id: personId };
    if (task.assignee !== personId)
      await this.apply(
        instance,
        { type: 'assignUserTask', userTaskKey: task.key, assignee: personId, allowOverride: true },
        actor,
      );
    await this.apply(instance, { type: 'completeUserTask', userTaskKey: task.key, variables }, actor);
  }

  /** Brings what happened to record and state, callers first. */
  async project(): Promise<void> {
    for (const { input, memory } of this.instances) {
      while (memory.outbox.length > 0) {
        const entries = memory.outbox.slice(0, MAX_BATCH);
        const { processInstanceKey } = input;
        const { seq, head } = await this.store.projection.apply({
          processInstanceKey,
          previousHead: memory.head,
          entries,
        });
        memory.outbox.splice(0, entries.length);
        memory.projectedSeq = seq;
        memory.head = head;
      }
    }
  }

  private async carryOut(instance: VirtualInstance, effect: Effect): Promise<void> {
    switch (effect.type) {
      case 'scheduleTimer':
        this.timers.set(effect.timerKey, { instance, dueAt: effect.dueAt });
        return;
      case 'cancelTimer':
        this.timers.delete(effect.timerKey);
        return;
      case 'activateJob':
        return this.runJob(instance, effect);
      case 'callProcess':
        return this.call(instance, effect);
      case 'endInstance':
        return this.end(instance, effect);
      case 'cancelJob':
        return;
      case 'cancelCalledInstance':
        return this.cancelCalled(effect.calledInstanceKey);
      case 'broadcastSignal':
        return this.broadcast(instance, effect);
      case 'escalateToCaller':
        return this.escalate(instance, effect);
    }
  }

  /** To all others that wait for it. */
  private async broadcast(
    source: VirtualInstance,
    { signalId, signalName, variables }: Extract<Effect, { type: 'broadcastSignal' }>,
  ): Promise<void> {
    const actor: Actor = { kind: 'instance', id: source.input.processInstanceKey };
    for (const other of this.instances) {
      const waits = Object.values(other.memory.execution.subscriptions).some(
        (one) => one.signal === true && one.messageName === signalName,
      );
      if (other !== source && waits)
        await this.apply(other, { type: 'catchSignal', signalId, signalName, variables }, actor);
    }
  }

  private async escalate(
    { input }: VirtualInstance,
    { code, variables }: Extract<Effect, { type: 'escalateToCaller' }>,
  ): Promise<void> {
    const caller = this.instances.find((one) => one.input.processInstanceKey === input.parent?.processInstanceKey);
    if (!caller || !input.parent || caller.memory.end) return;
    const { elementInstanceKey } = input.parent;
    const actor: Actor = { kind: 'instance', id: input.processInstanceKey };
    await this.apply(caller, { type: 'escalateFromCalled', elementInstanceKey, code, variables }, actor);
  }

  private async runJob(instance: VirtualInstance, effect: Extract<Effect, { type: 'activateJob' }>): Promise<void> {
    const { jobKey, jobType, elementId, elementInstanceKey, headers, variables } = effect;
    const { processInstanceKey, program, release } = instance.input;
    const job = this.jobs[jobType];
    if (!job) throw new Error(`Expected an activity for job type ${jobType}, but there is none`);
    const output = await job({
      processInstanceKey,
      processId: program.processId,
      release: release.number,
      elementInstanceKey,
      jobKey,
      elementId,
      headers,
      variables,
    });
    // A job may end what asked for it, e.g. by closing the chat.
    if (!(jobKey in instance.memory.execution.jobs)) return;
    await this.apply(instance, { type: 'completeJob', jobKey, variables: output }, { kind: 'system', id: jobType });
  }

  private async call(
    caller: VirtualInstance,
    { elementInstanceKey, processId, variables }: Extract<Effect, { type: 'callProcess' }>,
  ): Promise<void> {
    const { program, release, processInstanceKey, rootKey } = caller.input;
    const leased = await leaseInstanceKey(this.store)({ processId, release: release.number });
    const record: ExecutionInput = {
      type: 'recordCalledInstance',
      elementInstanceKey,
      calledInstanceKey: leased.processInstanceKey,
    };
    await this.apply(caller, record, { kind: 'system', id: 'call' });
    await this.start({
      ...leased,
      program: calledProgram(program, processId),
      release,
      variables,
      parent: { processInstanceKey, elementInstanceKey },
      rootKey,
      startedBy: { kind: 'instance', id: processInstanceKey },
    });
  }

  private async end(
    instance: VirtualInstance,
    { state, variables }: Extract<Effect, { type: 'endInstance' }>,
  ): Promise<void> {
    const { memory, input } = instance;
    memory.end = { state, variables };
    const caller = this.instances.find((one) => one.input.processInstanceKey === input.parent?.processInstanceKey);
    if (!caller || !input.parent || caller.memory.end) return;
    const outcome = state === 'COMPLETED' ? { state, variables } : { state };
    const { elementInstanceKey } = input.parent;
    await this.apply(
      caller,
      { type: 'endCalledInstance', elementInstanceKey, outcome },
      { kind: 'instance', id: input.processInstanceKey },
    );
  }

  private async cancelCalled(calledInstanceKey: string | null): Promise<void> {
    const called = this.instances.find((one) => one.input.processInstanceKey === calledInstanceKey);
    if (called && !called.memory.end) await this.apply(called, { type: 'cancel' }, { kind: 'system', id: 'call' });
  }
}
