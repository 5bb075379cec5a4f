import { Reader } from './grammar/expressions';
import { freeNames } from './grammar/freeNames';
import { FeelSyntaxError } from './grammar/scanner';
import type { FeelKind, FeelNode, FeelProblem, FeelTree } from './tree';

export type FeelParseResult = { ok: true; tree: FeelTree } | { ok: false; problem: FeelProblem };

export interface FeelParseOptions {
  kind?: FeelKind;
  /** Names with blanks or operator signs that are in scope; plain identifiers need not be listed. */
  names?: readonly string[];
}

/** Characters of an expression. */
export const MAX_LENGTH = 20_000;

/**
 * Parses a FEEL expression (without the leading `=` of BPMN), or the unary tests of a decision table's cell, for
 * `evaluateFeel`. Deployment, API and forms call it; the workflow never does. Problem code: `feel_syntax`.
 */
export function parseFeel(source: string, options: FeelParseOptions = {}): FeelParseResult {
  const kind = options.kind ?? 'expression';
  if (source.length > MAX_LENGTH) {
    const message = `Expected at most ${MAX_LENGTH} characters, but the expression has ${source.length}`;
    return { ok: false, problem: { code: 'feel_syntax', message } };
  }
  try {
    const reader = new Reader(source, options.names ?? []);
    const root = kind === 'expression' ? reader.expression() : readUnaryTests(reader);
    if (!reader.scanner.atEnd()) reader.scanner.fail('Expected the end of the expression');
    return { ok: true, tree: { version: 3, source, names: freeNames(root), root } };
  } catch (error) {
    if (!(error instanceof FeelSyntaxError)) throw error;
    return { ok: false, problem: error.toProblem() };
  }
}

/** `-`, `not(tests)` or tests. */
function readUnaryTests(reader: Reader): FeelNode {
  const { scanner } = reader;
  if (scanner.atEnd()) return { node: 'unaryTests' };
  const positive = (): FeelNode => ({ node: 'unaryTests', tests: reader.tests() });
  const any = (): FeelNode => {
    scanner.expect('-');
    if (!scanner.atEnd()) scanner.fail('Expected the end of the test');
    return { node: 'unaryTests' };
  };
  if (scanner.sees('-')) return reader.either(any, positive);
  if (!scanner.seesWord('not')) return positive();
  return reader.either(() => {
    scanner.expectWord('not');
    scanner.expect('(');
    const tests = reader.tests();
    scanner.expect(')');
    if (!scanner.atEnd()) scanner.fail('Expected the end of the test');
    return { node: 'unaryTests', negated: true, tests };
  }, positive);
}
