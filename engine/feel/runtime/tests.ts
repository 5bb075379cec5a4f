import { kindOf, type FeelTest, type NodeOf } from '../tree';
import { isEqual, rangeIncludes } from '../values/compare';
import { spend } from '../values/meter';
import { FeelRange, type FeelValue } from '../values/value';
import { compareBy, compile, type Compiled } from './compile';
import type { Evaluation } from './evaluation';
import { NameScope, type Scope } from './scope';

type Test = (input: FeelValue, scope: Scope, evaluation: Evaluation) => boolean | null;

/** A cell of a decision table, or the tests of `in`; the value is in scope as `?`. */
function compileTest(test: FeelTest): Test {
  const value = compile(test.value);
  if ('operator' in test) {
    return (input, scope, evaluation) => compareBy(test.operator, input, value(scope, evaluation));
  }
  if (test.usesInput) return (_input, scope, evaluation) => asBoolean(value(scope, evaluation));
  const isRange = kindOf(test.value) === 'range';
  return (input, scope, evaluation) => {
    const operand = value(scope, evaluation);
    return isRange && operand === null ? null : matches(input, operand);
  };
}

function asBoolean(value: FeelValue): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** Is the input the value, an item of the list or inside the range? A list input also equals itself. */
function matches(input: FeelValue, value: FeelValue): boolean | null {
  if (value instanceof FeelRange)
    return input instanceof FeelRange ? isEqual(input, value) : rangeIncludes(value, input);
  if (!Array.isArray(value)) return compareBy('=', input, value);
  if (isEqual(input, value)) return true;
  spend(value.length);
  return value.some((item) => {
    if (item instanceof FeelRange) return rangeIncludes(item, input) === true || isEqual(input, item);
    return isEqual(input, item ?? null);
  });
}

/** True when one test holds; null when none does and one could not be said. */
function anyOf(tests: readonly Test[], input: FeelValue, scope: Scope, evaluation: Evaluation): boolean | null {
  let result: boolean | null = false;
  for (const test of tests) {
    const outcome = test(input, scope, evaluation);
    if (outcome === true) return true;
    if (outcome === null) result = null;
  }
  return result;
}

export function compileIn(value: Compiled, tests: readonly FeelTest[]): Compiled {
  const compiled = tests.map(compileTest);
  return (scope, evaluation) => {
    const input = value(scope, evaluation);
    return anyOf(compiled, input, new NameScope('?', input, scope), evaluation);
  };
}

/** The input of unary tests is the name `?` of the scope. What cannot be said does not match. */
export function compileUnaryTests(node: NodeOf<'unaryTests'>): Compiled {
  if (!node.tests) return () => true;
  const compiled = node.tests.map(compileTest);
  return (scope, evaluation) => {
    const outcome = anyOf(compiled, scope.find('?') ?? null, scope, evaluation);
    return node.negated === true ? outcome === false : outcome === true;
  };
}
