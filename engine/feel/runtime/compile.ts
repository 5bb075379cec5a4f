import type { FeelNode, FeelOperation, FeelTree, NodeOf } from '../tree';
import { compareValues, equalValues, rangeIncludes } from '../values/compare';
import { parseAtLiteral } from '../values/literals';
import { spendText } from '../values/meter';
import { numberFrom, POWER_STEPS } from '../values/number';
import { brief, entryOf, FeelRange, isContext, type FeelValue } from '../values/value';
import { ARITHMETIC, negateValue } from './arithmetic';
import { compileCall, compileFunction, compileNamedCall } from './calls';
import { costOf } from './cost';
import { compileFilter, compileFor, compileIteration, compileQuantified } from './collections';
import type { Evaluation } from './evaluation';
import { BUILT_INS } from '../builtins';
import { propertyOf } from './properties';
import { ContextScope, type Scope } from './scope';
import { compileIn, compileUnaryTests } from './tests';
import { isInstance } from './types';

/** A node as a closure: what is known from the tree is done once, when the closure is made. */
export type Compiled = (scope: Scope, evaluation: Evaluation) => FeelValue;

type Compilers = { [Kind in FeelOperation['node']]: (node: NodeOf<Kind>) => Compiled };

const COMPILERS: Compilers = {
  number: ({ value }) => constant(numberFrom(value)),
  null: () => constant(null),
  boolean: ({ value }) => constant(value),
  string: ({ value }) => constant(value),
  at: compileAt,
  name: compileName,
  negate: compileNegate,
  arithmetic: compileArithmetic,
  compare: compileCompare,
  between: compileBetween,
  in: ({ value, tests }) => compileIn(compile(value), tests),
  and: ({ left, right }) => compileLogic(compile(left), compile(right), false),
  or: ({ left, right }) => compileLogic(compile(left), compile(right), true),
  instanceOf: (node) => placed(node.from, compileInstanceOf(node)),
  if: compileIf,
  for: (node) => placed(node.from, compileFor(node)),
  some: (node) => placed(node.from, compileQuantified(node)),
  every: (node) => placed(node.from, compileQuantified(node)),
  path: compilePath,
  filter: (node) => placed(node.from, compileFilter(node)),
  list: compileList,
  context: compileContext,
  range: compileRange,
  comparisonRange: compileComparisonRange,
  iteration: (node) => placed(node.from, compileIteration(node)),
  function: compileFunction,
  call: (node) => placed(placeOf(node.function), compileCall(node)),
  callNamed: (node) => placed(placeOf(node.function), compileNamedCall(node)),
  unaryTests: compileUnaryTests,
};

export function compile(node: FeelNode): Compiled {
  if (typeof node !== 'object' || node === null) return constant(node);
  // One entry a kind, so the compiler found takes exactly this node; TypeScript cannot tie the two.
  return (COMPILERS[node.node] as (node: FeelOperation) => Compiled)(node);
}

/** A call is where the function is named. */
function placeOf(node: FeelNode): number | undefined {
  return typeof node === 'object' && node !== null && 'from' in node ? node.from : undefined;
}

/** What is said while a node is evaluated is said of its place, except by nodes inside that have their own. */
function placed(from: number | undefined, inner: Compiled): Compiled {
  if (from === undefined) return inner;
  return (scope, evaluation) => {
    const outer = evaluation.from;
    evaluation.from = from;
    const value = inner(scope, evaluation);
    evaluation.from = outer;
    return value;
  };
}

/** A tree or the body of a function, which pays for itself. */
export function compileWeighed(node: FeelNode): Compiled {
  const cost = costOf(node);
  const inner = compile(node);
  return (scope, evaluation) => evaluation.enter(cost, () => inner(scope, evaluation));
}

const MAX_COMPILED = 5_000;
const compiledTrees = new Map<string, Compiled>();
const compiledByIdentity = new WeakMap<object, Compiled>();

/** The closure of a tree, made once; trees that come again as other copies of the same JSON share it. */
export function compiledTree(tree: FeelTree | FeelNode): Compiled {
  if (typeof tree !== 'object' || tree === null) return constant(tree);
  const known = compiledByIdentity.get(tree);
  if (known) return known;
  const root = 'root' in tree ? tree.root : tree;
  const key = JSON.stringify(root);
  let compiled = compiledTrees.get(key);
  if (!compiled) {
    compiled = compileWeighed(root);
    const oldest = compiledTrees.size >= MAX_COMPILED ? compiledTrees.keys().next() : undefined;
    if (oldest && !oldest.done) compiledTrees.delete(oldest.value);
    compiledTrees.set(key, compiled);
  }
  compiledByIdentity.set(tree, compiled);
  return compiled;
}

function constant(value: FeelValue): Compiled {
  return () => value;
}

function compileAt({ value: text, from }: NodeOf<'at'>): Compiled {
  const value = parseAtLiteral(text);
  if (value !== null) return constant(value);
  return (_scope, evaluation) =>
    evaluation.warn('invalid_literal', `Expected a date, time or duration, but '@"${text}"' is none`, from);
}

function compileName({ name, from }: NodeOf<'name'>): Compiled {
  const builtIn = BUILT_INS.get(name);
  return (scope, evaluation) => {
    const value = scope.find(name);
    if (value !== undefined) return value;
    return builtIn ?? evaluation.warn('no_variable', `Expected a variable '${name}', but there is none`, from);
  };
}

function compileNegate(node: NodeOf<'negate'>): Compiled {
  const inner = compile(node.value);
  return (scope, evaluation) => {
    const value = inner(scope, evaluation);
    return (
      negateValue(value) ??
      evaluation.warn('invalid_type', `Expected a number or duration, but got ${brief(value)}`, node.from)
    );
  };
}

function compileArithmetic({ operator, left, right, from }: NodeOf<'arithmetic'>): Compiled {
  const [a, b] = [compile(left), compile(right)];
  const operation = ARITHMETIC[operator];
  return (scope, evaluation) => {
    const [x, y] = [a(scope, evaluation), b(scope, evaluation)];
    const result = operation(x, y);
    if (typeof result === 'string') spendText(result.length);
    // What is no whole double is worked out as a decimal, a date or a duration.
    else if (!Number.isSafeInteger(result)) evaluation.charge(operator === '**' ? POWER_STEPS : DECIMAL_STEPS);
    return (
      result ??
      evaluation.warn('invalid_type', `Expected operands of '${operator}', but got ${brief(x)} and ${brief(y)}`, from)
    );
  };
}

function compileCompare({ operator, left, right, from }: NodeOf<'compare'>): Compiled {
  const [a, b] = [compile(left), compile(right)];
  return (scope, evaluation) => {
    const [x, y] = [a(scope, evaluation), b(scope, evaluation)];
    return (
      compareBy(operator, x, y) ??
      evaluation.warn('not_comparable', `Expected comparable values, but got ${brief(x)} and ${brief(y)}`, from)
    );
  };
}

/** What arithmetic on decimals, dates and durations costs more than that on whole doubles. */
const DECIMAL_STEPS = 10;

/** `x operator y`; null where they cannot be compared. */
export function compareBy(operator: NodeOf<'compare'>['operator'], x: FeelValue, y: FeelValue): boolean | null {
  if (operator === '=') return equalValues(x, y);
  if (operator === '!=') {
    const equal = equalValues(x, y);
    return equal === null ? null : !equal;
  }
  const order = compareValues(x, y);
  if (order === null) return null;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function compileBetween({ value, low, high, from: place }: NodeOf<'between'>): Compiled {
  const [inner, from, to] = [compile(value), compile(low), compile(high)];
  return (scope, evaluation) => {
    const x = inner(scope, evaluation);
    const [a, b] = [from(scope, evaluation), to(scope, evaluation)];
    if (a === null || b === null)
      return evaluation.warn('not_comparable', 'Expected two limits, but one is null', place);
    return (
      rangeIncludes(new FeelRange(a, b, true, true), x) ??
      evaluation.warn('not_comparable', `Expected a value to compare, but got ${brief(x)}`, place)
    );
  };
}

/** Three-valued: `decisive` (true of `or`, false of `and`) settles it, else anything but a boolean makes null. */
function compileLogic(left: Compiled, right: Compiled, decisive: boolean): Compiled {
  return (scope, evaluation) => {
    const x = left(scope, evaluation);
    if (x === decisive) return decisive;
    const y = right(scope, evaluation);
    if (y === decisive) return decisive;
    return x === !decisive && y === !decisive ? !decisive : null;
  };
}

function compileInstanceOf({ value, of }: NodeOf<'instanceOf'>): Compiled {
  const inner = compile(value);
  return (scope, evaluation) => isInstance(inner(scope, evaluation), of, evaluation);
}

function compileIf(node: NodeOf<'if'>): Compiled {
  const [condition, then, otherwise] = [compile(node.condition), compile(node.then), compile(node.else)];
  return (scope, evaluation) =>
    condition(scope, evaluation) === true ? then(scope, evaluation) : otherwise(scope, evaluation);
}

function compilePath({ of, name, from }: NodeOf<'path'>): Compiled {
  const inner = compile(of);
  return (scope, evaluation) => {
    const value = inner(scope, evaluation);
    if (!Array.isArray(value)) return stepInto(value, name, evaluation, from);
    evaluation.makeList(value.length);
    return value.map((item) => stepInto(item ?? null, name, evaluation, from));
  };
}

function stepInto(value: FeelValue, name: string, evaluation: Evaluation, from: number | undefined): FeelValue {
  const found = isContext(value) ? entryOf(value, name) : propertyOf(value, name);
  return (
    found ??
    (found === null
      ? null
      : evaluation.warn('no_entry', `Expected an entry '${name}', but ${brief(value)} has none`, from))
  );
}

function compileList(node: NodeOf<'list'>): Compiled {
  const items = node.items.map(compile);
  return (scope, evaluation) => {
    evaluation.makeList(items.length);
    return items.map((item) => item(scope, evaluation));
  };
}

/** An entry of a context takes as much as so many items of a list. */
const CONTEXT_ITEMS = 5;

function compileContext(node: NodeOf<'context'>): Compiled {
  const entries = node.entries.map(({ name, value }) => [name, compile(value)] as const);
  return (scope, evaluation) => {
    evaluation.makeList(entries.length * CONTEXT_ITEMS);
    const context = Object.create(null) as { [key: string]: FeelValue };
    const inner = new ContextScope(context, scope);
    for (const [name, value] of entries) context[name] = value(inner, evaluation);
    return context;
  };
}

function compileRange({ start, end, startIncluded, endIncluded, from: place }: NodeOf<'range'>): Compiled {
  const [from, to] = [compile(start), compile(end)];
  return (scope, evaluation) => {
    const [a, b] = [from(scope, evaluation), to(scope, evaluation)];
    if (a === null || b === null || compareValues(a, b) === null) {
      return evaluation.warn(
        'invalid_type',
        `Expected two ends of one ordered type, but got ${brief(a)} and ${brief(b)}`,
        place,
      );
    }
    return new FeelRange(a, b, startIncluded, endIncluded);
  };
}

function compileComparisonRange({ operator, value, from }: NodeOf<'comparisonRange'>): Compiled {
  const inner = compile(value);
  return (scope, evaluation) => {
    const end = inner(scope, evaluation);
    if (end === null) return evaluation.warn('invalid_type', 'Expected the end of a range, but got null', from);
    if (operator === '=') return new FeelRange(end, end, true, true, true);
    if (operator === '!=') return evaluation.warn('invalid_type', "Expected a range, but '!=' makes none", from);
    const included = operator.endsWith('=');
    return operator.startsWith('<')
      ? new FeelRange(null, end, false, included)
      : new FeelRange(end, null, included, false);
  };
}
