import type { FeelEnvironment, FeelProblem, JsonValue } from '../feel';
import { BudgetExceeded } from '../feel/runtime/evaluation';
import { metered } from '../feel/values/meter';
import { toJson } from '../feel/values/value';
import { DecisionEvaluation } from './evaluation';
import type { DecisionAudit, DecisionModel } from './model';
import { Requirements } from './requirements';

export type { DecisionAudit, DecisionModel, DmnProblem, EvaluatedDecision } from './model';

export type DecisionResult =
  | { ok: true; output: JsonValue; audit: DecisionAudit; warnings: FeelProblem[] }
  | { ok: false; problem: FeelProblem; audit: DecisionAudit };

/**
 * Evaluates a decision, or a decision service, with everything that it requires. `input` holds variables by name; texts
 * become dates and durations where the model declares such an input. `given` holds values of required decisions, by
 * name, that are then not evaluated.
 *
 * Problems: `decision_not_found`, `dmn_hit_policy` (rules overlap that must not), `feel_budget_exceeded`. What FEEL
 * answers with null is null, with a warning. The audit of a problem ends with the decision that failed.
 */
export function evaluateDecision(
  model: DecisionModel,
  decisionId: string,
  input: Readonly<Record<string, unknown>>,
  env: FeelEnvironment,
  given: Readonly<Record<string, unknown>> = {},
): DecisionResult {
  const evaluation = new DecisionEvaluation(env, model, decisionId);
  const { audit, warnings } = evaluation;
  try {
    const value = metered(evaluation, () => {
      const found = new Requirements(model, evaluation, input, given).evaluate(decisionId);
      return found === undefined ? undefined : toJson(found);
    });
    if (value === undefined) {
      return {
        ok: false,
        audit,
        problem: { code: 'decision_not_found', message: `Expected a decision '${decisionId}', but there is none` },
      };
    }
    if (evaluation.problem) return { ok: false, audit, problem: evaluation.problem };
    return { ok: true, output: value, audit, warnings };
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    evaluation.fail();
    return { ok: false, audit, problem: error.problem };
  }
}
