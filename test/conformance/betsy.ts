import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Variables } from '../../protocol/json';
import { compileRelease } from '../../engine/model';
import type { ElementDefinition, Program } from '../../engine/model/definition';
import { Run, type JobEffect } from '../../engine/testing/run';
import { START_TIME, World } from '../../engine/testing/world';
import type { Report } from './dmnTck';

interface BetsyCase {
  input: Variables;
  delayMs?: number;
  parallelStart?: true;
  trace: string[];
}

interface BetsyTest {
  group: string;
  name: string;
  file: string;
  defect?: string;
  cases: BetsyCase[];
}

/** Virtual time that a case gets at least: what must not happen has had time to. */
const LEAST_WAIT_MS = 2_000;
const WORK_MS = 10_000;
const PLACEHOLDER_LANGUAGE = 'http://uel';

/** Runs betsy's cases, as the README of the suite says how to compare. */
export async function run(dir: string, report: Report): Promise<void> {
  const tests = JSON.parse(readFileSync(join(dir, 'cases.json'), 'utf8')) as BetsyTest[];
  for (const test of tests) {
    const compiled = await compile(readFileSync(join(dir, test.file), 'utf8'), test);
    test.cases.forEach((given, index) => {
      const outcome =
        typeof compiled === 'string' ? { trace: ['ERROR_deployment'], why: compiled } : play(compiled, given);
      report(test.group, `${test.name} ${index + 1}`, failureOf(given.trace, outcome));
    });
  }
}

interface Outcome {
  trace: string[];
  why: string;
}

/** The models say no language; their conditions are UEL. The text of a refusal where there is one. */
async function compile(xml: string, { name, file }: BetsyTest): Promise<Program | string> {
  const content = xml.replace(/<bpmn2:definitions /, `$&expressionLanguage="${PLACEHOLDER_LANGUAGE}" `);
  const jobTypes = new Set(['script', 'publish-message']);
  const result = await compileRelease([{ name: file, content }], { jobTypes });
  if (result.ok) return { processId: name, formIds: [], ...result.content };
  return result.problems.map(({ code, elementId, message }) => `${code} ${elementId ?? ''}: ${message}`).join('; ');
}

function failureOf(expected: string[], { trace, why }: Outcome): string | undefined {
  const wanted = [...expected].sort();
  const actual = trace
    .filter((entry) => entry !== 'MARKER_exists' || wanted.includes(entry))
    .map((entry) => (wanted.includes('ERROR') && /^ERROR_(runtime|deployment)$/.test(entry) ? 'ERROR' : entry))
    .sort();
  if (JSON.stringify(actual) === JSON.stringify(wanted)) return undefined;
  return `expected [${wanted.join(', ')}], but got [${actual.join(', ')}]${why && ` (${why})`}`;
}

function play(program: Program, given: BetsyCase): Outcome {
  const stage = new Stage(program);
  try {
    if (given.parallelStart) stage.start('ParallelProcess', {});
    stage.start(program.processId, given.input);
    stage.world.advanceTo(START_TIME + Math.max(given.delayMs ?? 0, LEAST_WAIT_MS));
    return stage.outcome();
  } catch (error) {
    return { trace: ['ERROR_engine'], why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** One case: the instances of its file, and what their scripts mean. */
class Stage {
  readonly world = new World();
  private readonly trace: string[] = [];
  private marked = false;
  private readonly intervals: { from: number; to: number }[] = [];

  constructor(private readonly program: Program) {}

  start(process: string, variables: Variables, startElementId?: string): void {
    const perform = (job: JobEffect, by: Run) => this.perform(job, by);
    Run.start(this.program, variables, {
      process,
      world: this.world,
      perform,
      ...(startElementId !== undefined && { startElementId }),
    });
    this.world.advanceTo(this.world.now);
  }

  outcome(): Outcome {
    const incidents = this.world.runs.flatMap((run) => run.incidents());
    const thrown = incidents.filter(({ type }) => type === 'UNHANDLED_ERROR_EVENT');
    const [one, other] = this.intervals;
    const overlap = one && other && one.from < other.to && other.from < one.to;
    return {
      trace: [
        ...this.trace,
        ...(this.marked ? ['MARKER_exists'] : []),
        ...(overlap ? ['EXECUTION_parallel'] : []),
        ...thrown.map(() => 'ERROR_thrownErrorEvent'),
        ...(incidents.length > thrown.length ? ['ERROR_runtime'] : []),
      ],
      why: incidents.map(({ message }) => message).join('; '),
    };
  }

  private perform(job: JobEffect, run: Run): void {
    const { jobKey, jobType, headers, variables } = job;
    const complete = (result: Variables = {}) => void run.feed({ type: 'completeJob', jobKey, variables: result });
    if (jobType === 'publish-message') {
      const { messageName } = variables;
      this.publish(typeof messageName === 'string' ? messageName : '');
      return complete();
    }
    const script = headers['script'] ?? '';
    if (script.startsWith('SCRIPT_')) this.trace.push(script);
    switch (script) {
      case 'INCREMENT_INTEGER_VARIABLE_AND_LOG':
        this.trace.push('INCREMENT_correct');
        return complete({ integerVariable: Number(variables['integerVariable']) + 1 });
      case 'INCREMENT_INTEGER_VARIABLE':
        return complete({ integerVariable: Number(variables['integerVariable']) + 1 });
      case 'SET_STRING_DATA':
        return complete(dataOf(run, job, 'String'));
      case 'LOG_DATA':
        if (variables['data'] === 'String') this.trace.push('DATA_correct');
        return complete();
      case 'THROW_ERROR':
        return void run.feed({ type: 'throwJobError', jobKey, errorCode: 'ERR_CODE', variables: {} });
      case 'WAIT_TEN_SECONDS':
        return this.world.later(this.world.now + WORK_MS, complete);
      case 'CREATE_TIMESTAMP_LOG_1':
      case 'CREATE_TIMESTAMP_LOG_2':
        this.intervals.push({ from: this.world.now, to: this.world.now + WORK_MS });
        return this.world.later(this.world.now + WORK_MS, complete);
      case 'CREATE_MARKER_FILE':
        this.marked = true;
        return complete();
      default:
        return complete();
    }
  }

  /** To who waits for it, else to a process of the file that begins with it. */
  private publish(messageName: string): void {
    if (this.world.publish(messageName, '', {})) return;
    for (const { id, startEvents } of Object.values(this.program.processes)) {
      const start = startEvents.find((event) => event.kind === 'message' && event.messageName === messageName);
      if (start) return this.start(id, {}, start.elementId);
    }
  }
}

/** What a script writes: the data outputs of its task, or the variable `data` where it has none. */
function dataOf({ program }: Run, { elementId }: JobEffect, value: string): Variables {
  const element: ElementDefinition | undefined = program.processes[program.processId]?.elements[elementId];
  const outputs = (element?.outputs ?? []).flatMap(({ source }) => ('feel' in source ? source.feel.names : []));
  return Object.fromEntries((outputs.length > 0 ? outputs : ['data']).map((name) => [name, value]));
}
