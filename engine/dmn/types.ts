import { compiledTree } from '../feel/runtime/compile';
import type { Evaluation } from '../feel/runtime/evaluation';
import { RootScope } from '../feel/runtime/scope';
import { coerce, conforms, isSimpleType } from '../feel/runtime/types';
import {
  parseDate,
  parseDateTime,
  parseDayTimeDuration,
  parseDuration,
  parseTime,
  parseYearMonthDuration,
} from '../feel/values/literals';
import { contextOf, entryOf, FeelFunction, isContext, type FeelValue } from '../feel/values/value';
import type { DecisionModel, ItemType } from './model';

/** Declared types by key or, for a name written in an expression, by the name alone. */
function typeNamed(model: DecisionModel, name: string): ItemType | undefined {
  if (Object.hasOwn(model.types, name)) return model.types[name];
  const own = `${model.namespace}#${name}`;
  if (Object.hasOwn(model.types, own)) return model.types[own];
  const suffix = `#${name.slice(name.indexOf('.') + 1)}`;
  const imported = Object.keys(model.types).find((key) => key.endsWith(suffix));
  return imported === undefined ? undefined : model.types[imported];
}

/** Is the value an instance of a declared type? Undefined where no such type is declared. */
export function conformsToType(
  model: DecisionModel,
  name: string,
  value: FeelValue,
  evaluation: Evaluation,
): boolean | undefined {
  const type = typeNamed(model, name);
  return type && conformsToItem(model, type, value, evaluation);
}

function conformsToItem(model: DecisionModel, type: ItemType, value: FeelValue, evaluation: Evaluation): boolean {
  if (Array.isArray(value)) evaluation.charge(value.length);
  if (type.collection)
    return Array.isArray(value) && value.every((item) => item === null || isItem(model, type, item, evaluation));
  return value !== null && isItem(model, type, value, evaluation);
}

/** Without regard to `collection`. */
function isItem(model: DecisionModel, type: ItemType, value: FeelValue, evaluation: Evaluation): boolean {
  return hasShape(model, type, value, evaluation) && isAllowed(type, value, evaluation);
}

function hasShape(model: DecisionModel, { is }: ItemType, value: FeelValue, evaluation: Evaluation): boolean {
  if ('function' in is) return value instanceof FeelFunction;
  if ('named' in is) return conforms(value, { type: 'named', name: is.named }, evaluation);
  return (
    isContext(value) &&
    is.components.every(({ name, type }) => {
      const entry = entryOf(value, name) ?? null;
      return entry === null || conformsToItem(model, type, entry, evaluation);
    })
  );
}

function isAllowed({ allowed }: ItemType, value: FeelValue, evaluation: Evaluation): boolean {
  return !allowed || compiledTree(allowed)(new RootScope({ '?': value }), evaluation) === true;
}

/** The value as an instance of the type, after DMN's implicit conversions; null with a warning where it cannot be. */
export function asType(
  model: DecisionModel,
  type: string | undefined,
  value: FeelValue,
  evaluation: Evaluation,
): FeelValue {
  if (type === undefined || value === null) return value;
  if (!isSimpleType(type) && !typeNamed(model, type)) return value;
  const fit = coerce(value, { type: 'named', name: type }, evaluation);
  return (
    fit ??
    evaluation.warn('invalid_type', `Expected a value of type '${type.slice(type.indexOf('#') + 1)}', but got another`)
  );
}

const FROM_TEXT: Readonly<Record<string, (text: string) => FeelValue>> = {
  date: parseDate,
  time: parseTime,
  'date and time': parseDateTime,
  dateTime: parseDateTime,
  'days and time duration': parseDayTimeDuration,
  dayTimeDuration: parseDayTimeDuration,
  'years and months duration': parseYearMonthDuration,
  yearMonthDuration: parseYearMonthDuration,
  duration: parseDuration,
};

/** Reads ISO 8601 texts of JSON as the dates, times and durations that the type asks for, at any depth. */
export function fromJson(model: DecisionModel, type: string | undefined, value: FeelValue): FeelValue {
  if (type === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => fromJson(model, type, item ?? null));
  const read = Object.hasOwn(FROM_TEXT, type) ? FROM_TEXT[type] : undefined;
  if (read) return typeof value === 'string' ? read(value) : value;
  const item = typeNamed(model, type);
  return item ? itemFromJson(model, item, value) : value;
}

function itemFromJson(model: DecisionModel, item: ItemType, value: FeelValue): FeelValue {
  if ('named' in item.is) return fromJson(model, item.is.named, value);
  if (Array.isArray(value)) return value.map((each) => itemFromJson(model, item, each ?? null));
  if (!('components' in item.is) || !isContext(value)) return value;
  const { components } = item.is;
  return contextOf(
    Object.entries(value).map(([name, entry]) => {
      const component = components.find((candidate) => candidate.name === name);
      return [name, component ? itemFromJson(model, component.type, entry ?? null) : (entry ?? null)] as const;
    }),
  );
}
