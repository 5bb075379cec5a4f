import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartEventDefinition } from '../../engine/model';
import type { Variables } from '../../protocol/json';
import type { Resource } from '../../protocol/release';
import { planTimer } from '../../engine/execution/timerValue';
import { compileRelease } from '../../engine/model';
import type { Program } from '../../engine/model/definition';
import { Run, type JobEffect } from '../../engine/testing/run';
import { START_TIME, World } from '../../engine/testing/world';
import { failureOf, Notes, outputsOf, type Outcome } from './betsyNotes';
import type { Report } from './dmnTck';

export interface BetsyCase {
  input: Variables;
  delayMs?: number;
  parallelStart?: true;
  trace: string[];
}

interface BetsyTest {
  group: string;
  name: string;
  file: string;
  cases: BetsyCase[];
}

/** A test's cases with its model, or what it was refused for. */
export interface ReadTest extends BetsyTest {
  resource: Resource;
  program: Program | null;
  refusal: string;
}

/** Time that a case gets at least: what must not happen has had time to. */
export const LEAST_WAIT_MS = 2_000;
/** The models say no language; their conditions are UEL. */
const LANGUAGE = 'http://uel';
const JOB_TYPES: ReadonlySet<string> = new Set(['script', 'publish-message']);

/** Runs betsy's cases in memory on a virtual clock, as the README of the suite says how to compare. */
export async function run(dir: string, report: Report): Promise<void> {
  for (const test of await readTests(dir)) {
    test.cases.forEach((given, index) => {
      const outcome = test.program ? play(test.program, given) : refused(test);
      report(test.group, `${test.name} ${index + 1}`, failureOf(given.trace, outcome));
    });
  }
}

export function refused({ refusal }: ReadTest): Outcome {
  return { trace: ['ERROR_deployment'], why: refusal };
}

export async function readTests(dir: string): Promise<ReadTest[]> {
  const tests = JSON.parse(readFileSync(join(dir, 'cases.json'), 'utf8')) as BetsyTest[];
  return Promise.all(tests.map((test) => readTest(dir, test)));
}

async function readTest(dir: string, test: BetsyTest): Promise<ReadTest> {
  const xml = readFileSync(join(dir, test.file), 'utf8');
  const content = xml.replace(/<bpmn2:definitions /, `$&expressionLanguage="${LANGUAGE}" `);
  const resource = { name: test.file, content };
  const result = await compileRelease([resource], { jobTypes: JOB_TYPES });
  if (result.ok)
    return { ...test, resource, refusal: '', program: { processId: test.name, formIds: [], ...result.content } };
  const refusal = result.problems.map(({ code, elementId, message }) => `${code} ${elementId ?? ''}: ${message}`);
  return { ...test, resource, refusal: refusal.join('; '), program: null };
}

function play(program: Program, given: BetsyCase): Outcome {
  const stage = new Stage(program);
  try {
    if (given.parallelStart) stage.begin('ParallelProcess', {});
    stage.begin(program.processId, given.input);
    stage.world.advanceTo(START_TIME + Math.max(given.delayMs ?? 0, LEAST_WAIT_MS));
    return stage.outcome();
  } catch (error) {
    return { trace: ['ERROR_engine'], why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** One case: the instances of its file, and what their scripts mean. */
class Stage {
  readonly world = new World();
  private readonly notes = new Notes();

  constructor(private readonly program: Program) {}

  /** Starts a process, or waits for the timers that start it. */
  begin(process: string, variables: Variables): void {
    const starts = this.program.processes[process]?.startEvents ?? [];
    const timers = starts.filter((start) => start.kind === 'timer');
    if (starts.some(({ kind }) => kind === 'none') || timers.length === 0) return this.start(process, variables);
    for (const { elementId, timer } of timers) {
      const plan = planTimer(timer.kind, timer.value, this.world.now, 0);
      if (plan) this.world.later(plan.dueAt, () => this.start(process, variables, elementId));
    }
  }

  outcome(): Outcome {
    return this.notes.outcome(this.world.runs.flatMap((run) => Object.values(run.execution.incidents)));
  }

  private start(process: string, variables: Variables, startElementId?: string): void {
    Run.start(this.program, variables, {
      process,
      world: this.world,
      perform: (job, by) => this.perform(job, by),
      ...(startElementId !== undefined && { startElementId }),
    });
    this.world.advanceTo(this.world.now);
  }

  private perform({ jobKey, jobType, elementId, headers, variables }: JobEffect, run: Run): void {
    const { messageName } = variables;
    if (jobType === 'publish-message' && typeof messageName === 'string') this.publish(messageName);
    const outputs = outputsOf(run.program.processes[run.program.processId], elementId);
    const meaning = this.notes.perform(headers['script'] ?? '', variables, outputs, this.world.now);
    const { error, workMs } = meaning;
    if (error !== undefined) {
      run.feed({ type: 'throwJobError', jobKey, errorCode: error, variables: {} });
      return;
    }
    const complete = () => void run.feed({ type: 'completeJob', jobKey, variables: meaning.variables });
    if (workMs > 0) this.world.later(this.world.now + workMs, complete);
    else complete();
  }

  /** To who waits for it, else to a process of the file that begins with it. */
  private publish(messageName: string): void {
    if (this.world.publish(messageName, '', {})) return;
    for (const { id, startEvents } of Object.values(this.program.processes)) {
      const start = startEvents.find((event) => isBegunBy(event, messageName));
      if (start) return this.start(id, {}, start.elementId);
    }
  }
}

function isBegunBy(start: StartEventDefinition, messageName: string): boolean {
  return start.kind === 'message' && start.messageName === messageName;
}
