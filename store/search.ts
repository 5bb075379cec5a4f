import type { Model } from 'mongoose';

type Scalar = string | number | boolean | null;

/** A condition on one field; all its parts must hold. `prefix` compares the beginning of a text, exactly. */
export interface Condition {
  eq?: Scalar;
  neq?: Scalar;
  in?: Scalar[];
  notIn?: Scalar[];
  gt?: string | number;
  gte?: string | number;
  lt?: string | number;
  lte?: string | number;
  exists?: boolean;
  prefix?: string;
}

/** Conditions by field, all of which must hold; of `anyOf`, at least one. A list field matches by any of its items. */
export type Where<T> = { [field in keyof T]?: Condition } & { anyOf?: Where<T>[] };

export interface Search<T> {
  where: Where<T>;
  sort: { field: keyof T & string; order: 'asc' | 'desc' }[];
  /** Null: all of them. */
  limit: number | null;
  /** Skips so many matches. */
  from?: number;
  /** A cursor of an earlier page: what comes after its last item, or before its first one. */
  after?: string;
  before?: string;
}

export interface Page<T> {
  items: T[];
  /** Counted up to 10,000. */
  totalItems: number;
  hasMoreTotalItems: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/** A cursor that this server didn't make. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

type Filter = Record<string, unknown>;

const MOST_COUNTED = 10_000;
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
 * Finds a page of matches. Cursors hold the sort values of an item, so a page stays right while others are added;
 * the document's `key` is always the last sort field. No user input becomes a regular expression.
 */
export async function search<T extends object>(model: Model<T>, query: Search<T>): Promise<Page<T>> {
  const order: { field: string; order: 'asc' | 'desc' }[] = [...query.sort];
  if (!order.some(({ field }) => field === 'key')) order.push({ field: 'key', order: 'asc' });
  const filter = filterOf(query.where);
  const backwards = query.before !== undefined;
  const cursor = query.before ?? query.after;
  const sort = order.map(({ field, order: way }) => [field, (way === 'asc') === backwards ? -1 : 1] as const);
  const bounded = cursor === undefined ? filter : { $and: [filter, beyond(sort, decode(cursor, sort.length))] };
  let find = model.find(bounded as object, { _id: 0 }).sort(Object.fromEntries(sort));
  if (query.from) find = find.skip(query.from);
  if (query.limit !== null) find = find.limit(query.limit);
  const items = (await find.lean()) as unknown as T[];
  if (backwards) items.reverse();
  const total =
    query.limit === null ? items.length : await model.countDocuments(filter as object, { limit: MOST_COUNTED + 1 });
  const cursorOf = (item: T | undefined): string | null =>
    item ? encode(sort.map(([field]) => item[field as keyof T])) : null;
  return {
    items,
    totalItems: Math.min(total, MOST_COUNTED),
    hasMoreTotalItems: total > MOST_COUNTED,
    startCursor: cursorOf(items[0]),
    endCursor: cursorOf(items.at(-1)),
  };
}

function filterOf<T>(where: Where<T>): Filter {
  const { anyOf, ...fields } = where;
  const conditions = Object.entries(fields as Record<string, Condition | undefined>).flatMap(([field, condition]) =>
    condition ? [{ [field]: conditionOf(condition) }] : [],
  );
  if (anyOf) conditions.push({ $or: anyOf.map(filterOf) } as unknown as Record<string, Filter>);
  return conditions.length === 0 ? {} : { $and: conditions };
}

function conditionOf({ exists, prefix, ...comparisons }: Condition): Filter {
  const parts: [string, unknown][] = [];
  for (const [name, operand] of Object.entries(comparisons))
    parts.push([OPERATORS[name as keyof typeof OPERATORS], operand]);
  if (prefix !== undefined) parts.push(['$gte', prefix], ['$lt', `${prefix}\uffff`]);
  // Unknown values are stored as null.
  if (exists !== undefined) parts.push([exists ? '$ne' : '$eq', null]);
  return Object.fromEntries(parts);
}

/** What comes after an item with these sort values. Null sorts first, as the store does it. */
function beyond(sort: readonly (readonly [string, 1 | -1])[], values: Scalar[]): Filter {
  const alternatives = sort.flatMap(([field, way], index): Filter[] => {
    const same = sort.slice(0, index).map(([earlier], position) => ({ [earlier]: values[position] }));
    const value = values[index] ?? null;
    if (value === null) return way === 1 ? [{ $and: [...same, { [field]: { $ne: null } }] }] : [];
    const further: Filter[] = [{ [field]: { [way === 1 ? '$gt' : '$lt']: value } }];
    if (way === -1) further.push({ [field]: null });
    return further.map((one) => ({ $and: [...same, one] }));
  });
  return alternatives.length === 1 ? (alternatives[0] as Filter) : { $or: alternatives };
}

function encode(values: unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

function decode(cursor: string, length: number): Scalar[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(values) && values.length === length && values.every(isScalar)) return values;
  } catch {
    // Falls through to the refusal: the text is not JSON.
  }
  throw new InvalidCursor('Expected a cursor of an earlier page with the same sort, but got something else');
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
