import { civilDateOf, epochDayOf, weekdayOf } from '../values/days';
import { ZONES } from './table';

/** The day and second of a yearly change; `week` 5 is the last of the month, `weekday` 0 Sunday (POSIX `Mm.w.d/time`). */
interface YearlyChange {
  month: number;
  week: number;
  weekday: number;
  second: number;
}

interface Zone {
  /** Epoch seconds, ascending, and the offset that holds from each on; the first holds before. */
  changes: number[];
  offsets: number[];
  /** Daylight saving by rule after the last change. */
  rule?: { standard: number; daylight: number; from: YearlyChange; to: YearlyChange };
}

/** Half minutes, in which the table counts. */
const UNIT = 30;
/** More than any clock is ahead of UTC or behind it. */
const FARTHEST = 16 * 3600;

const zones = new Map<string, Zone>();
/** Lines of the table by name, made at the first question. */
let lines: Map<string, string> | undefined;

function lineOf(name: string): string | undefined {
  lines ??= new Map(
    ZONES.trim()
      .split('\n')
      .flatMap((line) => {
        const [names = '', ...rest] = line.split(';');
        return names.split(' ').map((each) => [each, rest.join(';')] as const);
      }),
  );
  return lines.get(name === 'Z' ? 'UTC' : name);
}

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const line = lineOf(name);
  if (line === undefined) throw new Error(`Expected a known zone, but got '${name}'`);
  const zone = readZone(line);
  zones.set(name, zone);
  return zone;
}

function readZone(line: string): Zone {
  const [offsetText = '', order = '', distances = '', ruleText = ''] = line.split(';');
  const known = numbers(offsetText);
  const changes: number[] = [];
  for (const distance of numbers(distances)) changes.push((changes.at(-1) ?? 0) + distance * UNIT);
  const offsets = [known[0] ?? 0, ...[...order].map((index) => known[parseInt(index, 36)] ?? 0)];
  const [standard, daylight, ...days] = numbers(ruleText);
  if (standard === undefined || daylight === undefined) return { changes, offsets };
  const yearly = ([month = 1, week = 1, weekday = 0, second = 0]: number[]): YearlyChange => ({
    month,
    week,
    weekday,
    second,
  });
  return { changes, offsets, rule: { standard, daylight, from: yearly(days.slice(0, 4)), to: yearly(days.slice(4)) } };
}

function numbers(text: string): number[] {
  return text === '' ? [] : text.split(' ').map((each) => parseInt(each, 36));
}

/** Is it the name of an IANA time zone (or an older name of one)? */
export function isZone(name: string): boolean {
  return lineOf(name) !== undefined;
}

/** Offset in seconds of a zone at a moment (epoch seconds). Before 1970 it is the one of 1970. */
export function zoneOffsetAt(name: string, second: number): number {
  const { changes, offsets, rule } = zoneOf(name);
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle] ?? 0) <= second) low = middle + 1;
    else high = middle;
  }
  return rule && low === changes.length ? offsetByRule(rule, second) : (offsets[low] ?? 0);
}

/**
 * Offset in seconds of a zone at a local time. In the hour that comes twice it is that of the first time; in the one
 * that is left out that of before.
 */
export function zoneOffset(name: string, epochDay: number, secondOfDay: number): number {
  const local = epochDay * 86_400 + secondOfDay;
  const before = zoneOffsetAt(name, local - FARTHEST);
  const after = zoneOffsetAt(name, local + FARTHEST);
  if (before === after || zoneOffsetAt(name, local - before) === before) return before;
  return zoneOffsetAt(name, local - after) === after ? after : before;
}

function offsetByRule({ standard, daylight, from, to }: NonNullable<Zone['rule']>, second: number): number {
  const { year } = civilDateOf(Math.floor((second + standard) / 86_400));
  const [start, end] = [momentOf(from, year, standard), momentOf(to, year, daylight)];
  const isDaylight = start < end ? second >= start && second < end : second >= start || second < end;
  return isDaylight ? daylight : standard;
}

/** The moment of a yearly change; its local time is by the offset that holds before it. */
function momentOf({ month, week, weekday, second }: YearlyChange, year: number, offset: number): number {
  const first = epochDayOf({ year, month, day: 1 });
  const next =
    month === 12 ? epochDayOf({ year: year + 1, month: 1, day: 1 }) : epochDayOf({ year, month: month + 1, day: 1 });
  let day = first + ((weekday - (weekdayOf(first) % 7) + 7) % 7) + (week - 1) * 7;
  while (day >= next) day -= 7;
  return day * 86_400 + second - offset;
}
