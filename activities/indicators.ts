import { formula } from '../engine/feel/formula';
import { figuresFor, indicatorsOf, targetsOf } from '../domain/reports/period';
import { sourceKeyOf, type Row } from '../domain/reports/indicators';
import type { Indicator, Period } from '../protocol/indicators';
import type { JsonValue } from '../protocol/json';
import { optionalTextOf, refuse, releaseOf, type Job, type JobParts } from './job';
import { contextOf } from './registerEntries';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * `indicators`: counts the indicators of a catalogue over a period. In: period ({from, to}: days, both included),
 * indicators? (catalogue id; default `indicators`). Out: figures, and dataset: the hash under which the rows that they
 * were counted from are kept, so that any figure can be counted again.
 */
export function indicators(parts: JobParts): Job {
  const { indicatorRows } = parts.store;
  return async (input) => {
    const period = periodOf(input.variables.period);
    const { catalogues, registers, calendar } = await releaseOf(parts, input);
    const items = indicatorsOf(catalogues[optionalTextOf(input, 'indicators') ?? 'indicators']);
    const environment = { now: parts.now(), offsetMinutes: calendar.offsetMinutes, calendar };
    const read = indicatorRows.reader(registers, new Date(parts.now()));
    const figures = await figuresFor(items, period, {
      rowsOf: read,
      targets: targetsOf(catalogues['contracts']),
      tools: { compile: (source) => formula(source, environment) },
    });
    const dataset = await indicatorRows.keep({ period, sources: await sourcesOf(items, period, read) });
    return { figures: figures as unknown as JsonValue, dataset };
  };
}

async function sourcesOf(
  items: readonly Indicator[],
  period: Period,
  read: (indicator: Indicator, period: Period) => Promise<readonly Row[]>,
): Promise<Record<string, readonly Row[]>> {
  const sources: Record<string, readonly Row[]> = {};
  for (const item of items) sources[sourceKeyOf(item)] ??= await read(item, period);
  return sources;
}

function periodOf(value: JsonValue | undefined): Period {
  const { from, to } = contextOf(value, 'period');
  if (typeof from === 'string' && typeof to === 'string' && DAY.test(from) && DAY.test(to) && from <= to)
    return { from, to };
  throw refuse(`Expected a period of two days, but got ${JSON.stringify(value)}`);
}
