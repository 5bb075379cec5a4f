import { Decimal as BaseDecimal } from 'decimal.js';
import type { FeelType, JsonValue } from '../tree';
import { deeper, spend, spendItems, spendText } from './meter';
import { toDouble, type FeelNumber } from './number';
import type { Evaluation } from '../runtime/evaluation';
import { FeelObject, type Duration, type Temporal } from './temporal';

/** What it costs to write out a date or the like. */
const TEXT_STEPS = 5;

export interface FeelContext {
  [key: string]: FeelValue;
}

export type FeelValue =
  null | boolean | string | FeelNumber | Temporal | Duration | FeelRange | FeelFunction | FeelValue[] | FeelContext;

/** Endpoints may be null where a range is open: `(< 10)`. `start` and `end` are of one type. */
export class FeelRange extends FeelObject {
  constructor(
    readonly start: FeelValue,
    readonly end: FeelValue,
    readonly startIncluded: boolean,
    readonly endIncluded: boolean,
    /** Written as `(= value)`, which is another range than `[value..value]`. */
    readonly single = false,
  ) {
    super();
  }

  toString(): string {
    return `${this.startIncluded ? '[' : '('}${literalText(this.start)}..${literalText(this.end)}${this.endIncluded ? ']' : ')'}`;
  }
}

/** Something that can be called, by position or by parameter names. */
export class FeelFunction extends FeelObject {
  constructor(
    readonly call: (values: FeelValue[], evaluation: Evaluation) => FeelValue,
    readonly callNamed: (values: ReadonlyMap<string, FeelValue>, evaluation: Evaluation) => FeelValue,
    /** What `instance of` may know of it. */
    readonly types: { parameters: (FeelType | undefined)[]; result?: FeelType },
  ) {
    super();
  }

  toString(): string {
    return 'function';
  }
}

export function isContext(value: unknown): value is FeelContext {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof FeelObject) &&
    !BaseDecimal.isDecimal(value)
  );
}

/** An own entry, or undefined. */
export function entryOf(context: FeelContext, key: string): FeelValue | undefined {
  return Object.hasOwn(context, key) ? (context[key] ?? null) : undefined;
}

export function contextOf(entries: Iterable<readonly [string, FeelValue]>): FeelContext {
  const context = Object.create(null) as FeelContext;
  for (const [key, value] of entries) context[key] = value;
  return context;
}

/** A value from outside: JSON, or a FEEL value that an earlier evaluation returned. */
export function fromHost(value: unknown): FeelValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? (value === 0 ? 0 : value) : null;
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') return null;
  return value as FeelValue;
}

/** JSON of a value: numbers as doubles, dates, times and durations as ISO 8601, ranges and functions as their text. */
export function toJson(value: FeelValue, level = 0): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (BaseDecimal.isDecimal(value)) return toDouble(value);
  if (Array.isArray(value)) {
    const inner = deeper(level);
    spendItems(value.length);
    return value.map((item) => toJson(fromHost(item), inner));
  }
  if (value instanceof FeelObject) return textOfObject(value);
  const json: { [key: string]: JsonValue } = {};
  const inner = deeper(level);
  const keys = Object.keys(value);
  spendItems(keys.length * 5);
  for (const key of keys) {
    // A plain assignment of this key would set the prototype.
    if (key === '__proto__') continue;
    json[key] = toJson(fromHost(value[key]), inner);
  }
  return json;
}

function textOfObject(value: FeelObject): string {
  spend(TEXT_STEPS);
  return value.toString();
}

/** How `string()` writes a value inside a list or context. */
export function literalText(value: FeelValue, level = 0): string {
  if (typeof value !== 'string') return valueText(value, level);
  spendText(value.length);
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

export function valueText(value: FeelValue, level = 0): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return numberLike(value);
  if (BaseDecimal.isDecimal(value)) return value.toFixed();
  if (value instanceof FeelObject) return textOfObject(value);
  const inner = deeper(level);
  if (Array.isArray(value)) {
    spendItems(value.length);
    return `[${value.map((item) => literalText(item ?? null, inner)).join(', ')}]`;
  }
  const entries = Object.keys(value).map((key) => `${keyText(key)}: ${literalText(value[key] ?? null, inner)}`);
  spendItems(entries.length);
  return `{${entries.join(', ')}}`;
}

function keyText(key: string): string {
  return /^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(key) ? key : literalText(key);
}

function numberLike(value: number | boolean): string {
  return typeof value === 'number' && /e/.test(String(value)) ? new BaseDecimal(value).toFixed() : String(value);
}

/** A value in a message: its text, cut. */
export function brief(value: FeelValue): string {
  if (value instanceof FeelFunction) return 'a function';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isContext(value)) return 'a context';
  const text = typeof value === 'string' ? `"${value.slice(0, 40)}"` : valueText(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
