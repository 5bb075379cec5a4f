import {
  POWER_STEPS,
  add,
  compareNumbers,
  decimal,
  Decimal,
  isNumber,
  modulo,
  negate,
  normalize,
  round,
  type FeelNumber,
  type Rounding,
} from '../values/number';
import { DayTimeDuration, YearMonthDuration } from '../values/temporal';
import { builtIn, duration, number, omissible, position, signature, type BuiltIns } from './define';

const ROOT_STEPS = 500;

function rounding(name: string, mode: Rounding): BuiltIns[number] {
  return builtIn(
    name,
    signature({ n: number, scale: position }, ({ n, scale }) => round(n, scale, mode)),
  );
}

/** With a scale that may be left out. */
function roundingToWhole(name: string, mode: Rounding): BuiltIns[number] {
  return builtIn(
    name,
    signature({ n: number, scale: omissible(position) }, ({ n, scale }) => round(n, scale ?? 0, mode)),
  );
}

function isMultiple(n: FeelNumber, of: number): boolean | null {
  const rest = modulo(n, of);
  return rest === null ? null : rest === 0;
}

function absolute(n: FeelNumber): FeelNumber {
  return compareNumbers(n, 0) < 0 ? negate(n) : n;
}

export const NUMBERS: BuiltIns = [
  rounding('decimal', 'halfEven'),
  roundingToWhole('floor', 'floor'),
  roundingToWhole('ceiling', 'ceiling'),
  rounding('round up', 'up'),
  rounding('round down', 'down'),
  rounding('round half up', 'halfUp'),
  rounding('round half down', 'halfDown'),
  builtIn(
    'abs',
    signature({ n: number }, ({ n }) => absolute(n)),
    signature({ n: duration }, ({ n }) =>
      n instanceof DayTimeDuration
        ? new DayTimeDuration(n.nanos < 0n ? -n.nanos : n.nanos)
        : new YearMonthDuration(Math.abs(n.months)),
    ),
  ),
  builtIn(
    'modulo',
    signature({ dividend: number, divisor: number }, ({ dividend, divisor }) => modulo(dividend, divisor)),
  ),
  builtIn(
    'sqrt',
    signature({ number }, (values, evaluation) => {
      evaluation.charge(ROOT_STEPS);
      return compareNumbers(values.number, 0) < 0 ? null : normalize(decimal(values.number).sqrt());
    }),
  ),
  builtIn(
    'log',
    signature({ number }, (values, evaluation) => {
      evaluation.charge(POWER_STEPS);
      return compareNumbers(values.number, 0) <= 0 ? null : normalize(decimal(values.number).ln());
    }),
  ),
  builtIn(
    'exp',
    signature({ number }, (values, evaluation) => {
      evaluation.charge(POWER_STEPS);
      return normalize(decimal(values.number).exp());
    }),
  ),
  builtIn(
    'odd',
    signature({ number }, (values) => {
      const rest = modulo(values.number, 2);
      return rest === null ? null : compareNumbers(absolute(rest), 1) === 0;
    }),
  ),
  builtIn(
    'even',
    signature({ number }, (values) => isMultiple(values.number, 2)),
  ),
];

/** Sum of a list of numbers; undefined where an item is none. */
export function sumOf(values: readonly unknown[]): FeelNumber | null | undefined {
  let total: FeelNumber | null = 0;
  for (const value of values) {
    if (!isNumber(value) || total === null) return undefined;
    total = add(total, value);
  }
  return total;
}

/** Standard deviation of a sample; needs two numbers. */
export function deviationOf(values: readonly FeelNumber[]): FeelNumber | null {
  const sum = sumOf(values);
  if (values.length < 2 || sum === null || sum === undefined) return null;
  const mean = decimal(sum).div(values.length);
  const squares = values.reduce<Decimal>(
    (total, value) => total.plus(decimal(value).minus(mean).pow(2)),
    new Decimal(0),
  );
  return normalize(squares.div(values.length - 1).sqrt());
}
