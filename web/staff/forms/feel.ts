import { evaluateFeel, type FeelEnvironment } from '../../../engine/feel';
import { parseFeel } from '../../../engine/feel/parse';
import type { FormEvaluator } from '../../../engine/forms';

const BOGOTA_OFFSET_MINUTES = -300;
type Parsed = ReturnType<typeof parseFeel>;

/** FEEL in the browser, for showing, hiding and computing; the server decides again. */
export function createFeel(): FormEvaluator {
  const parsed = new Map<string, Parsed>();
  const evaluate = (source: string, scope: Record<string, unknown>): unknown => {
    let result = parsed.get(source);
    if (!result) parsed.set(source, (result = parseFeel(source)));
    if (!result.ok) throw new Error(result.problem.message);
    const environment: FeelEnvironment = { now: Date.now(), offsetMinutes: BOGOTA_OFFSET_MINUTES };
    const evaluated = evaluateFeel(result.tree, scope, environment);
    if (!evaluated.ok) throw new Error(evaluated.problem.message);
    return evaluated.value;
  };
  return { evaluate, unaryTest: evaluate };
}
