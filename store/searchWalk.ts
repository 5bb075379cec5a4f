import type { Model } from 'mongoose';
import type { PageRequest } from './search';
import { beyondCursor, querySpec, sortSpec, type Filter, type SortStep } from './searchFilter';

/** A field whose values can be counted off: positions are numbers in the order of the stored values. */
export interface Axis {
  stored(position: number): string;
  position(stored: string): number;
  /** First and last position that a document may have. */
  domain(): Promise<[first: number, last: number]>;
  /** Length of the first window. */
  step: number;
}

/** A window that found too little is followed by one so much longer. */
const GROWTH = 4;

/** The first `wanted` matches after the cursor, window by window along the first sort field. */
export async function walk<T>(
  model: Model<T>,
  filter: Filter,
  axis: Axis,
  { sort, cursor, wanted }: PageRequest,
): Promise<T[]> {
  const [{ field, way }] = sort as [SortStep];
  const edge = cursor?.[0];
  const start = typeof edge === 'string' ? axis.position(edge) : null;
  const found: T[] = [];
  for (const window of await windowsOf(filter[field], axis, way, start)) {
    const missing = (wanted ?? Infinity) - found.length;
    const find = model.find(querySpec(inWindow(filter, field, window)), { _id: 0 }).sort(sortSpec(sort));
    const isAtCursor = cursor !== null && found.length === 0;
    if (!isAtCursor && Number.isFinite(missing)) find.limit(missing);
    const rows = (await find.lean()) as unknown as T[];
    found.push(...(cursor ? rows.filter(beyondCursor(sort, cursor)) : rows).slice(0, missing));
    if (found.length >= (wanted ?? Infinity)) break;
  }
  return found;
}

/** How many matches there are, counted up to one above `most`. */
export async function countByWalk<T>(
  model: Model<T>,
  filter: Filter,
  field: string,
  axis: Axis,
  most: number,
): Promise<number> {
  let count = 0;
  for (const window of await windowsOf(filter[field], axis, -1, null)) {
    count += await model.countDocuments(querySpec(inWindow(filter, field, window)));
    if (count > most) return most + 1;
  }
  return count;
}

/** The walked field comes first: by it the embedded store chooses the index. */
function inWindow(filter: Filter, field: string, window: Window): Filter {
  const { [field]: own, ...others } = filter;
  return { [field]: { ...own, ...window }, ...others };
}

type Window = { $gte: string; $lt: string };

/** Windows from `start` (or the end of the domain) in the direction of `way`, inside the filter's own bounds. */
async function windowsOf(
  own: Record<string, unknown> | undefined,
  axis: Axis,
  way: 1 | -1,
  start: number | null,
): Promise<Window[]> {
  const [first, last] = await axis.domain();
  const bound = (...names: string[]): number[] =>
    names.flatMap((name) => (typeof own?.[name] === 'string' ? [axis.position(own[name])] : []));
  let low = Math.max(first, ...bound('$eq', '$gt', '$gte'), ...(way === 1 && start !== null ? [start] : []));
  let high = 1 + Math.min(last, ...bound('$eq', '$lt', '$lte'), ...(way === -1 && start !== null ? [start] : []));
  const windows: Window[] = [];
  for (let { step } = axis; low < high; step *= GROWTH) {
    const from = way === 1 ? low : Math.max(low, high - step);
    const to = way === 1 ? Math.min(high, low + step) : high;
    windows.push(windowOf(axis, from, to, own));
    if (way === 1) low = to;
    else high = from;
  }
  return windows;
}

/** A bound of the filter's own by the same operator stays where it is the tighter one. */
function windowOf(axis: Axis, from: number, to: number, own: Record<string, unknown> | undefined): Window {
  const window = { $gte: axis.stored(from), $lt: axis.stored(to) };
  const { $gte, $lt } = own ?? {};
  if (typeof $gte === 'string' && $gte > window.$gte) window.$gte = $gte;
  if (typeof $lt === 'string' && $lt < window.$lt) window.$lt = $lt;
  return window;
}
