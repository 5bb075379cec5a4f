import type { CalendarData } from '../calendar';
import { compiledTree } from './runtime/compile';
import { BudgetExceeded, Evaluation } from './runtime/evaluation';
import { RootScope } from './runtime/scope';
import type { FeelProblem, FeelTree, JsonValue } from './tree';
import { metered } from './values/meter';
import { toJson } from './values/value';

export type { FeelProblem, FeelTree, JsonValue } from './tree';

/** What an evaluation may know of the world. There is no clock and no host zone besides. */
export interface FeelEnvironment {
  /** Epoch milliseconds. */
  now: number;
  /** Offset of local time in minutes; Bogotá is -300. */
  offsetMinutes: number;
  /** Steps that may be spent before the evaluation is given up; default 500,000. */
  budget?: number;
  calendar?: CalendarData;
}

export type FeelResult = { ok: true; value: JsonValue; warnings: FeelProblem[] } | { ok: false; problem: FeelProblem };

/** Variables by name: a record, or a function asked once for each name that the expression uses. */
export type FeelScope = Readonly<Record<string, unknown>> | ((name: string) => unknown);

/**
 * Evaluates a parsed expression. What FEEL answers with null (a missing name, operands of the wrong type) is null with
 * a warning that says why; only a spent budget (`feel_budget_exceeded`) is a problem. The input of unary tests is the
 * name `?` of the scope.
 */
export function evaluateFeel(tree: FeelTree, scope: FeelScope, env: FeelEnvironment): FeelResult {
  const evaluation = new Evaluation(env);
  try {
    const value = metered(evaluation, () => toJson(compiledTree(tree)(new RootScope(scope), evaluation)));
    return { ok: true, value, warnings: evaluation.warnings };
  } catch (error) {
    if (error instanceof BudgetExceeded) return { ok: false, problem: error.problem };
    throw error;
  }
}
