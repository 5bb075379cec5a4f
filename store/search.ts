import type { Model } from 'mongoose';
import {
  beyondCursor,
  compareBy,
  cursorOf,
  decodeCursor,
  filtersOf,
  querySpec,
  sortSpec,
  type Filter,
  type SortStep,
} from './searchFilter';
import { countByWalk, walk, type Axis } from './searchWalk';

export type Scalar = string | number | boolean | null;

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

export type Alternative = Pick<Condition, 'eq' | 'in'>;

/** Conditions by field, all of which must hold; of `anyOf`, at least one. A list field matches by any of its items. */
export type Where<T> = { [field in keyof T]?: Condition } & { anyOf?: { [field in keyof T]?: Alternative }[] };

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
  /** Counted up to 10,000, or up to 1,000 where a search isn't narrowed by an indexed field. */
  totalItems: number;
  hasMoreTotalItems: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/** How a collection can be searched without reading all of it. */
export interface SearchPlan {
  /**
   * Indexed fields of which one value has few documents, the fewest first; `values`: only these have few; `since`: a
   * lower bound leaves few.
   */
  narrow: { field: string; values?: string[]; since?: true }[];
  /** Indexed fields whose order can be walked window by window. */
  axes: Record<string, Axis>;
  /** What a search without a sort is sorted by. */
  sort: string;
}

/** For small collections. */
const READ_ALL: SearchPlan = { narrow: [], axes: {}, sort: 'key' };
const MOST_COUNTED = 10_000;
const MOST_WALKED = 1_000;

/**
 * Finds a page of matches; a document's `key` is always the last sort field.
 * The embedded store reads a whole match before it applies a limit, and takes no index under `$or` and `$and`. So what
 * isn't narrowed by an indexed field is walked in windows with two bounds, alternatives are asked for one by one, and
 * cursors are compared here. No user input becomes a regular expression.
 */
export async function search<T extends object>(
  model: Model<T>,
  query: Search<T>,
  plan: SearchPlan = READ_ALL,
): Promise<Page<T>> {
  const { limit, from = 0 } = query;
  const cursor = query.before ?? query.after;
  const sort = sortOf(query, plan);
  const request: PageRequest = {
    sort,
    cursor: cursor === undefined ? null : decodeCursor(cursor, sort.length),
    wanted: limit === null ? null : limit + from,
  };
  const order = plan.narrow.map(({ field }) => field);
  const ways = filtersOf(query.where, order).map((filter) => wayOf(filter, limit, sort, plan));
  const found = await Promise.all(ways.map((way) => readWay(model, way, request)));
  const items = merge(found, sort).slice(from, request.wanted ?? undefined);
  if (query.before !== undefined) items.reverse();
  const counted = limit === null ? exactly(items.length) : await countMatches(model, ways);
  return { items, ...counted, startCursor: cursorOf(items[0], sort), endCursor: cursorOf(items.at(-1), sort) };
}

/** One filter and how its matches are read: along an axis, or all that it leaves. */
interface Way {
  filter: Filter;
  walked: { field: string; axis: Axis } | null;
}

function wayOf(filter: Filter, limit: number | null, sort: SortStep[], plan: SearchPlan): Way {
  const field = sort[0]?.field ?? plan.sort;
  const axis = plan.axes[field];
  return { filter, walked: axis && limit !== null && !isNarrow(filter, plan) ? { field, axis } : null };
}

/** What a search asks for: everything after the cursor in the sort's direction, and how many of it. */
export interface PageRequest {
  sort: SortStep[];
  cursor: Scalar[] | null;
  wanted: number | null;
}

async function readWay<T>(model: Model<T>, { filter, walked }: Way, request: PageRequest): Promise<T[]> {
  const { sort, cursor, wanted } = request;
  if (walked) return walk(model, filter, walked.axis, request);
  const find = model.find(querySpec(filter), { _id: 0 }).sort(sortSpec(sort));
  if (cursor === null && wanted !== null) find.limit(wanted);
  const rows = (await find.lean()) as unknown as T[];
  const beyond = cursor === null ? rows : rows.filter(beyondCursor(sort, cursor));
  return wanted === null ? beyond : beyond.slice(0, wanted);
}

type Count = Pick<Page<unknown>, 'totalItems' | 'hasMoreTotalItems'>;

/** Alternatives may find the same document, so theirs are counted by key. */
async function countMatches<T>(model: Model<T>, ways: Way[]): Promise<Count> {
  const [first] = ways;
  if (first?.walked && ways.length === 1) {
    const { field, axis } = first.walked;
    return upTo(MOST_WALKED, await countByWalk(model, first.filter, field, axis, MOST_WALKED));
  }
  const limit = MOST_COUNTED + 1;
  if (first && ways.length === 1) {
    return upTo(MOST_COUNTED, await model.countDocuments(querySpec(first.filter), { limit }));
  }
  const keys = ways.map(({ filter }) => model.find(querySpec(filter), { _id: 0, key: 1 }).limit(limit).lean());
  const distinct = new Set((await Promise.all(keys)).flat().map((row) => (row as { key?: unknown }).key));
  return upTo(MOST_COUNTED, distinct.size);
}

function upTo(most: number, total: number): Count {
  return { totalItems: Math.min(total, most), hasMoreTotalItems: total > most };
}

const exactly = (total: number): Count => ({ totalItems: total, hasMoreTotalItems: false });

function sortOf<T>(query: Search<T>, plan: SearchPlan): SortStep[] {
  const asked: { field: string; order: 'asc' | 'desc' }[] =
    query.sort.length > 0 ? [...query.sort] : [{ field: plan.sort, order: 'asc' }];
  if (!asked.some(({ field }) => field === 'key')) asked.push({ field: 'key', order: asked[0]?.order ?? 'asc' });
  const backwards = query.before !== undefined;
  return asked.map(({ field, order }) => ({ field, way: (order === 'asc') === backwards ? -1 : 1 }));
}

function isNarrow(filter: Filter, plan: SearchPlan): boolean {
  return plan.narrow.some(({ field, values, since }) => {
    const operators = filter[field] as { $eq?: unknown; $in?: unknown[] } | undefined;
    if (since) return operators !== undefined && ('$gt' in operators || '$gte' in operators);
    const wanted = operators?.$in ?? (operators?.$eq === undefined ? [] : [operators.$eq]);
    if (operators?.$in?.length === 0) return true;
    return wanted.length > 0 && wanted.every((value) => values === undefined || values.includes(value as string));
  });
}

function merge<T>(found: T[][], sort: SortStep[]): T[] {
  const [only = []] = found;
  if (found.length === 1) return only;
  const byKey = new Map(found.flat().map((row) => [(row as { key?: unknown }).key, row]));
  return [...byKey.values()].sort(compareBy(sort));
}
