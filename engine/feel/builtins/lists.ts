import type { Evaluation } from '../runtime/evaluation';
import { compareValues, isEqual } from '../values/compare';
import { compareNumbers, decimal, divide, isNumber, multiply, normalize, type FeelNumber } from '../values/number';
import type { FeelFunction, FeelValue } from '../values/value';
import {
  anything,
  builtIn,
  callable,
  integer,
  list,
  omissible,
  optional,
  position,
  signature,
  variadic,
  type BuiltIns,
  type Signature,
} from './define';
import { deviationOf, sumOf } from './numbers';

/** A function of a list that may also be called with its items. */
function overList(name: string, run: (items: FeelValue[], evaluation: Evaluation) => FeelValue): BuiltIns[number] {
  const charged = (items: FeelValue[], evaluation: Evaluation): FeelValue => {
    evaluation.charge(items.length);
    return run(items, evaluation);
  };
  return builtIn(name, ...itemsOrList(charged));
}

function itemsOrList(run: (items: FeelValue[], evaluation: Evaluation) => FeelValue): Signature[] {
  return [signature({ list }, (values, evaluation) => run(values.list, evaluation)), severalItems(run)];
}

/** A single null is no list of items. */
function severalItems(run: (items: FeelValue[], evaluation: Evaluation) => FeelValue): Signature {
  const items = variadic(anything, run);
  return {
    ...items,
    byPosition: (values, evaluation) => (values.length < 2 ? undefined : items.byPosition(values, evaluation)),
  };
}

/** What a number that is no whole double costs more. */
const NUMBER_STEPS = 20;

function overNumbers(name: string, run: (numbers: FeelNumber[]) => FeelValue): BuiltIns[number] {
  return overList(name, (items, evaluation) => {
    evaluation.charge(
      items.reduce<number>((steps, item) => steps + (Number.isSafeInteger(item) ? 0 : NUMBER_STEPS), 0),
    );
    if (items.every(isNumber)) return items.length === 0 ? (name === 'mode' ? [] : null) : run(items);
    return evaluation.warn('invalid_arguments', `Expected numbers in ${name}`);
  });
}

function extreme(items: FeelValue[], sign: 1 | -1): FeelValue {
  let best = items[0] ?? null;
  for (const item of items) {
    const order = compareValues(item, best);
    if (order === null) return null;
    if (order * sign > 0) best = item;
  }
  return best;
}

/** `all` (decisive false) and `any` (decisive true), three-valued. */
function quantify(items: FeelValue[], decisive: boolean): FeelValue {
  if (items.includes(decisive)) return decisive;
  return items.every((item) => item === !decisive) ? !decisive : null;
}

function distinct(items: FeelValue[], evaluation: Evaluation): FeelValue[] {
  const found: FeelValue[] = [];
  for (const item of items) {
    evaluation.makeList(1);
    evaluation.charge(found.length / 3);
    if (!found.some((known) => isEqual(known, item))) found.push(item);
  }
  return found;
}

function flatten(items: FeelValue[], evaluation: Evaluation, depth = 0): FeelValue[] {
  evaluation.makeList(items.length + depth);
  return items.flatMap((item) => (Array.isArray(item) && depth < 100 ? flatten(item, evaluation, depth + 1) : [item]));
}

function median(numbers: FeelNumber[]): FeelValue {
  const sorted = [...numbers].sort(compareNumbers);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0];
  return normalize(decimal(low).plus(high).div(2));
}

function mode(numbers: FeelNumber[]): FeelValue {
  const counts = new Map<string, { value: FeelNumber; count: number }>();
  for (const value of numbers) {
    const entry = counts.get(String(value)) ?? { value, count: 0 };
    counts.set(String(value), { value, count: entry.count + 1 });
  }
  const most = [...counts.values()].reduce((highest, { count }) => Math.max(highest, count), 0);
  return [...counts.values()]
    .filter(({ count }) => count === most)
    .map(({ value }) => value)
    .sort(compareNumbers);
}

/** From a position of FEEL (1 first, -1 last) to an index, where `length` allows it. */
function indexOf(position: number, length: number): number | null {
  if (position === 0 || Math.abs(position) > length) return null;
  return position > 0 ? position - 1 : length + position;
}

function sublist(items: FeelValue[], start: number, length: number | null): FeelValue {
  const from = indexOf(start, items.length);
  if (from === null || (length !== null && (length < 0 || from + length > items.length))) return null;
  return items.slice(from, length === null ? undefined : from + length);
}

/** Merge sort by a function `precedes(a, b)`; stable. */
function sortBy(items: FeelValue[], precedes: (left: FeelValue, right: FeelValue) => boolean): FeelValue[] {
  if (items.length < 2) return items;
  const middle = items.length >> 1;
  const [left, right] = [sortBy(items.slice(0, middle), precedes), sortBy(items.slice(middle), precedes)];
  const merged: FeelValue[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    if (precedes(right[j] ?? null, left[i] ?? null)) merged.push(right[j++] ?? null);
    else merged.push(left[i++] ?? null);
  }
  return [...merged, ...left.slice(i), ...right.slice(j)];
}

function sort(items: FeelValue[], precedes: FeelFunction | null, evaluation: Evaluation): FeelValue {
  evaluation.makeList(items.length * Math.ceil(Math.log2(items.length + 2)));
  let valid = true;
  const sorted = sortBy(items, (left, right) => {
    evaluation.charge(2);
    if (precedes) {
      const outcome = precedes.call([left, right], evaluation);
      if (typeof outcome !== 'boolean') valid = false;
      return outcome === true;
    }
    const order = compareValues(left, right);
    if (order === null) valid = false;
    return order !== null && order < 0;
  });
  return valid ? sorted : evaluation.warn('not_comparable', 'Expected items that can be ordered');
}

function replaceMatching(items: FeelValue[], match: FeelFunction, item: FeelValue, evaluation: Evaluation): FeelValue {
  evaluation.makeList(items.length);
  const outcomes = items.map((old) => match.call([old, item], evaluation));
  if (!outcomes.every((outcome) => typeof outcome === 'boolean')) {
    return evaluation.warn('invalid_arguments', 'Expected a match function of two parameters that gives true or false');
  }
  return items.map((old, index) => (outcomes[index] === true ? item : old));
}

const lists: Signature = variadic(list, (values, evaluation) => {
  evaluation.makeList(values.reduce((length, each) => length + each.length, 0));
  return values.length === 1 ? [...(values[0] ?? [])] : ([] as FeelValue[]).concat(...values);
});

function withCopy(items: FeelValue[], evaluation: Evaluation, change: (copy: FeelValue[]) => void): FeelValue {
  evaluation.makeList(items.length);
  const copy = [...items];
  change(copy);
  return copy;
}

export const LISTS: BuiltIns = [
  builtIn(
    'list contains',
    signature({ list, element: anything }, (values, evaluation) => {
      evaluation.charge(values.list.length);
      return values.list.some((item) => isEqual(item, values.element));
    }),
  ),
  builtIn(
    'count',
    signature({ list }, (values) => values.list.length),
    severalItems((items) => items.length),
  ),
  overList('min', (items) => extreme(items, -1)),
  overList('max', (items) => extreme(items, 1)),
  overNumbers('sum', (numbers) => sumOf(numbers) ?? null),
  overNumbers('product', (numbers) =>
    numbers.reduce<FeelNumber | null>((total, value) => (total === null ? null : multiply(total, value)), 1),
  ),
  overNumbers('mean', (numbers) => {
    const total = sumOf(numbers);
    return total === null || total === undefined ? null : divide(total, numbers.length);
  }),
  overNumbers('median', median),
  overNumbers('stddev', deviationOf),
  overNumbers('mode', mode),
  overList('all', (items) => quantify(items, false)),
  overList('any', (items) => quantify(items, true)),
  builtIn(
    'sublist',
    signature({ list, 'start position': position, length: omissible(position) }, (values, evaluation) => {
      evaluation.makeList(values.list.length);
      return sublist(values.list, values['start position'], values.length);
    }),
  ),
  builtIn('append', {
    names: ['list', 'item'],
    byPosition(values, evaluation) {
      const items = list.read(values[0]);
      if (!items || values.length < 2) return undefined;
      return withCopy(items, evaluation, (copy) => copy.push(...values.slice(1)));
    },
    byName: (values, evaluation) => {
      const items = list.read(values.get('list'));
      return items && values.size === 2
        ? withCopy(items, evaluation, (copy) => copy.push(values.get('item') ?? null))
        : undefined;
    },
  }),
  builtIn('concatenate', lists),
  builtIn(
    'insert before',
    signature({ list, position, newItem: anything }, ({ position: at, newItem, ...values }, evaluation) => {
      const index = indexOf(at, values.list.length);
      return index === null ? null : withCopy(values.list, evaluation, (copy) => copy.splice(index, 0, newItem));
    }),
  ),
  builtIn(
    'remove',
    signature({ list, position }, ({ position: at, ...values }, evaluation) => {
      const index = indexOf(at, values.list.length);
      return index === null ? null : withCopy(values.list, evaluation, (copy) => copy.splice(index, 1));
    }),
  ),
  builtIn(
    'list replace',
    signature({ list, position, newItem: anything }, ({ position: at, newItem, ...values }, evaluation) => {
      const index = indexOf(at, values.list.length);
      return index === null ? null : withCopy(values.list, evaluation, (copy) => (copy[index] = newItem));
    }),
    signature({ list, match: callable, newItem: anything }, (values, evaluation) =>
      replaceMatching(values.list, values.match, values.newItem, evaluation),
    ),
  ),
  builtIn(
    'reverse',
    signature({ list }, (values, evaluation) => withCopy(values.list, evaluation, (copy) => copy.reverse())),
  ),
  builtIn(
    'index of',
    signature({ list, match: anything }, (values, evaluation) => {
      evaluation.makeList(values.list.length);
      return values.list.flatMap((item, index) => (isEqual(item, values.match) ? [index + 1] : []));
    }),
  ),
  builtIn(
    'union',
    variadic(list, (values, evaluation) => distinct(values.flat<FeelValue[][]>(1), evaluation)),
  ),
  builtIn(
    'distinct values',
    signature({ list }, (values, evaluation) => distinct(values.list, evaluation)),
  ),
  builtIn(
    'duplicate values',
    signature({ list }, (values, evaluation) =>
      distinct(values.list, evaluation).filter((item) => {
        evaluation.makeList(values.list.length);
        return values.list.filter((other) => isEqual(item, other)).length > 1;
      }),
    ),
  ),
  builtIn(
    'flatten',
    signature({ list }, (values, evaluation) => flatten(values.list, evaluation)),
  ),
  builtIn(
    'is empty',
    signature({ list }, (values) => values.list.length === 0),
  ),
  builtIn(
    'partition',
    signature({ list, size: integer }, (values, evaluation) => {
      if (values.size < 1) return null;
      const count = Math.ceil(values.list.length / values.size);
      evaluation.makeList(values.list.length + count);
      return Array.from({ length: count }, (_, index) =>
        values.list.slice(index * values.size, (index + 1) * values.size),
      );
    }),
  ),
  builtIn(
    'sort',
    signature({ list, precedes: optional(callable) }, (values, evaluation) =>
      sort(values.list, values.precedes, evaluation),
    ),
  ),
];
