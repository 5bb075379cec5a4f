import type { CalendarData } from '../../calendar';
import type { FeelProblem } from '../tree';
import type { FeelValue } from '../values/value';

const DEFAULT_BUDGET = 1_000_000;
const MAX_CALLS = 200;
const MAX_WARNINGS = 20;

/** Thrown when the budget is spent; only `evaluateFeel` and the decision engine catch it. */
export class BudgetExceeded extends Error {
  readonly problem: FeelProblem = {
    code: 'feel_budget_exceeded',
    message: 'Expected the evaluation to end within its budget of steps, but it did not',
  };
}

/** Says whether a value has a type that a decision model declares; undefined where there is no such type. */
export type NamedTypes = (name: string, value: FeelValue, evaluation: Evaluation) => boolean | undefined;

export interface EvaluationOptions {
  now: number;
  offsetMinutes: number;
  budget?: number;
  calendar?: CalendarData;
}

/** What one evaluation carries: the world it may see, its budget and its warnings. */
export class Evaluation {
  readonly warnings: FeelProblem[] = [];
  private remaining: number;
  private calls = 0;

  constructor(
    readonly environment: EvaluationOptions,
    readonly namedTypes: NamedTypes = () => undefined,
  ) {
    this.remaining = environment.budget ?? DEFAULT_BUDGET;
  }

  /** Pays for work in proportion to data: an item of a list, a step of a loop, a character that is made. */
  charge(steps: number): void {
    this.remaining -= steps;
    if (this.remaining < 0) throw new BudgetExceeded();
  }

  /** Runs the body of a function; recursion counts against the stack. */
  enter<T>(body: () => T): T {
    this.charge(1);
    if (++this.calls > MAX_CALLS) throw new BudgetExceeded();
    const result = body();
    this.calls--;
    return result;
  }

  /** FEEL answers a fault with null; the reason is kept. */
  warn(code: string, message: string): null {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push({ code, message });
    return null;
  }
}
