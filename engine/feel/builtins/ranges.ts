import { compareValues, isEqual, rangeIncludes } from '../values/compare';
import { FeelRange, type FeelValue } from '../values/value';
import { parseAtLiteral } from '../values/literals';
import { numberFrom } from '../values/number';
import { builtIn, point, range, signature, text, type BuiltIns } from './define';

/** Order of an end with a point or another end; an open end lies beyond every point. */
function order(left: FeelValue, right: FeelValue): number {
  return compareValues(left, right) ?? NaN;
}

/** A comparison that could not be made gives NaN, of which nothing holds; such an answer is null. */
function answer(holds: boolean, ...orders: number[]): boolean | null {
  return orders.some(Number.isNaN) ? null : holds;
}

function rangesBefore(a: FeelRange, b: FeelRange): boolean | null {
  const gap = order(a.end, b.start);
  return answer(gap < 0 || (gap === 0 && !(a.endIncluded && b.startIncluded)), gap);
}

function pointBefore(p: FeelValue, r: FeelRange): boolean | null {
  const gap = order(p, r.start);
  return answer(gap < 0 || (gap === 0 && !r.startIncluded), gap);
}

function rangeBefore(r: FeelRange, p: FeelValue): boolean | null {
  const gap = order(r.end, p);
  return answer(gap < 0 || (gap === 0 && !r.endIncluded), gap);
}

function meets(a: FeelRange, b: FeelRange): boolean | null {
  const gap = order(a.end, b.start);
  return answer(a.endIncluded && b.startIncluded && gap === 0, gap);
}

/** Does `a` start before `b`, or with it at an end that `b` leaves out? */
function startsEarlier(a: FeelRange, b: FeelRange, orSame: boolean): boolean {
  const gap = order(a.start, b.start);
  if (gap !== 0) return gap < 0;
  return orSame ? a.startIncluded || !b.startIncluded : a.startIncluded && !b.startIncluded;
}

function endsLater(a: FeelRange, b: FeelRange, orSame: boolean): boolean {
  const gap = order(a.end, b.end);
  if (gap !== 0) return gap > 0;
  return orSame ? a.endIncluded || !b.endIncluded : a.endIncluded && !b.endIncluded;
}

function overlaps(a: FeelRange, b: FeelRange): boolean | null {
  const [first, second] = [rangesBefore(a, b), rangesBefore(b, a)];
  return first === null || second === null ? null : !first && !second;
}

function overlapsBefore(a: FeelRange, b: FeelRange): boolean | null {
  const shared = overlaps(a, b);
  return shared && startsEarlier(a, b, false) && !endsLater(a, b, false);
}

function includesRange(a: FeelRange, b: FeelRange): boolean | null {
  return answer(startsEarlier(a, b, true) && endsLater(a, b, true), order(a.start, b.start), order(a.end, b.end));
}

function startsRange(a: FeelRange, b: FeelRange): boolean | null {
  const gap = order(a.start, b.start);
  return answer(gap === 0 && a.startIncluded === b.startIncluded && endsLater(b, a, true), gap, order(a.end, b.end));
}

function finishesRange(a: FeelRange, b: FeelRange): boolean | null {
  const gap = order(a.end, b.end);
  return answer(
    gap === 0 && a.endIncluded === b.endIncluded && startsEarlier(b, a, true),
    gap,
    order(a.start, b.start),
  );
}

function startsAt(p: FeelValue, r: FeelRange): boolean | null {
  const gap = order(p, r.start);
  return answer(gap === 0 && r.startIncluded, gap);
}

function finishesAt(p: FeelValue, r: FeelRange): boolean | null {
  const gap = order(p, r.end);
  return answer(gap === 0 && r.endIncluded, gap);
}

type Relation = (a: FeelRange, b: FeelRange) => boolean | null;

function betweenRanges(relation: Relation) {
  return signature({ range1: range, range2: range }, ({ range1, range2 }) => relation(range1, range2));
}

function pointAndRange(relation: (p: FeelValue, r: FeelRange) => boolean | null) {
  return signature({ point, range }, (values) => relation(values.point, values.range));
}

function rangeAndPoint(relation: (p: FeelValue, r: FeelRange) => boolean | null) {
  return signature({ range, point }, (values) => relation(values.point, values.range));
}

function betweenPoints(relation: (order: number) => boolean) {
  return signature({ point1: point, point2: point }, ({ point1, point2 }) => {
    const gap = order(point1, point2);
    return answer(relation(gap), gap);
  });
}

/** The text of a range with literal ends: `"[1..10)"`, `"(2020-01-01..]"`. */
function parseRange(value: string): FeelValue {
  const match = /^\s*([[(\]])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])[])\s*$/.exec(value);
  if (!match) return null;
  const [start, end] = [endOf(match[2] ?? ''), endOf(match[3] ?? '')];
  if (start === undefined || end === undefined) return null;
  const read = new FeelRange(start, end, match[1] === '[', match[4] === ']');
  return isRange(read) ? read : null;
}

/** An end may be open, but not both, and is then left out; two ends are in order. */
function isRange({ start, end, startIncluded, endIncluded }: FeelRange): boolean {
  if (start === null) return end !== null && !startIncluded;
  if (end === null) return !endIncluded;
  return (compareValues(start, end) ?? 1) <= 0;
}

/** Null for an open end, undefined for no literal. */
function endOf(value: string): FeelValue | undefined {
  if (value === '') return null;
  const quoted = /^(@|(?:date|time|duration|date and time)\()?"([^"]*)"\)?$/.exec(value);
  if (!quoted) return numberFrom(value) ?? undefined;
  return quoted[1] ? (parseAtLiteral(quoted[2] ?? '') ?? undefined) : quoted[2];
}

export const RANGES: BuiltIns = [
  builtIn(
    'before',
    pointAndRange(pointBefore),
    rangeAndPoint((p, r) => rangeBefore(r, p)),
    betweenRanges(rangesBefore),
    betweenPoints((gap) => gap < 0),
  ),
  builtIn(
    'after',
    pointAndRange((p, r) => rangeBefore(r, p)),
    rangeAndPoint(pointBefore),
    betweenRanges((a, b) => rangesBefore(b, a)),
    betweenPoints((gap) => gap > 0),
  ),
  builtIn('meets', betweenRanges(meets)),
  builtIn(
    'met by',
    betweenRanges((a, b) => meets(b, a)),
  ),
  builtIn('overlaps', betweenRanges(overlaps)),
  builtIn('overlaps before', betweenRanges(overlapsBefore)),
  builtIn(
    'overlaps after',
    betweenRanges((a, b) => overlapsBefore(b, a)),
  ),
  builtIn('overlapped by', betweenRanges(overlaps)),
  builtIn('finishes', pointAndRange(finishesAt), betweenRanges(finishesRange)),
  builtIn(
    'finished by',
    rangeAndPoint(finishesAt),
    betweenRanges((a, b) => finishesRange(b, a)),
  ),
  builtIn(
    'includes',
    rangeAndPoint((p, r) => rangeIncludes(r, p)),
    betweenRanges(includesRange),
  ),
  builtIn(
    'during',
    pointAndRange((p, r) => rangeIncludes(r, p)),
    betweenRanges((a, b) => includesRange(b, a)),
  ),
  builtIn('starts', pointAndRange(startsAt), betweenRanges(startsRange)),
  builtIn(
    'started by',
    rangeAndPoint(startsAt),
    betweenRanges((a, b) => startsRange(b, a)),
  ),
  builtIn(
    'coincides',
    betweenRanges((a, b) => isEqual(a, b)),
    betweenPoints((gap) => gap === 0),
  ),
  builtIn(
    'range',
    signature({ from: text }, ({ from }) => parseRange(from)),
  ),
];
