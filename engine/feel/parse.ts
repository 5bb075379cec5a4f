import type { FeelProblem, FeelTree } from './tree';

export type FeelParseResult = { ok: true; tree: FeelTree } | { ok: false; problem: FeelProblem };

export interface FeelParseOptions {
  kind?: FeelTree['kind'];
  /** Names with blanks or operator signs that are in scope; plain identifiers need not be listed. */
  names?: readonly string[];
}

/** Parses a FEEL expression (without the leading `=` of BPMN) for `evaluateFeel`. */
export function parseFeel(source: string, _options: FeelParseOptions = {}): FeelParseResult {
  return {
    ok: false,
    problem: { code: 'feel_syntax', message: `Expected an expression, but '${source}' cannot be read yet` },
  };
}
