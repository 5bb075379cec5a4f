import { epochDayFrom } from './days';
import {
  DayTimeDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  NANOS,
  YearMonthDuration,
  type Duration,
  type Offset,
  type Temporal,
} from './temporal';
import { isZone, zoneOffset } from '../zones';

const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z|z|[+-]\d{2}:\d{2}(?::\d{2})?|@.+)?$/;
const DAYS_AND_TIME = /^(-)?P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/;
const YEARS_AND_MONTHS = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?$/;
/** ISO 8601 lets a day end at 24:00, which is when the next one begins. */
const MIDNIGHT_AT_END = /^24:00:00(?:\.0+)?(Z|[+-@].*)?$/;
const MAX_OFFSET_HOURS = 18;

export function parseDate(text: string): FeelDate | null {
  const epochDay = epochDayFrom(text);
  return epochDay === null ? null : new FeelDate(epochDay);
}

interface Clock {
  nanoOfDay: number;
  zone: string | undefined;
}

function parseClock(text: string): Clock | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const nanos = Number((match[4] ?? '').padEnd(9, '0').slice(0, 9));
  return { nanoOfDay: (hour * 3600 + minute * 60 + second) * NANOS + nanos, zone: match[5] };
}

/** `Z`, `+05:00` or `@Zone`; undefined where it is none of them. */
function parseOffset(text: string | undefined, epochDay: number, nanoOfDay: number): Offset | null | undefined {
  if (text === undefined) return null;
  if (text === 'Z' || text === 'z') return { seconds: 0 };
  if (text.startsWith('@')) {
    const zone = text.slice(1);
    if (!isZone(zone)) return undefined;
    return { seconds: zoneOffset(zone, epochDay, Math.floor(nanoOfDay / NANOS)), zone };
  }
  const [hours = 0, minutes = 0, seconds = 0] = text.slice(1).split(':').map(Number);
  const total = hours * 3600 + minutes * 60 + seconds;
  if (minutes > 59 || seconds > 59 || total > MAX_OFFSET_HOURS * 3600) return undefined;
  return { seconds: text.startsWith('-') ? -total : total };
}

export function parseTime(text: string): FeelTime | null {
  const clock = parseClock(text);
  if (!clock) return null;
  const offset = parseOffset(clock.zone, 0, clock.nanoOfDay);
  return offset === undefined ? null : new FeelTime(clock.nanoOfDay, offset);
}

export function parseDateTime(text: string): FeelDateTime | null {
  const split = text.indexOf('T');
  const epochDay = epochDayFrom(split < 0 ? text : text.slice(0, split));
  if (epochDay === null) return null;
  if (split < 0) return new FeelDateTime(epochDay, 0, null);
  const midnight = MIDNIGHT_AT_END.exec(text.slice(split + 1));
  if (midnight) return parseDateTime(`${new FeelDate(epochDay + 1).toString()}T00:00:00${midnight[1] ?? ''}`);
  const clock = parseClock(text.slice(split + 1));
  if (!clock) return null;
  const offset = parseOffset(clock.zone, epochDay, clock.nanoOfDay);
  return offset === undefined ? null : new FeelDateTime(epochDay, clock.nanoOfDay, offset);
}

/** Longer texts are no duration that anyone means, and reading their digits takes its time. */
const MAX_DURATION = 200;

export function parseDayTimeDuration(text: string): DayTimeDuration | null {
  if (text.length > MAX_DURATION) return null;
  const match = DAYS_AND_TIME.exec(text);
  if (!match || match.slice(2).every((part) => part === undefined)) return null;
  const part = (index: number): bigint => BigInt(match[index] ?? '0');
  const seconds = part(2) * 86_400n + part(3) * 3600n + part(4) * 60n + part(5);
  const nanos = seconds * BigInt(NANOS) + BigInt((match[6] ?? '').padEnd(9, '0').slice(0, 9));
  return new DayTimeDuration(match[1] ? -nanos : nanos);
}

export function parseYearMonthDuration(text: string): YearMonthDuration | null {
  if (text.length > MAX_DURATION) return null;
  const match = YEARS_AND_MONTHS.exec(text);
  if (!match || (match[2] === undefined && match[3] === undefined)) return null;
  const months = Number(match[2] ?? 0) * 12 + Number(match[3] ?? 0);
  if (!Number.isSafeInteger(months)) return null;
  return new YearMonthDuration(match[1] && months !== 0 ? -months : months);
}

export function parseDuration(text: string): Duration | null {
  return parseYearMonthDuration(text) ?? parseDayTimeDuration(text);
}

/** What `@"…"` holds: a date, a date and time, a time or a duration; null where it is none of them. */
export function parseAtLiteral(text: string): Temporal | Duration | null {
  if (/^-?P/.test(text)) return parseDuration(text);
  if (text.includes('T')) return parseDateTime(text) ?? parseTime(text);
  return parseDate(text) ?? parseTime(text);
}
