import { ApiError } from '../../protocol/errors';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import { MOST_ITEMS, type FilterOperators, type FilterValue, type PageRequest } from '../../protocol/v2/search';
import type { Condition, Page, Search, Where } from '../../store/search';
import { InvalidCursor } from '../../store/searchFilter';

/** A search body as `searchBody` reads it. */
export interface SearchRequest {
  filter?: { [field: string]: unknown };
  sort?: { field: string; order: 'ASC' | 'DESC' | 'asc' | 'desc' }[];
  page?: PageRequest;
}

/** v2 name → field of the stored document. */
export type FieldMap<T> = { [v2Name: string]: keyof T & string };

/** The answer to a search. */
export interface SearchAnswer<V> {
  items: V[];
  page: { totalItems: number; hasMoreTotalItems: boolean; startCursor?: string; endCursor?: string };
}

const DEFAULT_LIMIT = 100;
const OPERATORS: Record<string, keyof Condition> = {
  $eq: 'eq',
  $neq: 'neq',
  $in: 'in',
  $notIn: 'notIn',
  $gt: 'gt',
  $gte: 'gte',
  $lt: 'lt',
  $lte: 'lte',
  $exists: 'exists',
};

/** A v2 filter property as a condition of the store. Moments become UTC, as they are stored. */
export function conditionOf(value: FilterValue): Condition {
  if (typeof value !== 'object') return { eq: utc(value) };
  const condition: Condition = {};
  for (const [operator, operand] of Object.entries(value)) {
    if (operand === undefined) continue;
    if (operator === '$like') Object.assign(condition, likeCondition(String(operand)));
    else
      Object.assign(condition, {
        [OPERATORS[operator] as string]: Array.isArray(operand) ? operand.map(utc) : utc(operand),
      });
  }
  return condition;
}

/** The conditions of those filter fields that the map names; the others are the caller's. */
export function whereOf<T>(filter: SearchRequest['filter'], fields: FieldMap<T>): Where<T> {
  const where: Partial<Record<keyof T, Condition>> = {};
  for (const [name, value] of Object.entries(filter ?? {})) {
    const field = fields[name];
    if (field !== undefined && value !== undefined) where[field] = conditionOf(value as FilterValue);
  }
  return where;
}

/** Runs a search and answers in the form of the v2 API. */
export async function answerSearch<T, V>(
  request: SearchRequest,
  where: Where<T> | null,
  fields: FieldMap<T>,
  run: (query: Search<T>) => Promise<Page<T>>,
  view: (items: T[]) => Promise<V[]> | V[],
): Promise<{ body: SearchAnswer<V> }> {
  const { page = {}, sort = [] } = request;
  checkPage(page);
  if (where === null)
    return {
      body: {
        items: [],
        page: pageOf({ totalItems: 0, hasMoreTotalItems: false, startCursor: null, endCursor: null }),
      },
    };
  const query: Search<T> = {
    where,
    sort: sort.map(({ field, order }) => ({
      field: fields[field] as keyof T & string,
      order: order.toLowerCase() as 'asc' | 'desc',
    })),
    limit: Math.min(page.limit ?? DEFAULT_LIMIT, MOST_ITEMS),
    from: page.from,
    after: page.after,
    before: page.before,
  };
  const found = await withKnownCursor(() => run(query));
  return { body: { items: await view(found.items), page: pageOf(found) } };
}

/** `tenantId` filters: there is one tenant. */
export function namesOtherTenant(filter: SearchRequest['filter']): boolean {
  const wanted = filter?.tenantId;
  return wanted !== undefined && wanted !== DEFAULT_TENANT;
}

function pageOf(page: Omit<Page<unknown>, 'items'>): SearchAnswer<never>['page'] {
  const { totalItems, hasMoreTotalItems, startCursor, endCursor } = page;
  return {
    totalItems,
    hasMoreTotalItems,
    startCursor: startCursor ?? undefined,
    endCursor: endCursor ?? undefined,
  };
}

function checkPage({ from, after, before }: PageRequest): void {
  if ([from, after, before].filter((given) => given !== undefined).length < 2) return;
  const message = 'Expected one of from, after and before, but got several';
  throw new ApiError('invalid_request', { errors: [{ path: 'page', message }] });
}

async function withKnownCursor<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof InvalidCursor)) throw error;
    throw new ApiError('invalid_request', { errors: [{ path: 'page', message: error.message }] });
  }
}

/** No user input becomes a regular expression: only a text's beginning is compared. */
function likeCondition(pattern: string): Condition {
  const plain = pattern.replace(/\*+$/, '');
  if (/(^|[^\\])[*?]/.test(plain)) {
    const message = `Expected a pattern whose only wildcard is * at its end, but got ${pattern}`;
    throw new ApiError('invalid_request', { errors: [{ path: 'filter', message }] });
  }
  const text = plain.replace(/\\([*?\\])/g, '$1');
  return plain === pattern ? { eq: text } : { prefix: text };
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

function utc<T extends FilterOperators[string]>(value: T): T {
  return typeof value === 'string' && MOMENT.test(value) ? (new Date(value).toISOString() as T) : value;
}
