import type { Figure, Indicator } from '../../protocol/indicators';
import type { JsonValue, Variables } from '../../protocol/json';

export type Row = Record<string, JsonValue>;

/** Indicators with the same key count the same rows of a period: one source, by one date. */
export function sourceKeyOf({ source, date }: Pick<Indicator, 'source' | 'date'>): string {
  return date === undefined ? source : `${source}@${date}`;
}

/** A compiled expression: the names that it uses and its value for them. */
export interface Formula {
  names: readonly string[];
  evaluate: (scope: Variables) => JsonValue;
}

export interface IndicatorTools {
  /** @param source without the leading `=` */
  compile: (source: string) => Formula;
}

export interface FigureContext {
  /** Minutes of the period, for shares of time. */
  periodMinutes: number;
  /** Targets of the contract by indicator, before the catalogue's own. */
  targets: ReadonlyMap<string, number>;
  /** The value for the period before. */
  previous: number | null;
}

/** Relative to the value before: less is called the same. */
const SAME = 0.005;

/** One figure an indicator, over the rows of its source. */
export function figureOf(
  indicator: Indicator,
  rows: readonly Row[],
  context: FigureContext,
  tools: IndicatorTools,
): Figure {
  const { id, label, group, unit, better, by } = indicator;
  const table = countedRows(indicator, rows, tools);
  const formula = tools.compile(indicator.value.slice(1));
  const valueOf = (positions: Iterable<number>): [value: number | null, rows: number] => {
    const measured = measure(table, positions);
    return [rounded(formula.evaluate({ ...measured, periodMinutes: context.periodMinutes })), measured.counted];
  };
  const [value, counted] = valueOf(rows.keys());
  const target = context.targets.get(id) ?? indicator.target ?? null;
  const { previous } = context;
  return {
    id,
    label,
    group,
    unit,
    value,
    target,
    better,
    isMet: value === null || target === null ? null : better === 'higher' ? value >= target : value <= target,
    previous,
    trend: trendOf(value, previous),
    rows: counted,
    parts: by === undefined ? [] : partsOf(by, rows, valueOf),
  };
}

/** Only the value, for comparison. */
export function valueOf(
  indicator: Indicator,
  rows: readonly Row[],
  periodMinutes: number,
  tools: IndicatorTools,
): number | null {
  const measured = measure(countedRows(indicator, rows, tools), rows.keys());
  return rounded(tools.compile(indicator.value.slice(1)).evaluate({ ...measured, periodMinutes }));
}

/** The very rows behind a figure. */
export function rowsBehind(indicator: Indicator, rows: readonly Row[], tools: IndicatorTools): Row[] {
  const { counted } = countedRows(indicator, rows, tools);
  return rows.filter((_, at) => counted[at]);
}

/** By the position of a row: is it looked at, is it counted, and what is its number (NaN without one)? */
interface CountedRows {
  among: Uint8Array;
  counted: Uint8Array;
  numbers: Float64Array | null;
}

function countedRows(
  { among, counts, measure: number }: Indicator,
  rows: readonly Row[],
  tools: IndicatorTools,
): CountedRows {
  const isAmong = predicateOf(among, tools);
  const isCounted = predicateOf(counts, tools);
  const numberOf = number === undefined ? null : remembering(tools.compile(number.slice(1)));
  const table: CountedRows = {
    among: new Uint8Array(rows.length),
    counted: new Uint8Array(rows.length),
    numbers: numberOf && new Float64Array(rows.length).fill(NaN),
  };
  rows.forEach((row, at) => {
    if (!isAmong(row)) return;
    table.among[at] = 1;
    if (!isCounted(row)) return;
    table.counted[at] = 1;
    const value = numberOf?.(row);
    if (table.numbers && typeof value === 'number') table.numbers[at] = value;
  });
  return table;
}

function predicateOf(source: string | undefined, tools: IndicatorTools): (row: Row) => boolean {
  if (source === undefined) return () => true;
  const value = remembering(tools.compile(source.slice(1)));
  return (row) => value(row) === true;
}

type Known = Map<JsonValue | undefined, Known | { value: JsonValue }>;

/** Rows are many, the values that an expression looks at few: each combination is evaluated once. */
function remembering({ names, evaluate }: Formula): (row: Row) => JsonValue {
  const known: Known = new Map();
  const [last = '', ...others] = [...names].reverse();
  const first = others.reverse();
  return (row) => {
    let level = known;
    for (const name of first) {
      let next = level.get(row[name]);
      if (!(next instanceof Map)) level.set(row[name], (next = new Map()));
      level = next;
    }
    const before = level.get(row[last]);
    if (before && !(before instanceof Map)) return before.value;
    // Names of functions are among the names: they must not be hidden by a null.
    const own = names.filter((name) => row[name] !== undefined);
    const value = evaluate(Object.fromEntries(own.map((name) => [name, row[name] ?? null])));
    level.set(row[last], { value });
    return value;
  };
}

type Measured = Variables & { counted: number };

function measure({ among, counted, numbers }: CountedRows, positions: Iterable<number>): Measured {
  let population = 0;
  let count = 0;
  const found: number[] = [];
  for (const at of positions) {
    population += among[at] ?? 0;
    if (!counted[at]) continue;
    count += 1;
    const number = numbers?.[at] ?? NaN;
    if (!Number.isNaN(number)) found.push(number);
  }
  return { population, counted: count, ...statisticsOf(found) };
}

function statisticsOf(numbers: number[]): Variables {
  if (numbers.length === 0) return { sum: 0, mean: null, median: null, p90: null };
  const sorted = Float64Array.from(numbers).sort();
  const sum = numbers.reduce((total, one) => total + one, 0);
  const quantile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { sum, mean: sum / numbers.length, median: quantile(0.5), p90: quantile(0.9) };
}

function rounded(value: JsonValue): number | null {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : null;
}

function partsOf(
  by: string,
  rows: readonly Row[],
  figure: (positions: Iterable<number>) => [value: number | null, rows: number],
): Figure['parts'] {
  const groups = new Map<string, number[]>();
  rows.forEach(({ [by]: key }, at) => {
    if (typeof key !== 'string') return;
    const group = groups.get(key);
    if (group) group.push(at);
    else groups.set(key, [at]);
  });
  return [...groups.keys()].sort().map((key) => {
    const [value, count] = figure(groups.get(key) ?? []);
    return { key, value, rows: count };
  });
}

function trendOf(value: number | null, previous: number | null): Figure['trend'] {
  if (value === null || previous === null) return null;
  const change = value - previous;
  if (Math.abs(change) <= SAME * Math.max(Math.abs(previous), 1)) return 'same';
  return change > 0 ? 'up' : 'down';
}
