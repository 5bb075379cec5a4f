import type { ArithmeticOperator } from '../tree';
import { addMonths } from '../values/days';
import {
  add,
  decimal,
  Decimal,
  divide,
  isNumber,
  multiply,
  negate,
  normalize,
  power,
  subtract,
  type FeelNumber,
} from '../values/number';
import {
  DAY_NANOS,
  DayTimeDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  NANOS,
  splitInstant,
  YearMonthDuration,
} from '../values/temporal';
import type { FeelValue } from '../values/value';

type Operation = (left: FeelValue, right: FeelValue) => FeelValue;

const MAX_EPOCH_DAY = 366 * 999_999_999;

/** Null where the operator is not defined for the two values. */
export const ARITHMETIC: Readonly<Record<ArithmeticOperator, Operation>> = {
  '+': plus,
  '-': minus,
  '*': times,
  '/': over,
  '**': (left, right) => (isNumber(left) && isNumber(right) ? power(left, right) : null),
};

export function negateValue(value: FeelValue): FeelValue {
  if (isNumber(value)) return negate(value);
  if (value instanceof DayTimeDuration) return new DayTimeDuration(-value.nanos);
  if (value instanceof YearMonthDuration) return new YearMonthDuration(value.months === 0 ? 0 : -value.months);
  return null;
}

function plus(left: FeelValue, right: FeelValue): FeelValue {
  if (isNumber(left)) return isNumber(right) ? add(left, right) : null;
  if (typeof left === 'string') return typeof right === 'string' ? left + right : null;
  if (left instanceof DayTimeDuration) {
    return right instanceof DayTimeDuration ? new DayTimeDuration(left.nanos + right.nanos) : move(right, left);
  }
  if (left instanceof YearMonthDuration) {
    return right instanceof YearMonthDuration ? new YearMonthDuration(left.months + right.months) : move(right, left);
  }
  return move(left, right);
}

function minus(left: FeelValue, right: FeelValue): FeelValue {
  if (isNumber(left)) return isNumber(right) ? subtract(left, right) : null;
  if (right instanceof DayTimeDuration || right instanceof YearMonthDuration) {
    if (left instanceof DayTimeDuration || left instanceof YearMonthDuration) return plus(left, negateValue(right));
    return move(left, negateValue(right));
  }
  if (left instanceof FeelTime) return right instanceof FeelTime ? timeDifference(left, right) : null;
  const [from, to] = [asDateTime(right), asDateTime(left)];
  if (!from || !to || (from.offset === null) !== (to.offset === null)) return null;
  return new DayTimeDuration(to.instant() - from.instant());
}

function times(left: FeelValue, right: FeelValue): FeelValue {
  if (isNumber(left)) {
    if (isNumber(right)) return multiply(left, right);
    return right instanceof DayTimeDuration || right instanceof YearMonthDuration ? times(right, left) : null;
  }
  if (!isNumber(right)) return null;
  return scale(left, (length) => decimal(length).times(right));
}

function over(left: FeelValue, right: FeelValue): FeelValue {
  if (isNumber(left)) return isNumber(right) ? divide(left, right) : null;
  if (isNumber(right)) return right === 0 ? null : scale(left, (length) => decimal(length).div(right));
  if (left instanceof DayTimeDuration && right instanceof DayTimeDuration) {
    return right.nanos === 0n ? null : normalize(new Decimal(left.nanos.toString()).div(right.nanos.toString()));
  }
  if (left instanceof YearMonthDuration && right instanceof YearMonthDuration) return divide(left.months, right.months);
  return null;
}

/** A duration by a factor, cut to whole nanoseconds or months. */
function scale(value: FeelValue, by: (length: FeelNumber) => Decimal): FeelValue {
  if (value instanceof DayTimeDuration) {
    const nanos = by(new Decimal(value.nanos.toString())).truncated();
    return nanos.isFinite() ? new DayTimeDuration(BigInt(nanos.toFixed())) : null;
  }
  if (value instanceof YearMonthDuration) {
    const months = by(value.months).truncated().toNumber();
    return Number.isSafeInteger(months) ? new YearMonthDuration(months === 0 ? 0 : months) : null;
  }
  return null;
}

/** A point in time moved by a duration. */
function move(point: FeelValue, by: FeelValue): FeelValue {
  const moved =
    by instanceof YearMonthDuration
      ? moveMonths(point, by.months)
      : by instanceof DayTimeDuration
        ? moveTime(point, by.nanos)
        : null;
  const outside =
    (moved instanceof FeelDate || moved instanceof FeelDateTime) && Math.abs(moved.epochDay) > MAX_EPOCH_DAY;
  return outside ? null : moved;
}

function moveMonths(point: FeelValue, months: number): FeelValue {
  if (point instanceof FeelDate) return new FeelDate(addMonths(point.epochDay, months));
  if (!(point instanceof FeelDateTime)) return null;
  const epochDay = addMonths(point.epochDay, months);
  const zone = point.offset?.zone;
  return zone
    ? FeelDateTime.inZone(epochDay, point.nanoOfDay, zone)
    : new FeelDateTime(epochDay, point.nanoOfDay, point.offset);
}

function moveTime(point: FeelValue, nanos: bigint): FeelValue {
  if (point instanceof FeelDate)
    return new FeelDate(splitInstant(new FeelDateTime(point.epochDay, 0, null).instant() + nanos).epochDay);
  if (point instanceof FeelDateTime) return point.plus(nanos);
  if (!(point instanceof FeelTime)) return null;
  const day = BigInt(DAY_NANOS);
  const nanoOfDay = (((BigInt(point.nanoOfDay) + nanos) % day) + day) % day;
  return new FeelTime(Number(nanoOfDay), point.offset);
}

function timeDifference(left: FeelTime, right: FeelTime): FeelValue {
  if ((left.offset === null) !== (right.offset === null)) return null;
  const nanos = (time: FeelTime): number => time.nanoOfDay - (time.offset?.seconds ?? 0) * NANOS;
  return new DayTimeDuration(BigInt(nanos(left) - nanos(right)));
}

/** A date counts as the midnight (UTC) that begins it. */
function asDateTime(value: FeelValue): FeelDateTime | null {
  if (value instanceof FeelDateTime) return value;
  return value instanceof FeelDate ? new FeelDateTime(value.epochDay, 0, { seconds: 0 }) : null;
}
