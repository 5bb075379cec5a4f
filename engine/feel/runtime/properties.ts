import { civilDateOf, weekdayOf } from '../values/days';
import {
  DayTimeDuration,
  durationParts,
  FeelDate,
  FeelDateTime,
  FeelTime,
  NANOS,
  YearMonthDuration,
} from '../values/temporal';
import { FeelRange, type FeelValue } from '../values/value';

/** `value.name` of a date, time, duration or range; undefined where there is no such property. */
export function propertyOf(value: FeelValue, name: string): FeelValue | undefined {
  if (value instanceof FeelDate) return dateProperty(value.epochDay, name);
  if (value instanceof FeelTime) return timeProperty(value, name);
  if (value instanceof FeelDateTime) return dateProperty(value.epochDay, name) ?? timeProperty(value, name);
  if (value instanceof DayTimeDuration) return lengthProperty(value, name);
  if (value instanceof YearMonthDuration) return monthsProperty(value.months, name);
  return value instanceof FeelRange ? rangeProperty(value, name) : undefined;
}

function dateProperty(epochDay: number, name: string): FeelValue | undefined {
  if (name === 'weekday') return weekdayOf(epochDay);
  if (name !== 'year' && name !== 'month' && name !== 'day') return undefined;
  return civilDateOf(epochDay)[name];
}

function timeProperty({ nanoOfDay, offset }: FeelTime | FeelDateTime, name: string): FeelValue | undefined {
  const seconds = Math.floor(nanoOfDay / NANOS);
  switch (name) {
    case 'hour':
      return Math.floor(seconds / 3600);
    case 'minute':
      return Math.floor(seconds / 60) % 60;
    case 'second':
      return seconds % 60;
    case 'time offset':
      return offset ? new DayTimeDuration(BigInt(offset.seconds) * BigInt(NANOS)) : null;
    case 'timezone':
      return offset?.zone ?? null;
    default:
      return undefined;
  }
}

function lengthProperty({ nanos }: DayTimeDuration, name: string): FeelValue | undefined {
  if (name !== 'days' && name !== 'hours' && name !== 'minutes' && name !== 'seconds') return undefined;
  const value = durationParts(nanos)[name];
  return value === 0 ? 0 : value;
}

function monthsProperty(months: number, name: string): FeelValue | undefined {
  if (name === 'years') return Math.trunc(months / 12) + 0;
  return name === 'months' ? (months % 12) + 0 : undefined;
}

function rangeProperty(range: FeelRange, name: string): FeelValue | undefined {
  switch (name) {
    case 'start':
      return range.start;
    case 'end':
      return range.end;
    case 'start included':
      return range.startIncluded;
    case 'end included':
      return range.endIncluded;
    default:
      return undefined;
  }
}
