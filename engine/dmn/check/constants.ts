import { compile, compiledTree } from '../../feel/runtime/compile';
import { Evaluation } from '../../feel/runtime/evaluation';
import { RootScope } from '../../feel/runtime/scope';
import { isUnaryTests, type FeelNode, type FeelTest } from '../../feel/tree';
import { FeelRange, type FeelValue } from '../../feel/values/value';

const CONSTRUCTORS = ['date', 'time', 'date and time', 'duration'];
/** No constant asks for the time, so any will do. */
const NOWHEN = { now: 0, offsetMinutes: 0 };

/** What a test without variables compares its input with. */
export interface Constant {
  value: FeelValue;
  /** By `<` and its like, or by a range; not by equality alone. */
  ordered: boolean;
}

/** The value of an expression without variables; undefined of any other. */
export function constantOf(node: FeelNode): FeelValue | undefined {
  return isConstant(node) ? compile(node)(new RootScope({}), new Evaluation(NOWHEN)) : undefined;
}

/** All that a cell compares its input with; undefined where that depends on anything but the input. */
export function constantsOf(cell: FeelNode): Constant[] | undefined {
  if (!isUnaryTests(cell)) return undefined;
  const found: Constant[] = [];
  for (const test of cell.tests ?? []) {
    const value = testConstant(test);
    if (value === undefined) return undefined;
    collect(value, 'operator' in test && test.operator !== '=' && test.operator !== '!=', found);
  }
  return found;
}

/** Answers a cell for values of its input. */
export function cellTest(cell: FeelNode): (input: FeelValue) => boolean {
  const compiled = compiledTree(cell);
  return (input) => compiled({ find: (name) => (name === '?' ? input : undefined) }, new Evaluation(NOWHEN)) === true;
}

function testConstant(test: FeelTest): FeelValue | undefined {
  return 'usesInput' in test && test.usesInput ? undefined : constantOf(test.value);
}

function collect(value: FeelValue, ordered: boolean, into: Constant[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item ?? null, ordered, into);
  else if (value instanceof FeelRange) for (const end of [value.start, value.end]) collect(end, true, into);
  else if (value !== null) into.push({ value, ordered });
}

function isConstant(node: FeelNode): boolean {
  if (typeof node !== 'object' || node === null) return true;
  switch (node.node) {
    case 'number':
    case 'at':
      return true;
    case 'negate':
    case 'comparisonRange':
      return isConstant(node.value);
    case 'range':
      return isConstant(node.start) && isConstant(node.end);
    case 'list':
      return node.items.every(isConstant);
    case 'call':
      return isConstructor(node.function) && node.arguments.every(isConstant);
    default:
      return false;
  }
}

function isConstructor(node: FeelNode): boolean {
  return typeof node === 'object' && node?.node === 'name' && CONSTRUCTORS.includes(node.name);
}
