import type { Model } from 'mongoose';

const HOUR_MS = 3_600_000;
/** Nothing is older than the product. */
const FIRST_DAY = '2020-01-01T00:00:00.000Z';

/**
 * The newest `limit` documents of a filter whose time field lies before `before`, newest first. Asks for windows that
 * grow until enough was found, since the embedded store reads a whole match before it applies a limit.
 * @param field an indexed field of RFC 3339 UTC strings, together with the filter's own fields
 */
export async function newestBefore<T>(
  model: Model<T>,
  filter: Record<string, unknown>,
  field: string,
  before: string,
  limit: number,
): Promise<T[]> {
  const found: T[] = [];
  let to = before;
  for (let span = 24 * HOUR_MS; found.length < limit && to > FIRST_DAY; span *= 6) {
    const from = new Date(Math.max(Date.parse(to) - span, Date.parse(FIRST_DAY))).toISOString();
    const rows = (await model
      .find({ ...filter, [field]: { $gte: from, $lt: to } })
      .sort({ [field]: -1 })
      .limit(limit - found.length)
      .lean()) as T[];
    found.push(...rows);
    to = from;
  }
  return found;
}
