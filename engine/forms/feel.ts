import { evaluateFeel, type FeelEnvironment } from '../feel';
import { parseFeel, type FeelParseResult } from '../feel/parse';
import type { FormEvaluator } from './types';

/**
 * Our own FEEL for forms, on the server and (loaded only by a form that needs it) in the browser. A form's condition is
 * written as an expression that is true or not, so both ways to ask are the same evaluation. What fails throws; the core
 * takes that as "no value".
 */
export function formFeel(environment: FeelEnvironment): FormEvaluator {
  const parsed = new Map<string, FeelParseResult>();
  const evaluate = (source: string, scope: Record<string, unknown>): unknown => {
    const known = parsed.get(source) ?? parseFeel(source);
    parsed.set(source, known);
    if (!known.ok) throw new Error(known.problem.message);
    const result = evaluateFeel(known.tree, scope, environment);
    if (!result.ok) throw new Error(result.problem.message);
    return result.value;
  };
  return { evaluate, unaryTest: evaluate };
}
