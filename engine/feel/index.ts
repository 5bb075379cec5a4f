import type { CalendarData } from '../calendar';
import type { FeelProblem, FeelTree, JsonValue } from './tree';

export type { FeelProblem, FeelTree, JsonValue } from './tree';

/** What an evaluation may know of the world. There is no clock and no host zone besides. */
export interface FeelEnvironment {
  /** Epoch milliseconds. */
  now: number;
  /** Offset of local time in minutes; Bogotá is -300. */
  offsetMinutes: number;
  /** Steps that may be spent before the evaluation is given up; default 1,000,000. */
  budget?: number;
  calendar?: CalendarData;
}

export type FeelResult = { ok: true; value: JsonValue; warnings: FeelProblem[] } | { ok: false; problem: FeelProblem };

/** Variables by name: a record, or a function asked once for each name that the expression uses. */
export type FeelScope = Readonly<Record<string, unknown>> | ((name: string) => unknown);

/** Evaluates a parsed expression. Never throws for what the expression or its data do. */
export function evaluateFeel(_tree: FeelTree, _scope: FeelScope, _env: FeelEnvironment): FeelResult {
  return {
    ok: false,
    problem: { code: 'feel_unavailable', message: 'Expected an evaluator, but it is not built yet' },
  };
}
