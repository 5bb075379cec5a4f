import type { Evaluation } from '../runtime/evaluation';
import { civilDateOf, civilDay, daysInMonth, epochDayOf, weekdayOf } from '../values/days';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../values/literals';
import { decimal, type FeelNumber } from '../values/number';
import {
  FeelDate,
  FeelDateTime,
  FeelTime,
  NANOS,
  splitInstant,
  YearMonthDuration,
  type DayTimeDuration,
  type Offset,
} from '../values/temporal';
import type { FeelValue } from '../values/value';
import { isZone } from '../zones';
import {
  builtIn,
  date,
  dateTime,
  day,
  dayTimeDuration,
  integer,
  number,
  optional,
  signature,
  text,
  time,
  type BuiltIns,
} from './define';

function dateOf(year: number, month: number, dayOfMonth: number): FeelValue {
  const epochDay = civilDay(year, month, dayOfMonth);
  return epochDay === null ? null : new FeelDate(epochDay);
}

function timeOf(hour: number, minute: number, second: FeelNumber, offset: DayTimeDuration | null): FeelValue {
  const nanos = decimal(second).times(NANOS).truncated().toNumber();
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || nanos < 0 || nanos >= 60 * NANOS) return null;
  const seconds = offset ? Number(offset.nanos / BigInt(NANOS)) : 0;
  if (Math.abs(seconds) > 18 * 3600) return null;
  return new FeelTime((hour * 3600 + minute * 60) * NANOS + nanos, offset ? { seconds } : null);
}

function joined(from: FeelDate | FeelDateTime, at: FeelTime): FeelDateTime {
  const zone = at.offset?.zone;
  return zone
    ? FeelDateTime.inZone(from.epochDay, at.nanoOfDay, zone)
    : new FeelDateTime(from.epochDay, at.nanoOfDay, at.offset);
}

/** Now, by the clock and offset that the evaluation was given. */
function now({ environment }: Evaluation): FeelDateTime {
  const seconds = environment.offsetMinutes * 60;
  const offset: Offset = { seconds };
  const { epochDay, nanoOfDay } = splitInstant(
    BigInt(Math.trunc(environment.now)) * 1_000_000n + BigInt(seconds) * BigInt(NANOS),
  );
  return new FeelDateTime(epochDay, nanoOfDay, offset);
}

/** Whole months from one day to the other, towards zero. */
function monthsBetween(from: number, to: number): number {
  const [a, b] = [civilDateOf(from), civilDateOf(to)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  if (months > 0 && b.day < a.day) return months - 1;
  if (months < 0 && b.day > a.day) return months + 1;
  return months;
}

function dayOfYear(epochDay: number): number {
  return epochDay - epochDayOf({ year: civilDateOf(epochDay).year, month: 1, day: 1 }) + 1;
}

/** ISO 8601: the week that holds the year's first Thursday is the first. */
function weekOfYear(epochDay: number): number {
  const thursday = epochDay - weekdayOf(epochDay) + 4;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function ofDay(name: string, run: (epochDay: number) => FeelValue): BuiltIns[number] {
  return builtIn(
    name,
    signature({ date: day }, (values) => run(values.date.epochDay)),
  );
}

export const TEMPORALS: BuiltIns = [
  builtIn(
    'date',
    signature({ from: text }, ({ from }) => parseDate(from)),
    signature({ from: day }, ({ from }) => new FeelDate(from.epochDay)),
    signature({ year: integer, month: integer, day: integer }, (values) =>
      dateOf(values.year, values.month, values.day),
    ),
  ),
  builtIn(
    'time',
    signature({ from: text }, ({ from }) => parseTime(from)),
    signature({ from: time }, ({ from }) => from),
    signature({ from: dateTime }, ({ from }) => new FeelTime(from.nanoOfDay, from.offset)),
    signature({ from: date }, () => new FeelTime(0, { seconds: 0 })),
    signature({ hour: integer, minute: integer, second: number, offset: optional(dayTimeDuration) }, (values) =>
      timeOf(values.hour, values.minute, values.second, values.offset),
    ),
  ),
  builtIn(
    'date and time',
    signature({ from: text }, ({ from }) => parseDateTime(from)),
    signature({ from: dateTime }, ({ from }) => from),
    signature({ from: date }, ({ from }) => new FeelDateTime(from.epochDay, 0, null)),
    signature({ date: day, time }, (values) => joined(values.date, values.time)),
    signature({ date: dateTime, timezone: text }, ({ date: from, timezone }) =>
      isZone(timezone) ? FeelDateTime.atInstant(from.instant(), timezone) : null,
    ),
  ),
  builtIn(
    'duration',
    signature({ from: text }, ({ from }) => parseDuration(from)),
    signature({ from: dayTimeDuration }, ({ from }) => from),
  ),
  builtIn(
    'years and months duration',
    signature(
      { from: day, to: day },
      ({ from, to }) => new YearMonthDuration(monthsBetween(from.epochDay, to.epochDay)),
    ),
  ),
  builtIn(
    'now',
    signature({}, (_values, evaluation) => now(evaluation)),
  ),
  builtIn(
    'today',
    signature({}, (_values, evaluation) => new FeelDate(now(evaluation).epochDay)),
  ),
  ofDay('day of week', (epochDay) => WEEKDAYS[weekdayOf(epochDay) - 1] ?? null),
  ofDay('month of year', (epochDay) => MONTHS[civilDateOf(epochDay).month - 1] ?? null),
  ofDay('day of year', dayOfYear),
  ofDay('week of year', weekOfYear),
  ofDay('last day of month', (epochDay) => {
    const { year, month } = civilDateOf(epochDay);
    return new FeelDate(epochDayOf({ year, month, day: daysInMonth(year, month) }));
  }),
];
