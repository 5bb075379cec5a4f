/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** A quantile by linear interpolation, `q` from 0 to 1. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)] ?? NaN;
  const above = sorted[Math.ceil(at)] ?? NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Medians of two ways to do one work, measured in turns, so that what else the machine does strikes both; a first turn
 * warms them up. `ratio` is the median of each turn's.
 */
export function inTurns(
  turns: number,
  one: () => number,
  other: () => number,
): { one: number; other: number; ratio: number } {
  one();
  other();
  const pairs = Array.from({ length: turns }, () => [one(), other()] as const);
  return {
    one: median(pairs.map(([value]) => value)),
    other: median(pairs.map(([, value]) => value)),
    ratio: median(pairs.map(([value, beside]) => value / beside)),
  };
}

/** Prints rows as a Markdown table, ready for docs/measurements.md. Numbers get three significant digits. */
export function printTable(rows: readonly Record<string, string | number>[]): void {
  const names = Object.keys(rows[0] ?? {});
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  console.log(line(names));
  console.log(line(names.map(() => '---')));
  for (const row of rows) console.log(line(names.map((name) => cell(row[name]))));
  console.log();
}

function cell(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
