import { compareNumbers, isNumber } from './number';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, NANOS, YearMonthDuration, instantOf } from './temporal';
import { deeper, spend } from './meter';
import { FeelFunction, FeelRange, isContext, type FeelContext, type FeelValue } from './value';

function sign(left: number | bigint | string, right: number | bigint | string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Order of two values of one ordered kind: negative, zero or positive; null where they cannot be compared: other
 * kinds, or one local and the other with an offset.
 */
export function compareValues(left: FeelValue, right: FeelValue): number | null {
  if (isNumber(left)) return isNumber(right) ? compareNumbers(left, right) : null;
  if (typeof left === 'string') return typeof right === 'string' ? compareText(left, right) : null;
  if (left instanceof FeelDate || left instanceof FeelDateTime) return comparePoints(left, right);
  if (left instanceof FeelTime) return right instanceof FeelTime ? compareTimes(left, right) : null;
  if (left instanceof DayTimeDuration) return right instanceof DayTimeDuration ? sign(left.nanos, right.nanos) : null;
  if (left instanceof YearMonthDuration) return right instanceof YearMonthDuration ? left.months - right.months : null;
  return null;
}

/** By code point, so that letters beyond the basic plane come last. */
function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  if (length > 50) spend(length / 50);
  if (left === right) return 0;
  let index = 0;
  while (index < length && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  if (index === length) return left.length - right.length;
  // The two halves of a letter beyond the basic plane come before U+E000 to U+FFFF as units, but after them as letters.
  const [a, b] = [left.charCodeAt(index), right.charCodeAt(index)];
  return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function comparePoints(left: FeelDate | FeelDateTime, right: FeelValue): number | null {
  if (left instanceof FeelDate && right instanceof FeelDate) return left.epochDay - right.epochDay;
  if (left instanceof FeelDateTime && right instanceof FeelDateTime) {
    if ((left.offset === null) !== (right.offset === null)) return null;
    return sign(left.instant(), right.instant());
  }
  return null;
}

function compareTimes(left: FeelTime, right: FeelTime): number | null {
  if ((left.offset === null) !== (right.offset === null)) return null;
  const nanos = (time: FeelTime): bigint => instantOf(0, time.nanoOfDay - (time.offset?.seconds ?? 0) * NANOS);
  return sign(nanos(left), nanos(right));
}

/** `=` of FEEL: null where the kinds differ, except that null is unequal to every other value. */
export function equalValues(left: FeelValue, right: FeelValue, level = 0): boolean | null {
  if (left === null || right === null) return left === right;
  if (typeof left === 'boolean') return typeof right === 'boolean' ? left === right : null;
  if (Array.isArray(left)) return Array.isArray(right) ? equalLists(left, right, deeper(level)) : null;
  if (left instanceof FeelRange) return right instanceof FeelRange ? equalRanges(left, right) : null;
  if (left instanceof FeelFunction) return left === right;
  if (isContext(left)) return isContext(right) ? equalContexts(left, right, deeper(level)) : null;
  const order = compareValues(toSeconds(left), toSeconds(right));
  return order === null ? null : order === 0;
}

/** Times are equal by their whole seconds (so the DMN TCK has it), though they are ordered by their fractions. */
function toSeconds(value: FeelValue): FeelValue {
  const whole = (nanos: number): number => nanos - (nanos % NANOS);
  if (value instanceof FeelTime) return new FeelTime(whole(value.nanoOfDay), value.offset);
  if (value instanceof FeelDateTime) return new FeelDateTime(value.epochDay, whole(value.nanoOfDay), value.offset);
  return value;
}

/** The same in a yes-or-no question such as `list contains`. */
export function isEqual(left: FeelValue, right: FeelValue): boolean {
  return equalValues(left, right) === true;
}

function equalLists(left: readonly FeelValue[], right: readonly FeelValue[], level: number): boolean | null {
  if (left.length !== right.length) return false;
  spend(left.length);
  for (let index = 0; index < left.length; index++) {
    const equal = equalValues(left[index] ?? null, right[index] ?? null, level);
    if (equal !== true) return equal;
  }
  return true;
}

function equalRanges(left: FeelRange, right: FeelRange): boolean | null {
  if (
    left.startIncluded !== right.startIncluded ||
    left.endIncluded !== right.endIncluded ||
    left.single !== right.single
  )
    return false;
  return equalLists([left.start, left.end], [right.start, right.end], 0);
}

function equalContexts(left: FeelContext, right: FeelContext, level: number): boolean | null {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  spend(keys.length);
  for (const key of keys) {
    if (!Object.hasOwn(right, key)) return false;
    const equal = equalValues(left[key] ?? null, right[key] ?? null, level);
    if (equal !== true) return equal;
  }
  return true;
}

/** Is the value inside the range? Null where it cannot be compared with an end. */
export function rangeIncludes(range: FeelRange, value: FeelValue): boolean | null {
  const low = range.start === null ? 1 : compareValues(value, range.start);
  const high = range.end === null ? -1 : compareValues(value, range.end);
  if (low === null || high === null) return null;
  return (low > 0 || (low === 0 && range.startIncluded)) && (high < 0 || (high === 0 && range.endIncluded));
}
