import * as calendar from '../../calendar';
import type { Evaluation } from '../runtime/evaluation';
import { FeelDate, FeelDateTime, NANOS, splitInstant } from '../values/temporal';
import { contextOf, type FeelValue } from '../values/value';
import { toDouble } from '../values/number';
import { builtIn, dateTime, day, integer, number, signature, type BuiltIns } from './define';

const MILLI = 1_000_000n;
/** What it costs to work out the holidays by law of one year; of a longer span they are paid with its days. */
const YEAR_STEPS = 30;
/** A holiday as a context takes as much as so many items of a list. */
const HOLIDAY_ITEMS = 15;

/** Runs with the release's calendar; null where it has none. */
function withCalendar(evaluation: Evaluation, run: (data: calendar.CalendarData) => FeelValue): FeelValue {
  const data = evaluation.environment.calendar;
  if (!data) return evaluation.warn('no_calendar', 'Expected the release to have a calendar, but it has none');
  evaluation.charge(YEAR_STEPS);
  try {
    return run(data);
  } catch (error) {
    if (error instanceof RangeError) return evaluation.warn('no_calendar', error.message);
    throw error;
  }
}

/** Epoch milliseconds; a local value is taken at the calendar's offset. */
function millisOf(value: FeelDateTime, data: calendar.CalendarData): number {
  const local = value.offset ?? { seconds: data.offsetMinutes * 60 };
  return Number(new FeelDateTime(value.epochDay, value.nanoOfDay, local).instant() / MILLI);
}

/** Back to a date and time with the offset that the first one had. */
function dateTimeAt(millis: number, like: FeelDateTime, data: calendar.CalendarData): FeelDateTime {
  const seconds = like.offset?.seconds ?? data.offsetMinutes * 60;
  const { epochDay, nanoOfDay } = splitInstant(BigInt(millis) * MILLI + BigInt(seconds) * BigInt(NANOS));
  return new FeelDateTime(epochDay, nanoOfDay, like.offset);
}

export const WORKING_TIME: BuiltIns = [
  builtIn(
    'add working hours',
    signature({ from: dateTime, hours: number }, ({ from, hours }, evaluation) =>
      withCalendar(evaluation, (data) => {
        evaluation.charge(1 + Math.abs(toDouble(hours)) / 4);
        return dateTimeAt(calendar.addWorkingHours(millisOf(from, data), toDouble(hours), data), from, data);
      }),
    ),
  ),
  builtIn(
    'add working days',
    signature({ from: day, days: integer }, ({ from, days }, evaluation) =>
      withCalendar(evaluation, (data) => {
        evaluation.charge(1 + Math.abs(days));
        const epochDay = calendar.addWorkingDaysTo(from.epochDay, days, data);
        return from instanceof FeelDate
          ? new FeelDate(epochDay)
          : new FeelDateTime(epochDay, from.nanoOfDay, from.offset);
      }),
    ),
  ),
  builtIn(
    'working days between',
    signature({ from: day, to: day }, ({ from, to }, evaluation) =>
      withCalendar(evaluation, (data) => {
        evaluation.charge(1 + Math.abs(to.epochDay - from.epochDay));
        return calendar.countWorkingDays(from.epochDay, to.epochDay, data);
      }),
    ),
  ),
  builtIn(
    'working hours between',
    signature({ from: dateTime, to: dateTime }, ({ from, to }, evaluation) =>
      withCalendar(evaluation, (data) => {
        evaluation.charge(1 + Math.abs(to.epochDay - from.epochDay));
        return calendar.workingHoursBetween(millisOf(from, data), millisOf(to, data), data);
      }),
    ),
  ),
  builtIn(
    'is working day',
    signature({ date: day }, (values, evaluation) =>
      withCalendar(evaluation, (data) => calendar.isWorkingEpochDay(values.date.epochDay, data)),
    ),
  ),
  builtIn(
    'colombian holidays',
    signature({ year: integer }, ({ year }, evaluation) => {
      evaluation.charge(YEAR_STEPS);
      const holidays = calendar.colombianHolidays(year);
      evaluation.makeList(holidays.length * HOLIDAY_ITEMS);
      return holidays.map(({ date, name, law }) =>
        contextOf([
          ['date', date],
          ['name', name],
          ['law', law ?? null],
        ]),
      );
    }),
  ),
];
