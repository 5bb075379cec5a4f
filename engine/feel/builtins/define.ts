import type { Evaluation } from '../runtime/evaluation';
import { isNumber, toDouble, type FeelNumber } from '../values/number';
import {
  DayTimeDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  YearMonthDuration,
  type Duration,
} from '../values/temporal';
import { brief, FeelFunction, FeelRange, isContext, type FeelContext, type FeelValue } from '../values/value';

/** What a parameter takes. `read` gives undefined where the value does not fit. */
export interface Kind<T> {
  read(value: FeelValue | undefined): T | undefined;
}

/** A list of one stands for its item, as DMN converts it. */
function scalar<T extends FeelValue>(is: (value: FeelValue) => value is T): Kind<T> {
  return {
    read(value) {
      if (value === undefined) return undefined;
      if (is(value)) return value;
      const item = Array.isArray(value) && value.length === 1 ? value[0] : undefined;
      return item !== undefined && is(item) ? item : undefined;
    },
  };
}

export const number = scalar<FeelNumber>((value): value is FeelNumber => isNumber(value));
/** A whole number that a double holds. */
export const integer = scalar<number>((value): value is number => Number.isInteger(value));
/** A number of which only the whole part counts: positions and scales. */
export const position: Kind<number> = {
  read(value) {
    const given = number.read(value);
    return given === undefined ? undefined : Math.trunc(toDouble(given));
  },
};
export const text = scalar<string>((value): value is string => typeof value === 'string');
export const boolean = scalar<boolean>((value): value is boolean => typeof value === 'boolean');
export const date = scalar<FeelDate>((value): value is FeelDate => value instanceof FeelDate);
export const time = scalar<FeelTime>((value): value is FeelTime => value instanceof FeelTime);
export const dateTime = scalar<FeelDateTime>((value): value is FeelDateTime => value instanceof FeelDateTime);
export const day = scalar<FeelDate | FeelDateTime>(
  (value): value is FeelDate | FeelDateTime => value instanceof FeelDate || value instanceof FeelDateTime,
);
export const dayTimeDuration = scalar<DayTimeDuration>(
  (value): value is DayTimeDuration => value instanceof DayTimeDuration,
);
export const duration = scalar<Duration>(
  (value): value is Duration => value instanceof DayTimeDuration || value instanceof YearMonthDuration,
);
export const range = scalar<FeelRange>((value): value is FeelRange => value instanceof FeelRange);
export const context = scalar<FeelContext>((value): value is FeelContext => isContext(value));
export const callable = scalar<FeelFunction>((value): value is FeelFunction => value instanceof FeelFunction);
/** A point of a range: anything ordered, or null not. */
export const point: Kind<FeelValue> = {
  read: (value) =>
    value === undefined || value === null || value instanceof FeelRange || isContext(value) ? undefined : value,
};
/** Anything, null too. */
export const anything: Kind<FeelValue> = { read: (value) => value };
/** A value that is no list stands for a list of one; null is no list. */
export const list: Kind<FeelValue[]> = {
  read(value) {
    if (value === undefined || value === null) return undefined;
    return Array.isArray(value) ? value : [value];
  },
};

/** May be left out, or be null. */
export function optional<T>(kind: Kind<T>): Kind<T | null> {
  return { read: (value) => (value === undefined || value === null ? null : kind.read(value)) };
}

/** May be left out, but not be null. */
export function omissible<T>(kind: Kind<T>): Kind<T | null> {
  return { read: (value) => (value === undefined ? null : value === null ? undefined : kind.read(value)) };
}

type Kinds = Record<string, Kind<unknown>>;
type Values<P extends Kinds> = { [Name in keyof P]: P[Name] extends Kind<infer T> ? T : never };

/** One way to call a built-in: gives undefined where the arguments do not fit. */
export interface Signature {
  names: readonly string[];
  byPosition(values: readonly FeelValue[], evaluation: Evaluation): FeelValue | undefined;
  byName(values: ReadonlyMap<string, FeelValue>, evaluation: Evaluation): FeelValue | undefined;
}

/** Parameters by name, in order, and what to do with their values. A result of null needs no reason. */
export function signature<P extends Kinds>(
  kinds: P,
  run: (values: Values<P>, evaluation: Evaluation) => FeelValue,
): Signature {
  const names = Object.keys(kinds);
  const apply = (
    valueOf: (name: string, index: number) => FeelValue | undefined,
    evaluation: Evaluation,
  ): FeelValue | undefined => {
    const values: Record<string, unknown> = {};
    for (const [index, name] of names.entries()) {
      const value = kinds[name]?.read(valueOf(name, index));
      if (value === undefined) return undefined;
      values[name] = value;
    }
    // Each value was read by the kind that gives it its type.
    return run(values as Values<P>, evaluation);
  };
  return {
    names,
    byPosition: (values, evaluation) =>
      values.length > names.length ? undefined : apply((_name, index) => values[index], evaluation),
    byName: (values, evaluation) =>
      [...values.keys()].every((name) => names.includes(name))
        ? apply((name) => values.get(name), evaluation)
        : undefined,
  };
}

/** Any number of values of one kind, by position only. */
export function variadic<T>(kind: Kind<T>, run: (values: T[], evaluation: Evaluation) => FeelValue): Signature {
  return {
    names: [],
    byPosition(values, evaluation) {
      const read: T[] = [];
      for (const value of values) {
        const item = kind.read(value);
        if (item === undefined) return undefined;
        read.push(item);
      }
      return read.length === 0 ? undefined : run(read, evaluation);
    },
    byName: () => undefined,
  };
}

export type BuiltIns = readonly (readonly [string, FeelFunction])[];

/** A built-in: the first signature that takes the arguments answers; where none does, the answer is null. */
export function builtIn(name: string, ...signatures: Signature[]): readonly [string, FeelFunction] {
  const firstOf = (
    evaluation: Evaluation,
    given: () => string,
    run: (candidate: Signature) => FeelValue | undefined,
  ): FeelValue => {
    for (const candidate of signatures) {
      const value = run(candidate);
      if (value !== undefined) return value;
    }
    const expected = signatures.map(({ names }) => `(${names.join(', ')})`).join(' or ');
    return evaluation.warn('invalid_arguments', `Expected ${name}${expected}, but got ${given()}`);
  };
  const describe = (values: Iterable<FeelValue>): string => `(${[...values].slice(0, 5).map(brief).join(', ')})`;
  return [
    name,
    new FeelFunction(
      (values, evaluation) =>
        firstOf(
          evaluation,
          () => describe(values),
          (candidate) => candidate.byPosition(values, evaluation),
        ),
      (values, evaluation) =>
        firstOf(
          evaluation,
          () => describe(values.values()),
          (candidate) => candidate.byName(values, evaluation),
        ),
      { parameters: signatures[0]?.names.map(() => undefined) ?? [] },
    ),
  ];
}
