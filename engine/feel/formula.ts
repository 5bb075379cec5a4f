import { evaluateFeel, type FeelEnvironment, type FeelScope } from '.';
import { parseFeel } from './parse';
import type { JsonValue } from './tree';

/** An expression that is evaluated many times: the names that it uses, and its value for them. */
export interface Formula {
  names: readonly string[];
  /** @throws when the budget is spent */
  evaluate: (scope: FeelScope) => JsonValue;
}

/**
 * Parses an expression (without the leading `=`) that a deployment has checked, outside workflows.
 * @throws when it isn't FEEL
 */
export function formula(source: string, environment: FeelEnvironment): Formula {
  const parsed = parseFeel(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const { tree } = parsed;
  return {
    names: tree.names,
    evaluate: (scope) => {
      const result = evaluateFeel(tree, scope, environment);
      if (!result.ok) throw new Error(result.problem.message);
      return result.value;
    },
  };
}
