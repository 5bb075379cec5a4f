import type { FeelType } from '../tree';
import { isNumber } from '../values/number';
import { DayTimeDuration, FeelDate, FeelDateTime, FeelTime, YearMonthDuration } from '../values/temporal';
import { entryOf, FeelFunction, FeelRange, isContext, type FeelValue } from '../values/value';
import type { Evaluation } from './evaluation';

const SIMPLE: Readonly<Record<string, (value: FeelValue) => boolean>> = {
  Any: (value) => value !== null,
  Null: (value) => value === null,
  number: isNumber,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  date: (value) => value instanceof FeelDate,
  time: (value) => value instanceof FeelTime,
  'date and time': (value) => value instanceof FeelDateTime,
  dateTime: (value) => value instanceof FeelDateTime,
  'days and time duration': (value) => value instanceof DayTimeDuration,
  dayTimeDuration: (value) => value instanceof DayTimeDuration,
  'years and months duration': (value) => value instanceof YearMonthDuration,
  yearMonthDuration: (value) => value instanceof YearMonthDuration,
  duration: (value) => value instanceof DayTimeDuration || value instanceof YearMonthDuration,
  list: Array.isArray,
  context: isContext,
  range: (value) => value instanceof FeelRange,
  function: (value) => value instanceof FeelFunction,
};

export function isSimpleType(name: string): boolean {
  return Object.hasOwn(SIMPLE, name);
}

/** `instance of`. Null is an instance of `Null` only, and fits as an item or entry of any type (`conforms`). */
export function isInstance(value: FeelValue, type: FeelType, evaluation: Evaluation): boolean {
  if (Array.isArray(value)) evaluation.charge(value.length);
  switch (type.type) {
    case 'named':
      return isNamed(value, type.name, evaluation);
    case 'list':
      return Array.isArray(value) && value.every((item) => conforms(item, type.of, evaluation));
    case 'range':
      return value instanceof FeelRange && [value.start, value.end].every((end) => conforms(end, type.of, evaluation));
    case 'context':
      return (
        isContext(value) &&
        type.entries.every(({ name, of }) => {
          const entry = entryOf(value, name);
          return entry !== undefined && conforms(entry, of, evaluation);
        })
      );
    case 'function':
      return value instanceof FeelFunction && fitsFunction(value, type);
  }
}

/** May the value stand where this type is asked for? Null may stand anywhere. */
export function conforms(value: FeelValue, type: FeelType, evaluation: Evaluation): boolean {
  return value === null || isInstance(value, type, evaluation);
}

/**
 * The implicit conversions of DMN 1.5 clause 10.3.2.9.4: a list of one gives its item, an item a list of one, a date
 * the midnight (UTC) that begins it. Undefined where the value cannot have the type.
 */
export function coerce(value: FeelValue, type: FeelType, evaluation: Evaluation): FeelValue | undefined {
  if (conforms(value, type, evaluation)) return value;
  const candidates: FeelValue[] = [];
  if (Array.isArray(value) && value.length === 1) candidates.push(value[0] ?? null);
  if (!Array.isArray(value)) candidates.push([value]);
  if (value instanceof FeelDate) candidates.push(new FeelDateTime(value.epochDay, 0, { seconds: 0 }));
  return candidates.find((candidate) => candidate !== null && isInstance(candidate, type, evaluation));
}

function isNamed(value: FeelValue, name: string, evaluation: Evaluation): boolean {
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  if (simple) return simple(value);
  return (
    evaluation.namedTypes(name, value, evaluation) ??
    evaluation.warn('unknown_type', `Expected a type, but '${name}' is none`) ??
    false
  );
}

/** Parameters are contravariant, the result covariant; what is not declared is `Any`. */
function fitsFunction(value: FeelFunction, type: FeelType & { type: 'function' }): boolean {
  const own = value.types.parameters;
  if (own.length !== type.parameters.length) return false;
  const parametersFit = type.parameters.every((parameter, index) => isSubtype(parameter, own[index]));
  return parametersFit && isSubtype(value.types.result, type.result);
}

function isSubtype(type: FeelType | undefined, of: FeelType | undefined): boolean {
  if (!of || (of.type === 'named' && of.name === 'Any')) return true;
  if (!type) return false;
  return JSON.stringify(type) === JSON.stringify(of);
}
