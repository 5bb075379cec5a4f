import type { FeelEnvironment } from '../feel';
import { formula, type Formula } from '../feel/formula';
import type { FormEvaluator } from './types';

/**
 * Our own FEEL for forms, on the server and (loaded only by a form that needs it) in the browser. A form's condition is
 * written as an expression that is true or not, so both ways to ask are the same evaluation. What fails throws; the core
 * takes that as "no value".
 */
export function formFeel(environment: FeelEnvironment): FormEvaluator {
  const formulas = new Map<string, Formula>();
  const evaluate = (source: string, scope: Record<string, unknown>): unknown => {
    const known = formulas.get(source) ?? formula(source, environment);
    formulas.set(source, known);
    return known.evaluate(scope);
  };
  return { evaluate, unaryTest: evaluate };
}
