import type { FeelNode, Iterator, NodeOf } from '../tree';
import { compareValues } from '../values/compare';
import { isNumber } from '../values/number';
import { FeelDate } from '../values/temporal';
import { brief, FeelRange, isContext, type FeelValue } from '../values/value';
import { compile, type Compiled } from './compile';
import { costOf } from './cost';
import type { Evaluation } from './evaluation';
import { ContextScope, NameScope, type Scope } from './scope';

/** `list[condition]` keeps the items for which it holds; `list[2]` and `list[-1]` take one. A single value is a list of one. */
export function compileFilter(node: NodeOf<'filter'>): Compiled {
  const list = compile(node.list);
  const condition = compile(node.condition);
  const { steps } = costOf(node.condition);
  return (scope, evaluation) => {
    const value = list(scope, evaluation);
    if (value === null) return null;
    return filterBy(value, evaluation, (item) => condition(itemScope(item, scope), evaluation), steps);
  };
}

/** Keeps items by a condition that may be an index; shared with the boxed filter of DMN. */
export function filterBy(
  value: FeelValue,
  evaluation: Evaluation,
  condition: (item: FeelValue) => FeelValue,
  steps = 1,
): FeelValue {
  const items = Array.isArray(value) ? value : [value];
  const first = condition(items[0] ?? null);
  if (isNumber(first)) return itemAt(items, first, evaluation);
  if (first !== null && typeof first !== 'boolean') {
    return evaluation.warn('invalid_type', `Expected a condition or an index, but got ${brief(first)}`);
  }
  evaluation.charge(items.length * steps);
  evaluation.makeList(items.length);
  return items.filter((item, index) => (index === 0 ? first : condition(item ?? null)) === true);
}

export function itemScope(item: FeelValue, outer: Scope): Scope {
  const scope = new NameScope('item', item, outer);
  return isContext(item) ? new ContextScope(item, scope) : scope;
}

function itemAt(items: readonly FeelValue[], index: FeelValue, evaluation: Evaluation): FeelValue {
  if (typeof index !== 'number' || !Number.isInteger(index))
    return evaluation.warn('invalid_index', 'Expected a whole index');
  const item = index > 0 ? items[index - 1] : index < 0 ? items[items.length + index] : undefined;
  return item === undefined
    ? evaluation.warn('out_of_bounds', `Expected an index up to ${items.length}, but got ${index}`)
    : item;
}

/** `start..end` of a loop: whole numbers or days, upwards or downwards. */
export function compileIteration(node: NodeOf<'iteration'>): Compiled {
  const [start, end] = [compile(node.start), compile(node.end)];
  return (scope, evaluation) => stepsBetween(start(scope, evaluation), end(scope, evaluation), evaluation);
}

function stepsBetween(start: FeelValue, end: FeelValue, evaluation: Evaluation): FeelValue {
  if (start instanceof FeelDate && end instanceof FeelDate) {
    return count(start.epochDay, end.epochDay, evaluation).map((day) => new FeelDate(day));
  }
  if (Number.isInteger(start) && Number.isInteger(end)) return count(start as number, end as number, evaluation);
  return evaluation.warn('invalid_type', `Expected whole numbers or dates, but got ${brief(start)} and ${brief(end)}`);
}

function count(from: number, to: number, evaluation: Evaluation): number[] {
  const length = Math.abs(to - from) + 1;
  evaluation.makeList(length);
  const step = from <= to ? 1 : -1;
  return Array.from({ length }, (_, index) => from + index * step);
}

/** The items that a loop runs over; null where there are none to say. */
export function domainOf(value: FeelValue, evaluation: Evaluation): FeelValue[] | null {
  if (Array.isArray(value)) return value;
  if (!(value instanceof FeelRange)) return value === null ? null : [value];
  const items = stepsBetween(value.start, value.end, evaluation);
  if (!Array.isArray(items)) return null;
  return items.filter((item) => {
    if (compareValues(item, value.start) === 0) return value.startIncluded;
    return compareValues(item, value.end) !== 0 || value.endIncluded;
  });
}

interface CompiledIterator {
  name: string;
  domain: Compiled;
  /** What each of its items costs: the domain of the next iterator, or the body. */
  steps: number;
}

function compileIterators(iterators: readonly Iterator[], body: FeelNode): CompiledIterator[] {
  return iterators.map((iterator, index) => ({
    name: iterator.name,
    domain: compile(iterator.in),
    steps: 1 + costOf(iterators[index + 1]?.in ?? body).steps,
  }));
}

/**
 * Calls `visit` for every combination, the last iterator fastest, until it returns true. Returns false where a domain
 * is null.
 */
function visitAll(
  iterators: readonly CompiledIterator[],
  scope: Scope,
  evaluation: Evaluation,
  visit: (scope: Scope) => boolean,
): boolean {
  const visitFrom = (depth: number, outer: Scope): 'next' | 'stop' | 'invalid' => {
    const iterator = iterators[depth];
    if (!iterator) return visit(outer) ? 'stop' : 'next';
    const domain = domainOf(iterator.domain(outer, evaluation), evaluation);
    if (!domain) return 'invalid';
    for (const item of domain) {
      evaluation.charge(iterator.steps);
      const outcome = visitFrom(depth + 1, new NameScope(iterator.name, item ?? null, outer));
      if (outcome !== 'next') return outcome;
    }
    return 'next';
  };
  return visitFrom(0, scope) !== 'invalid';
}

export function compileFor(node: NodeOf<'for'>): Compiled {
  const iterators = compileIterators(node.iterators, node.value);
  const body = compile(node.value);
  return (scope, evaluation) => {
    const results: FeelValue[] = [];
    const valid = visitAll(iterators, new NameScope('partial', results, scope), evaluation, (inner) => {
      evaluation.makeList(1);
      results.push(body(inner, evaluation));
      return false;
    });
    return valid ? results : evaluation.warn('invalid_type', 'Expected a list to iterate over, but got null');
  };
}

/** Three-valued like `or` and `and` over all combinations. */
export function compileQuantified(node: NodeOf<'some'>): Compiled {
  const iterators = compileIterators(node.iterators, node.condition);
  const condition = compile(node.condition);
  const decisive = node.node === 'some';
  return (scope, evaluation) => {
    let result: boolean | null = !decisive;
    const valid = visitAll(iterators, scope, evaluation, (inner) => {
      const outcome = condition(inner, evaluation);
      if (outcome === decisive) result = decisive;
      else if (outcome !== !decisive) result = null;
      return outcome === decisive;
    });
    return valid ? result : evaluation.warn('invalid_type', 'Expected a list to quantify over, but got null');
  };
}
