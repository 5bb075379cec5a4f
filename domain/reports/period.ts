import type { Figure, Indicator, Period } from '../../protocol/indicators';
import { indicatorSchema } from '../../protocol/indicators';
import type { Catalogue } from '../../protocol/release';
import { daysBetween, periodBefore } from './facts';
import { figureOf, valueOf, type IndicatorTools, type Row } from './indicators';

/** Rows of a source (`requests`, `register:<id>`) of a period. */
export type RowsOf = (indicator: Indicator, period: Period) => Promise<readonly Row[]>;

const DAY_MINUTES = 1_440;

/** The indicators of a catalogue; a deployment has checked them. */
export function indicatorsOf(catalogue: Catalogue | undefined): Indicator[] {
  return (catalogue?.items ?? []).map((item) => indicatorSchema.parse(item));
}

/** Targets that the contracts agree on, by indicator; the first contract that names one counts. */
export function targetsOf(contracts: Catalogue | undefined): Map<string, number> {
  const targets = new Map<string, number>();
  for (const { indicators } of contracts?.items ?? []) {
    if (!Array.isArray(indicators)) continue;
    for (const one of indicators) {
      const { id, target } = one as { id?: unknown; target?: unknown };
      if (typeof id === 'string' && typeof target === 'number' && !targets.has(id)) targets.set(id, target);
    }
  }
  return targets;
}

/** The figures of a period, each with that of the period before. */
export async function figuresFor(
  indicators: readonly Indicator[],
  period: Period,
  { rowsOf, targets, tools }: { rowsOf: RowsOf; targets: ReadonlyMap<string, number>; tools: IndicatorTools },
): Promise<Figure[]> {
  const before = periodBefore(period);
  const figures: Figure[] = [];
  for (const indicator of indicators) {
    const earlier = valueOf(indicator, await rowsOf(indicator, before), minutesOf(before), tools);
    const context = { periodMinutes: minutesOf(period), targets, previous: earlier };
    figures.push(figureOf(indicator, await rowsOf(indicator, period), context, tools));
  }
  return figures;
}

function minutesOf({ from, to }: Period): number {
  return daysBetween(from, to).length * DAY_MINUTES;
}
