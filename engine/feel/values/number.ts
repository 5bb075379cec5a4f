import { Decimal as BaseDecimal } from 'decimal.js';

/** 34 significant digits, half-even, exponents of IEEE 754 decimal128 (DMN 1.5 clause 10.3.2.3.1). */
export const Decimal = BaseDecimal.clone({
  precision: 34,
  rounding: BaseDecimal.ROUND_HALF_EVEN,
  maxE: 6144,
  minE: -6143,
  toExpNeg: -7000,
  toExpPos: 7000,
});
export type Decimal = BaseDecimal;

/**
 * A FEEL number. A double stands for the decimal that its shortest text shows; what no double shows exactly is a
 * `Decimal`. Each decimal has one representation only (`normalize`), so most work is done on plain doubles.
 */
export type FeelNumber = number | Decimal;

export function isNumber(value: unknown): value is FeelNumber {
  return typeof value === 'number' || BaseDecimal.isDecimal(value);
}

/** Null where the result is not a finite number. */
export function normalize(value: Decimal): FeelNumber | null {
  if (!value.isFinite()) return null;
  const double = value.toNumber();
  if (Number.isFinite(double) && value.eq(double)) return double === 0 ? 0 : double;
  return value;
}

export function decimal(value: FeelNumber): Decimal {
  return new Decimal(value);
}

/** More than any decimal of 34 digits takes to be written out. */
const MAX_DIGITS = 10_000;

/** Reads the digits of a literal or of `number("…")`; null when it is not a number. */
export function numberFrom(text: string): FeelNumber | null {
  if (text.length > MAX_DIGITS || !/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,5})?$/.test(text)) return null;
  return normalize(new Decimal(text).toSignificantDigits(34));
}

export function toDouble(value: FeelNumber): number {
  return typeof value === 'number' ? value : value.toNumber();
}

function exact(result: number): boolean {
  return Number.isSafeInteger(result);
}

export function add(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
    const sum = (left as number) + (right as number);
    if (exact(sum)) return sum;
  }
  return normalize(decimal(left).plus(right));
}

export function subtract(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  return add(left, negate(right));
}

export function multiply(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
    const product = (left as number) * (right as number);
    if (exact(product)) return product === 0 ? 0 : product;
  }
  return normalize(decimal(left).times(right));
}

/** Null on division by zero. */
export function divide(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  return right === 0 ? null : normalize(decimal(left).div(right));
}

/** What logarithms, exponents and powers of 34 digits cost in steps. */
export const POWER_STEPS = 5_000;

export function power(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  return normalize(decimal(left).pow(right));
}

export function negate(value: FeelNumber): FeelNumber {
  if (typeof value !== 'number') return value.neg();
  return value === 0 ? 0 : -value;
}

/** Negative, zero or positive, as `left` is less, equal or greater. */
export function compareNumbers(left: FeelNumber, right: FeelNumber): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return decimal(left).comparedTo(right);
}

/** Remainder with the sign of the divisor: `dividend - divisor * floor(dividend / divisor)`. */
export function modulo(dividend: FeelNumber, divisor: FeelNumber): FeelNumber | null {
  if (divisor === 0) return null;
  const quotient = decimal(dividend).div(divisor).floor();
  return normalize(decimal(dividend).minus(quotient.times(divisor)));
}

export type Rounding = 'up' | 'down' | 'halfUp' | 'halfDown' | 'halfEven' | 'floor' | 'ceiling';

const MODES: Readonly<Record<Rounding, BaseDecimal.Rounding>> = {
  up: BaseDecimal.ROUND_UP,
  down: BaseDecimal.ROUND_DOWN,
  halfUp: BaseDecimal.ROUND_HALF_UP,
  halfDown: BaseDecimal.ROUND_HALF_DOWN,
  halfEven: BaseDecimal.ROUND_HALF_EVEN,
  floor: BaseDecimal.ROUND_FLOOR,
  ceiling: BaseDecimal.ROUND_CEIL,
};

/** Rounds to `scale` decimals; a negative scale rounds to tens, hundreds … Null outside ±6111/6176 as decimal128 has it. */
export function round(value: FeelNumber, scale: number, mode: Rounding): FeelNumber | null {
  if (!Number.isInteger(scale) || scale < -6111 || scale > 6176) return null;
  if (scale >= 0) return normalize(decimal(value).toDecimalPlaces(scale, MODES[mode]));
  const unit = new Decimal(10).pow(-scale);
  return normalize(decimal(value).div(unit).toDecimalPlaces(0, MODES[mode]).times(unit));
}
