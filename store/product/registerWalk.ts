import type { Model } from 'mongoose';
import type { RegisterEntry } from '../../protocol/registers';
import type { EntryDoc } from './registers';

export interface EntryPage {
  items: RegisterEntry[];
  nextCursor: string | null;
}

interface Walk {
  term: string;
  accepts: (doc: EntryDoc) => boolean;
  field: 'changeOrder' | 'dueOrder';
  limit: number;
  now: string;
  cursor?: string;
}

const HOUR_MS = 3_600_000;
const GROWTH = 6;
const FIRST_DAY_MS = Date.UTC(2020, 0, 1);
const LAST_DAY_MS = Date.UTC(2100, 0, 1);
/** Clocks of jobs and of who asks may differ. */
const AHEAD_MS = 24 * HOUR_MS;

/**
 * A page along one order, in windows that grow. A query is nothing but a term and two bounds: with one more condition
 * the embedded store leaves the index, and a limit it applies only after it has read the whole match.
 */
export async function walkPages(
  model: Model<EntryDoc>,
  walk: Walk,
): Promise<{ docs: EntryDoc[]; nextCursor: string | null }> {
  const { field, limit, term, accepts } = walk;
  const isUpwards = field === 'dueOrder';
  const found: EntryDoc[] = [];
  for (const window of windowsOf(walk, isUpwards)) {
    const rows = await model
      .find({ terms: term, [field]: window }, { _id: 0 })
      .sort({ [field]: isUpwards ? 1 : -1 })
      .lean<EntryDoc[]>();
    found.push(...rows.filter(accepts));
    if (found.length > limit) break;
  }
  const docs = found.slice(0, limit);
  return { docs, nextCursor: found.length > limit ? (docs.at(-1)?.[field] ?? null) : null };
}

function* windowsOf({ now, cursor }: Walk, isUpwards: boolean): Generator<Record<string, string>> {
  let edge = cursor ?? new Date(isUpwards ? FIRST_DAY_MS : Date.parse(now) + AHEAD_MS).toISOString();
  let isAfterCursor = cursor !== undefined;
  for (let span = (isUpwards ? 24 : 1) * HOUR_MS; ; span *= GROWTH) {
    const at = Date.parse(edge.split(' ')[0] ?? '');
    const other = new Date(isUpwards ? Math.min(at + span, LAST_DAY_MS) : Math.max(at - span, FIRST_DAY_MS));
    const bound = other.toISOString();
    if (isUpwards) yield { [isAfterCursor ? '$gt' : '$gte']: edge, $lt: bound };
    else yield { $gte: bound, $lt: edge };
    if (isUpwards ? at >= LAST_DAY_MS : at <= FIRST_DAY_MS) return;
    edge = bound;
    isAfterCursor = false;
  }
}
