import { civilDateOf, dateText, epochDayFrom, epochDayOf, weekdayOf } from '../feel/values/days';
import { isColombianHoliday } from './colombia';
import type { CalendarData } from './data';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Days without a working day after which a calendar is taken to have none. */
const MAX_IDLE_DAYS = 400;

interface Index {
  holidays: ReadonlySet<number>;
  /** First and last day of the years of which holidays are given; empty (first > last) where none are. */
  first: number;
  last: number;
  /** Spans in milliseconds of the day, by weekday 1–7. */
  spans: readonly (readonly [from: number, to: number])[][];
}

const indexes = new WeakMap<CalendarData, Index>();

function indexOf(calendar: CalendarData): Index {
  let index = indexes.get(calendar);
  if (!index) {
    const spans: [number, number][][] = Array.from({ length: 8 }, () => []);
    for (const { weekday, from, to } of calendar.workingHours)
      spans[weekday]?.push([millisOfDay(from), millisOfDay(to)]);
    spans.forEach((day) => day.sort(([a], [b]) => a - b));
    const days = calendar.holidays.map(({ date }) => dayFrom(date)).sort((a, b) => a - b);
    const [first, last] = [civilDateOf(days[0] ?? 0).year, civilDateOf(days.at(-1) ?? 0).year];
    index = {
      holidays: new Set(days),
      first: days.length > 0 ? epochDayOf({ year: first, month: 1, day: 1 }) : 1,
      last: days.length > 0 ? epochDayOf({ year: last + 1, month: 1, day: 1 }) - 1 : 0,
      spans,
    };
    indexes.set(calendar, index);
  }
  return index;
}

function millisOfDay(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * HOUR + minutes * 60_000;
}

/** Throws a RangeError where there is no such day. */
function dayFrom(date: string): number {
  const day = epochDayFrom(date);
  if (day === null) throw new RangeError(`Expected a date YYYY-MM-DD, but got '${date}'`);
  return day;
}

/** Years before and after those of the calendar have the holidays of the law: a term that ends there must not be short. */
function isHoliday(epochDay: number, { holidays, first, last }: Index): boolean {
  const isOwn = first > last || (epochDay >= first && epochDay <= last);
  return isOwn ? holidays.has(epochDay) : isColombianHoliday(epochDay);
}

function spansOn(epochDay: number, calendar: CalendarData): readonly (readonly [number, number])[] {
  const index = indexOf(calendar);
  return isHoliday(epochDay, index) ? [] : (index.spans[weekdayOf(epochDay)] ?? []);
}

export function isWorkingEpochDay(epochDay: number, calendar: CalendarData): boolean {
  return spansOn(epochDay, calendar).length > 0;
}

/** Has the local day `YYYY-MM-DD` working hours, and is it no holiday? */
export function isWorkingDay(date: string, calendar: CalendarData): boolean {
  return isWorkingEpochDay(dayFrom(date), calendar);
}

/** The nth working day after (or, negative, before) a day; the day itself does not count. 0 is the day itself. */
export function addWorkingDaysTo(epochDay: number, days: number, calendar: CalendarData): number {
  const step = Math.sign(days);
  let [day, left, idle] = [epochDay, Math.abs(days), 0];
  while (left > 0) {
    day += step;
    if (isWorkingEpochDay(day, calendar)) [left, idle] = [left - 1, 0];
    else if (++idle > MAX_IDLE_DAYS) throw new RangeError('Expected a calendar with working days, but it has none');
  }
  return day;
}

/** As `addWorkingDaysTo`, for `YYYY-MM-DD`. */
export function addWorkingDays(date: string, days: number, calendar: CalendarData): string {
  return dateText(addWorkingDaysTo(dayFrom(date), days, calendar));
}

/** Working days after `from` up to and including `to`, so that `addWorkingDays(from, n)` undoes it; negative backwards. */
export function countWorkingDays(from: number, to: number, calendar: CalendarData): number {
  const step = from <= to ? 1 : -1;
  let count = 0;
  for (let day = from + step; step > 0 ? day <= to : day >= to; day += step)
    if (isWorkingEpochDay(day, calendar)) count += step;
  return count;
}

/** As `countWorkingDays`, for `YYYY-MM-DD`. */
export function workingDaysBetween(from: string, to: string, calendar: CalendarData): number {
  return countWorkingDays(dayFrom(from), dayFrom(to), calendar);
}

/**
 * The moment at which `hours` of working time have passed since `start` (both epoch milliseconds), or, with negative
 * hours, from which they lead to it. Hours may be fractions.
 */
export function addWorkingHours(start: number, hours: number, calendar: CalendarData): number {
  const shift = calendar.offsetMinutes * 60_000;
  const forward = hours >= 0;
  let left = Math.round(Math.abs(hours) * HOUR);
  let at = start + shift;
  let day = Math.floor(at / DAY);
  for (let idle = 0; left > 0; day += forward ? 1 : -1) {
    const spans = spansOn(day, calendar);
    if (spans.length === 0 && ++idle > MAX_IDLE_DAYS)
      throw new RangeError('Expected a calendar with working hours, but it has none');
    if (spans.length > 0) idle = 0;
    for (const [from, to] of forward ? spans : [...spans].reverse()) {
      const [first, last] = forward
        ? [Math.max(day * DAY + from, at), day * DAY + to]
        : [day * DAY + from, Math.min(day * DAY + to, at)];
      const available = Math.max(0, last - first);
      if (available >= left) return (forward ? first + left : last - left) - shift;
      if (available > 0) [left, at] = [left - available, forward ? last : first];
    }
  }
  return start;
}

/** Working hours between two moments (epoch milliseconds), negative when `to` is earlier. */
export function workingHoursBetween(from: number, to: number, calendar: CalendarData): number {
  if (to < from) return -workingHoursBetween(to, from, calendar);
  const shift = calendar.offsetMinutes * 60_000;
  const [start, end] = [from + shift, to + shift];
  let total = 0;
  for (let day = Math.floor(start / DAY); day * DAY < end; day++) {
    for (const [open, close] of spansOn(day, calendar)) {
      total += Math.max(0, Math.min(day * DAY + close, end) - Math.max(day * DAY + open, start));
    }
  }
  return total / HOUR;
}
