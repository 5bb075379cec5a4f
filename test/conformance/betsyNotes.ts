import type { ProcessDefinition } from '../../engine';
import type { IncidentType } from '../../protocol/events';
import type { Variables } from '../../protocol/json';

export interface Outcome {
  trace: string[];
  why: string;
}

/** What a placeholder script does, as the README of the suite gives its meaning. */
export interface Meaning {
  variables: Variables;
  /** Work that takes time, in milliseconds. */
  workMs: number;
  /** Code of the BPMN error that it throws. */
  error?: string;
}

const WORK_MS = 10_000;

/** What one case leaves behind: the entries of its trace, its marker, its intervals of work. */
export class Notes {
  private readonly entries: string[] = [];
  private marked = false;
  private readonly intervals: { from: number; to: number }[] = [];

  /** Carries out a script at time `now`; `outputs` are the names that its task's data outputs have. */
  perform(script: string, variables: Variables, outputs: string[], now: number): Meaning {
    if (script.startsWith('SCRIPT_')) this.entries.push(script);
    if (script === 'INCREMENT_INTEGER_VARIABLE_AND_LOG') this.entries.push('INCREMENT_correct');
    if (script === 'LOG_DATA' && variables['data'] === 'String') this.entries.push('DATA_correct');
    if (script === 'CREATE_MARKER_FILE') this.marked = true;
    if (script.startsWith('CREATE_TIMESTAMP_LOG')) this.intervals.push({ from: now, to: now + WORK_MS });
    return {
      variables: resultOf(script, variables, outputs),
      workMs: /^(WAIT_TEN|CREATE_TIMESTAMP)/.test(script) ? WORK_MS : 0,
      ...(script === 'THROW_ERROR' && { error: 'ERR_CODE' }),
    };
  }

  outcome(incidents: readonly { type: IncidentType; message: string }[]): Outcome {
    const thrown = incidents.filter(({ type }) => type === 'UNHANDLED_ERROR_EVENT');
    const [one, other] = this.intervals;
    const overlap = one && other && one.from < other.to && other.from < one.to;
    return {
      trace: [
        ...this.entries,
        ...(this.marked ? ['MARKER_exists'] : []),
        ...(overlap ? ['EXECUTION_parallel'] : []),
        ...thrown.map(() => 'ERROR_thrownErrorEvent'),
        ...(incidents.length > thrown.length ? ['ERROR_runtime'] : []),
      ],
      why: incidents.map(({ message }) => message).join('; '),
    };
  }
}

function resultOf(script: string, { integerVariable }: Variables, outputs: string[]): Variables {
  if (script.startsWith('INCREMENT_INTEGER_VARIABLE')) return { integerVariable: Number(integerVariable) + 1 };
  if (script !== 'SET_STRING_DATA') return {};
  return Object.fromEntries((outputs.length > 0 ? outputs : ['data']).map((name) => [name, 'String']));
}

/** Names of the data outputs that a task's associations read. */
export function outputsOf(process: ProcessDefinition | undefined, elementId: string): string[] {
  const { outputs = [] } = process?.elements[elementId] ?? {};
  return outputs.flatMap(({ source }) => ('feel' in source ? source.feel.names : []));
}

/** Sorted as multisets; a marker counts where it is expected, `ERROR` stands for a refusal or a failure. */
export function failureOf(expected: string[], { trace, why }: Outcome): string | undefined {
  const wanted = [...expected].sort();
  const actual = trace
    .filter((entry) => entry !== 'MARKER_exists' || wanted.includes(entry))
    .map((entry) => (wanted.includes('ERROR') && /^ERROR_(runtime|deployment)$/.test(entry) ? 'ERROR' : entry))
    .sort();
  if (JSON.stringify(actual) === JSON.stringify(wanted)) return undefined;
  return `expected [${wanted.join(', ')}], but got [${actual.join(', ')}]${why && ` (${why})`}`;
}
