import type { JsonValue } from '../../protocol/json';
import type { Catalogue } from '../../protocol/release';
import type { Register, RegisterField } from '../../protocol/registers';

export type EntryData = Record<string, JsonValue>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const LONGEST_TEXT = 500;

/** A moment as text in UTC, which sorts by time; null for anything else. */
export function momentOf(value: JsonValue | undefined): string | null {
  const time = typeof value === 'string' && MOMENT.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** What is wrong with the data of an entry, as "Expected X, but Y"; empty when nothing is. */
export function checkEntry(register: Register, data: EntryData, catalogues: Record<string, Catalogue>): string[] {
  const known = new Map(register.fields.map((field) => [field.key, field]));
  const unknown = Object.keys(data).filter((key) => !known.has(key));
  const problems = unknown.map((key) => `Expected a field of register ${register.id}, but '${key}' is none`);
  for (const field of register.fields) {
    const value = data[field.key];
    if (isNothing(value)) {
      if (field.required) problems.push(`Expected a value for ${field.key}, but there is none`);
    } else if (!valuesOf(field, value).every((one) => fits(field, one, catalogues)))
      problems.push(`Expected ${field.key} to be ${whatIs(field)}, but got ${JSON.stringify(value)}`);
  }
  return problems;
}

function valuesOf({ multiple }: RegisterField, value: JsonValue): JsonValue[] {
  return multiple && Array.isArray(value) ? value : [value];
}

function fits(field: RegisterField, value: JsonValue, catalogues: Record<string, Catalogue>): boolean {
  switch (field.type) {
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value));
    case 'dateTime':
      return momentOf(value) !== null;
    case 'choice':
      return choicesOf(field, catalogues).has(value);
    case 'longText':
      return typeof value === 'string';
    default:
      return typeof value === 'string' && value.length <= LONGEST_TEXT;
  }
}

function choicesOf({ values, catalogue }: RegisterField, catalogues: Record<string, Catalogue>): Set<JsonValue> {
  const items = catalogue === undefined ? [] : (catalogues[catalogue]?.items ?? []);
  return new Set<JsonValue>([...(values ?? []).map(({ value }) => value), ...items.map(({ id }) => id)]);
}

function whatIs({ type, catalogue, multiple }: RegisterField): string {
  const one = type === 'choice' ? `a value of ${catalogue ?? 'its list'}` : `a ${type}`;
  return multiple ? `a list, each ${one}` : one;
}

/** Whether an entry still asks for something; null in a register without states. */
export function isOpenEntry({ state }: Register, data: EntryData): boolean | null {
  if (!state) return null;
  const value = data[state.field];
  return !(typeof value === 'string' && state.closed.includes(value));
}

/** Until when something must be done, as text that sorts by time: a day or a moment in UTC. */
export function dueOf({ due }: Register, data: EntryData): string | null {
  const value = due === undefined ? null : data[due];
  return typeof value === 'string' && DAY.test(value) ? value : momentOf(value);
}

/** `AM-{year}-{seq:4}` → `AM-2026-0012`. */
export function numberOf(format: string, year: string, sequence: number): string {
  return format
    .replace('{year}', year)
    .replace(/\{seq(?::(\d+))?\}/, (_, width?: string) => String(sequence).padStart(Number(width ?? 1), '0'));
}

export function isNothing(value: JsonValue | undefined): value is null | undefined {
  return value === null || value === undefined || value === '';
}
