import type { CalendarData } from '../../calendar';
import type { FeelProblem } from '../tree';
import type { Meter } from '../values/meter';
import type { FeelValue } from '../values/value';
import type { Cost } from './cost';

const DEFAULT_STEPS = 500_000;
const MAX_BYTES = 32 * 1024 * 1024;
/** Of nodes inside nodes and calls inside calls; far from what the stack of a host holds. */
const MAX_LEVELS = 2_500;
const MAX_WARNINGS = 20;
const BYTES_OF_ITEM = 16;

/** Thrown when the budget is spent; only `evaluateFeel` and the decision engine catch it. */
export class BudgetExceeded extends Error {
  readonly problem: FeelProblem;

  constructor(of: 'steps' | 'memory' | 'depth', from: number | undefined) {
    super();
    const message = `Expected the evaluation to end within its budget of ${of}, but it did not`;
    this.problem = problemAt('feel_budget_exceeded', message, from);
  }
}

function problemAt(code: string, message: string, from: number | undefined): FeelProblem {
  return from === undefined ? { code, message } : { code, message, from };
}

/** Says whether a value has a type that a decision model declares; undefined where there is no such type. */
export type NamedTypes = (name: string, value: FeelValue, evaluation: Evaluation) => boolean | undefined;

export interface EvaluationOptions {
  now: number;
  offsetMinutes: number;
  budget?: number;
  calendar?: CalendarData;
}

/**
 * What one evaluation carries: the world it may see, its budget and its warnings. A step is 100 to 300 ns; memory counts
 * what is made, not what is kept. Both depend on expression and data alone, so they end alike on every host.
 */
export class Evaluation implements Meter {
  readonly warnings: FeelProblem[] = [];
  /** Where the call or loop under way stands in its source: kept by `placed`. */
  from: number | undefined;
  private steps: number;
  private bytes = MAX_BYTES;
  private levels = 0;
  private readonly seen = new Set<string>();

  constructor(
    readonly environment: EvaluationOptions,
    readonly namedTypes: NamedTypes = () => undefined,
  ) {
    this.steps = environment.budget ?? DEFAULT_STEPS;
  }

  /** Pays for work in proportion to data: an item of a list that is looked at, a step of a loop. */
  charge(steps: number): void {
    this.steps -= steps;
    if (this.steps < 0) throw new BudgetExceeded('steps', this.from);
  }

  allocate(bytes: number): void {
    this.bytes -= bytes;
    if (this.bytes < 0) throw new BudgetExceeded('memory', this.from);
  }

  /** Pays for making a list of so many items (or a context of so many entries). */
  makeList(items: number): void {
    this.charge(items);
    this.allocate((items + 1) * BYTES_OF_ITEM);
  }

  tooDeep(): never {
    throw new BudgetExceeded('depth', this.from);
  }

  /** Pays once for what is kept for the rest of the evaluation under a key. */
  once(key: string, steps: number): void {
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.charge(steps);
  }

  /** Runs a tree or the body of a function; recursion counts against the stack. */
  enter<T>({ steps, levels }: Cost, body: () => T): T {
    this.charge(steps);
    this.levels += levels;
    if (this.levels > MAX_LEVELS) this.tooDeep();
    const result = body();
    this.levels -= levels;
    return result;
  }

  /** FEEL answers a fault with null; the reason is kept, and where: at `from` or else in the call or loop under way. */
  warn(code: string, message: string, from = this.from): null {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push(problemAt(code, message, from));
    return null;
  }
}
