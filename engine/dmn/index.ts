import type { FeelEnvironment, FeelProblem, JsonValue } from '../feel';

export interface DecisionModel {
  version: 1;
}

export interface DecisionAudit {
  decisionId: string;
  evaluatedDecisions: {
    id: string;
    name: string;
    inputs: { id: string; name: string; value: JsonValue }[];
    matchedRules: { ruleId: string; ruleIndex: number; outputs: { id: string; name: string; value: JsonValue }[] }[];
    output: JsonValue;
  }[];
}

export type DecisionResult =
  | { ok: true; output: JsonValue; audit: DecisionAudit }
  | { ok: false; problem: FeelProblem; audit: DecisionAudit };

/** Evaluates a decision with all that it requires. */
export function evaluateDecision(
  _model: DecisionModel,
  decisionId: string,
  _input: Record<string, unknown>,
  _env: FeelEnvironment,
): DecisionResult {
  const problem = { code: 'dmn_unavailable', message: 'Expected an evaluator, but it is not built yet' };
  return { ok: false, problem, audit: { decisionId, evaluatedDecisions: [] } };
}
