import type { TimerKind } from '../model/definition';
import type { TimerPlan } from './timers';

/** Latest instant that a Date can hold. */
const LAST_INSTANT = 8.64e15;
const DATE_TIME =
  /^(-?\d{4,9})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d:?\d\d|@America\/Bogota)?$/;
const DURATION =
  /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const CYCLE = /^R(\d*)\/(?:([^/]+)\/)?(P[^/]+)$/;

/** Epoch milliseconds of a date or date-time; local time without offset counts at `offsetMinutes`, and Bogotá is the one zone that is known by name. */
export function parseInstant(text: string, offsetMinutes: number): number | null {
  const match = DATE_TIME.exec(text.trim());
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const date = dayOf(year, month, day);
  if (!date || hour > 24 || minute > 59 || second > 59) return null;
  const millis = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
  const zone = match[8];
  const offset = zone === undefined || zone.startsWith('@') ? offsetMinutes : offsetOf(zone);
  return date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + millis;
}

/** Midnight UTC of a day, or null when the month doesn't have it. */
function dayOf(year: number, month: number, day: number): Date | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null;
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
}

/** `from` plus an ISO 8601 duration; years and months by the calendar of local time. Null when it is no duration. */
export function addDuration(from: number, duration: string, offsetMinutes: number): number | null {
  const match = DURATION.exec(duration.trim());
  if (!match || duration.trim().endsWith('T') || !/\d/.test(duration)) return null;
  const [, minus, ...parts] = match;
  const sign = minus ? -1 : 1;
  const [years, months, weeks, days, hours, minutes, seconds] = parts.map((part) =>
    Number((part ?? '0').replace(',', '.')),
  );
  const shifted = addMonths(from, sign * ((years ?? 0) * 12 + (months ?? 0)), offsetMinutes);
  const fixed =
    (weeks ?? 0) * 604_800 + (days ?? 0) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  const result = shifted + sign * Math.round(fixed * 1000);
  return Math.abs(result) <= LAST_INSTANT ? result : null;
}

function addMonths(from: number, months: number, offsetMinutes: number): number {
  if (months === 0) return from;
  const local = new Date(from + offsetMinutes * 60_000);
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate();
  local.setUTCDate(Math.min(day, lastDay));
  return local.getTime() - offsetMinutes * 60_000;
}

/** When a timer of this kind and text fires, seen from `now`; null when the text is not of the kind. */
export function planTimer(kind: TimerKind, text: string, now: number, offsetMinutes: number): TimerPlan | null {
  if (kind === 'date') return withDue(parseInstant(text, offsetMinutes));
  if (kind === 'duration') return withDue(addDuration(now, text, offsetMinutes));
  const match = CYCLE.exec(text.trim());
  if (!match) return null;
  const [, count = '', start, interval = ''] = match;
  const next = addDuration(now, interval, offsetMinutes);
  if (next === null || next <= now) return null;
  const dueAt = start === undefined ? next : parseInstant(start, offsetMinutes);
  if (dueAt === null) return null;
  if (count === '0') return null;
  return { dueAt, interval, repetitions: count === '' ? null : Number(count) - 1 };
}

function withDue(dueAt: number | null): TimerPlan | null {
  return dueAt === null ? null : { dueAt };
}

/** The plan of a cycle's next firing, or null when that was the last. */
export function nextRepetition(timer: TimerPlan, offsetMinutes: number): TimerPlan | null {
  const { interval, repetitions, dueAt } = timer;
  if (interval === undefined || repetitions === undefined || repetitions === 0) return null;
  const next = addDuration(dueAt, interval, offsetMinutes);
  return next === null ? null : { dueAt: next, interval, repetitions: repetitions === null ? null : repetitions - 1 };
}

/** Cron as Camunda writes it: second, minute, hour, day, month, weekday, or `@daily` and its like. */
export function isCron(text: string): boolean {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text.trim())) return true;
  const fields = text.trim().split(/\s+/);
  return fields.length === 6 && fields.every((field) => /^[\d*?,/#LW\-A-Z]+$/i.test(field));
}
