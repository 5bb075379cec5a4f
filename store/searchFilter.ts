import type { Alternative, Condition, Scalar, Where } from './search';

/** A filter of the store: operators by field, nothing nested. */
export type Filter = Record<string, Record<string, unknown>>;

export interface SortStep {
  field: string;
  way: 1 | -1;
}

/** A cursor that this server didn't make. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

const OPERATORS = {
  eq: '$eq',
  neq: '$ne',
  in: '$in',
  notIn: '$nin',
  gt: '$gt',
  gte: '$gte',
  lt: '$lt',
  lte: '$lte',
} as const;

/**
 * One filter for each alternative of `anyOf`. The fields of `first` come first in a filter, in that order: the embedded
 * store chooses its index by the first field.
 */
export function filtersOf<T>(where: Where<T>, first: readonly string[]): Filter[] {
  const { anyOf, ...fields } = where;
  const common = fields as Record<string, Condition | undefined>;
  const alternatives = (anyOf ?? [{}]) as Record<string, Alternative | undefined>[];
  return alternatives.map((alternative) => {
    const filter: Filter = {};
    const names = new Set([...Object.keys(common), ...Object.keys(alternative)]);
    for (const name of [...first.filter((field) => names.has(field)), ...names]) {
      const operators = { ...operatorsOf(common[name]) };
      const wanted = alternative[name]?.in ?? (alternative[name] && [alternative[name].eq ?? null]);
      if (wanted) operators.$in = wanted.filter((value) => common[name]?.in?.includes(value) ?? true);
      if (Object.keys(operators).length > 0) filter[name] ??= operators;
    }
    return filter;
  });
}

function operatorsOf({ exists, prefix, ...comparisons }: Condition = {}): Record<string, unknown> {
  const operators: Record<string, unknown> = {};
  for (const [name, operand] of Object.entries(comparisons)) {
    if (operand !== undefined) operators[OPERATORS[name as keyof typeof OPERATORS]] = operand;
  }
  if (prefix !== undefined) Object.assign(operators, { $gte: prefix, $lt: `${prefix}\uffff` });
  // Unknown values are stored as null.
  if (exists !== undefined) operators[exists ? '$ne' : '$eq'] = null;
  return operators;
}

/** A sort as the store takes it. */
export function sortSpec(sort: readonly SortStep[]): Record<string, 1 | -1> {
  return Object.fromEntries(sort.map(({ field, way }) => [field, way]));
}

/** A filter as the store takes it: it finds a compound index only by plain equality. */
export function querySpec(filter: Filter): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filter).map(([field, operators]) => {
      const isPlain = '$eq' in operators && Object.keys(operators).length === 1;
      return [field, isPlain ? operators.$eq : operators];
    }),
  );
}

/** Order of documents as the store sorts them: null first, texts by code. */
export function compareBy<T>(sort: readonly SortStep[]): (one: T, other: T) => number {
  return (one, other) => compareValues(valuesOf(one, sort), valuesOf(other, sort), sort);
}

/** Whether a document comes after the cursor. */
export function beyondCursor<T>(sort: readonly SortStep[], cursor: readonly Scalar[]): (row: T) => boolean {
  return (row) => compareValues(valuesOf(row, sort), cursor, sort) > 0;
}

export function cursorOf<T>(item: T | undefined, sort: readonly SortStep[]): string | null {
  return item === undefined ? null : Buffer.from(JSON.stringify(valuesOf(item, sort))).toString('base64');
}

/** @throws InvalidCursor */
export function decodeCursor(cursor: string, length: number): Scalar[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    if (Array.isArray(values) && values.length === length && values.every(isScalar)) return values;
  } catch {
    // Falls through to the refusal: the text is not JSON.
  }
  throw new InvalidCursor('Expected a cursor of an earlier page with the same sort, but got something else');
}

function valuesOf(row: unknown, sort: readonly SortStep[]): Scalar[] {
  return sort.map(({ field }) => (row as Record<string, Scalar | undefined>)[field] ?? null);
}

function compareValues(one: readonly Scalar[], other: readonly Scalar[], sort: readonly SortStep[]): number {
  for (const [index, { way }] of sort.entries()) {
    const a = one[index] ?? null;
    const b = other[index] ?? null;
    if (a === b) continue;
    if (a === null || b === null) return a === null ? -way : way;
    return a < b ? -way : way;
  }
  return 0;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
