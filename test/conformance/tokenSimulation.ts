import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../../engine';
import { compileRelease } from '../../engine/model';
import { Run } from '../../engine/testing/run';
import { World } from '../../engine/testing/world';
import type { EngineEvent } from '../../protocol/events';
import type { Report } from './dmnTck';
import { adapt, choiceVariables, type Adapted } from './tokenSimulationModel';

interface Step {
  setConfig?: { element: string; activeOutgoing: string | string[] };
  waitAt?: { element: string };
  trigger?: { element: string; scopeFromStep?: number };
  signal?: { element: string };
  expectTrace?: string;
  expectDestroyed?: { scopeFromStep: number };
  expectNoRunningScope?: true;
}

interface Case {
  id: string;
  section: string;
  fixture: string;
  steps: Step[];
}

/**
 * Replays the golden traces of bpmn-js-token-simulation. A case passes on level 1 of the suite's README, the multiset of
 * flow nodes in `exit` entries; how many also pass on level 2, in that order, is told apart. The engine differs there on
 * purpose: it throws signals when all tokens have come to rest, and runs each instance by itself.
 */
export async function run(dir: string, report: Report): Promise<void> {
  const cases = JSON.parse(readFileSync(join(dir, 'cases.json'), 'utf8')) as Case[];
  const onlyLevel1: string[] = [];
  for (const each of cases) {
    const failure = await attempt(dir, each, () => void onlyLevel1.push(each.id));
    report(each.section, each.id, failure);
  }
  console.log(`Level 1; not on level 2: ${[...new Set(onlyLevel1)].join(', ') || 'none'}`);
}

async function attempt(dir: string, { fixture, steps }: Case, otherOrder: () => void): Promise<string | undefined> {
  const waiting = steps.flatMap(({ waitAt }) => (waitAt ? [waitAt.element] : []));
  const adapted = await adapt(readFileSync(join(dir, fixture), 'utf8'), waiting);
  const result = await compileRelease([{ name: 'model.bpmn', content: adapted.xml }], { jobTypes: new Set() });
  if (!result.ok) {
    const errors = result.problems.filter(({ severity }) => severity === 'error');
    return `refused: ${errors.map(({ code, elementId, message }) => `${code} ${elementId ?? ''} (${message})`).join('; ')}`;
  }
  try {
    const stage = new Stage(
      { processId: adapted.processIds[0] ?? '', formIds: [], ...result.content },
      adapted,
      otherOrder,
    );
    for (const step of steps) {
      const failure = stage.play(step, dir);
      if (failure !== undefined) return failure;
    }
    return undefined;
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message).slice(0, 300) : String(error)}`;
  }
}

class Stage {
  private readonly world = new World();
  private readonly choices = new Map<string, string[]>();
  /** Instances by the step that started them. */
  private readonly started: (Run | null)[] = [];
  private seen: string[] = [];
  /** How many events of each run have been looked at. */
  private readonly read = new Map<Run, number>();

  constructor(
    private readonly program: Program,
    private readonly model: Adapted,
    private readonly otherOrder: () => void,
  ) {}

  play(step: Step, dir: string): string | undefined {
    let run: Run | null = null;
    if (step.setConfig) this.choices.set(step.setConfig.element, [step.setConfig.activeOutgoing].flat());
    this.updateChoices();
    if (step.trigger) run = this.trigger(step.trigger.element, this.started[step.trigger.scopeFromStep ?? -1] ?? null);
    if (step.signal) this.arrive(step.signal.element);
    this.started.push(run);
    this.look();
    if (step.expectTrace !== undefined) return this.compare(join(dir, step.expectTrace));
    const { expectDestroyed } = step;
    if (expectDestroyed && this.started[expectDestroyed.scopeFromStep]?.state === 'ACTIVE')
      return `expected the instance of step ${expectDestroyed.scopeFromStep} to have ended, but it runs`;
    const running = this.world.runs.find(({ state }) => state === 'ACTIVE');
    return step.expectNoRunningScope && running
      ? `expected nothing to run, but ${running.active().join(', ')} do`
      : undefined;
  }

  /** Starts an instance at a start event of a process, or makes what is waited for happen. */
  private trigger(elementId: string, only: Run | null): Run | null {
    for (const { id, elements } of Object.values(this.program.processes)) {
      const element = elements[elementId];
      if (element?.parentId !== id) continue;
      if (element.type === 'START_EVENT') return this.start(id, elementId);
      if (element.incoming.length === 0 && element.type === 'INTERMEDIATE_THROW_EVENT') return this.start(id);
    }
    for (const run of only ? [only] : this.world.runs) if (this.happen(run, elementId)) return run;
    throw new Error(`Expected somebody to wait for '${elementId}', but nobody does`);
  }

  /** Without a start event at all that no flow leads to. */
  private start(process: string, startElementId?: string): Run {
    const variables = { key: 'k', ...choiceVariables(this.model, this.choices) };
    return Run.start(this.program, variables, {
      process,
      world: this.world,
      ...(startElementId !== undefined && { startElementId }),
    });
  }

  private happen(run: Run, elementId: string): boolean {
    const { userTasks, timers, subscriptions } = run.execution;
    const isIt = (wait: { elementId: string }) => wait.elementId === elementId;
    const task = Object.values(userTasks).find(isIt);
    const timer = Object.values(timers).find(isIt);
    const subscription = Object.values(subscriptions).find(isIt);
    if (task) run.feed({ type: 'completeUserTask', userTaskKey: task.key, variables: {} });
    else if (timer) run.feed({ type: 'fireTimer', timerKey: timer.key });
    else if (subscription?.signal) run.signal(subscription.messageName);
    else if (subscription) {
      const { key: subscriptionKey, messageName } = subscription;
      run.feed({ type: 'correlateMessage', subscriptionKey, messageId: subscriptionKey, messageName, variables: {} });
    } else return false;
    return true;
  }

  /** A message flow brings its message to who waits at its end, or starts the process there. */
  private arrive(flowId: string): void {
    const target = this.model.messageFlows.find(({ id }) => id === flowId)?.target ?? '';
    for (const run of this.world.runs) if (run.state === 'ACTIVE' && this.happen(run, target)) return;
    for (const { id, elements } of Object.values(this.program.processes))
      if (elements[target]?.type === 'START_EVENT' && elements[target].parentId === id) this.start(id, target);
  }

  /** Notes what has ended, and lets message flows bring what it has sent. */
  private look(): void {
    for (let index = 0; index < this.world.runs.length; index += 1) {
      const run = this.world.runs[index];
      if (!run) continue;
      for (let at = this.read.get(run) ?? 0; at < run.events.length; at += 1) {
        this.read.set(run, at + 1);
        const id = this.exited(run, at);
        if (id === null) continue;
        this.seen.push(id);
        const sent = this.model.messageFlows.filter(({ source }) => source === id);
        sent.forEach((flow) => this.arrive(flow.id));
        if (sent.length > 0) index = -1;
      }
      if (index === -1) break;
    }
    const left = this.world.runs.some((run) => (this.read.get(run) ?? 0) < run.events.length);
    if (left) this.look();
  }

  /** The flow node that an event lets go: completed, or interrupted while its scope goes on. */
  private exited(run: Run, at: number): string | null {
    const event = run.events[at] as EngineEvent;
    if (event.type === 'element.completed') return event.elementId;
    if (event.type !== 'element.terminated') return null;
    const next = run.events.slice(at).find(({ type }) => type === 'element.activated');
    if (next?.type !== 'element.activated') return null;
    const { elements } = this.program.processes[run.execution.processId] ?? {};
    return elements?.[event.elementId]?.boundaryEvents.includes(next.elementId) ? event.elementId : null;
  }

  private updateChoices(): void {
    const variables = choiceVariables(this.model, this.choices);
    for (const run of this.world.runs) if (run.state === 'ACTIVE') run.setVariables(variables);
  }

  private compare(file: string): string | undefined {
    const entries = JSON.parse(readFileSync(file, 'utf8')) as string[];
    const wanted = entries
      .map((entry) => entry.split(':'))
      .filter(([action, id]) => action === 'exit' && this.model.nodes.has(id ?? ''))
      .map(([, id]) => id ?? '');
    const actual = this.seen.filter((id) => this.model.nodes.has(id));
    this.seen = [];
    if (JSON.stringify(actual) === JSON.stringify(wanted)) return undefined;
    const isSameSet = JSON.stringify([...actual].sort()) === JSON.stringify([...wanted].sort());
    if (!isSameSet) return `expected ${wanted.join(' ')}, but got ${actual.join(' ')}`;
    this.otherOrder();
    return undefined;
  }
}
