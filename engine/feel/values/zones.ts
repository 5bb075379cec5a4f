import { civilDateOf, epochDayOf, weekdayOf } from './days';

/** A change of offset on a weekday of a month: `week` 1–4 from its start, 5 the last; `hour` by the `clock` named. */
interface Change {
  month: number;
  week: number;
  weekday: number;
  hour: number;
  clock: 'utc' | 'standard' | 'wall';
}

interface Zone {
  /** Standard offset in seconds. */
  standard: number;
  /** Daylight saving of one hour, by the rule in force today. */
  daylight?: { from: Change; to: Change };
}

const hours = (value: number): number => value * 3600;

const EUROPE = {
  from: { month: 3, week: 5, weekday: 7, hour: 1, clock: 'utc' },
  to: { month: 10, week: 5, weekday: 7, hour: 1, clock: 'utc' },
} as const;
const UNITED_STATES = {
  from: { month: 3, week: 2, weekday: 7, hour: 2, clock: 'wall' },
  to: { month: 11, week: 1, weekday: 7, hour: 2, clock: 'wall' },
} as const;
const AUSTRALIA = {
  from: { month: 10, week: 1, weekday: 7, hour: 2, clock: 'standard' },
  to: { month: 4, week: 1, weekday: 7, hour: 2, clock: 'standard' },
} as const;

/**
 * The zones that definitions may name, with today's rules for all years. A host's zone data would differ from node to
 * node and from replay to replay.
 */
const ZONES: Readonly<Record<string, Zone>> = {
  'Etc/UTC': { standard: 0 },
  UTC: { standard: 0 },
  Z: { standard: 0 },
  'Etc/GMT': { standard: 0 },
  'America/Bogota': { standard: hours(-5) },
  'America/Lima': { standard: hours(-5) },
  'America/Guayaquil': { standard: hours(-5) },
  'America/Panama': { standard: hours(-5) },
  'America/Caracas': { standard: hours(-4) },
  'America/Mexico_City': { standard: hours(-6) },
  'America/Sao_Paulo': { standard: hours(-3) },
  'America/Argentina/Buenos_Aires': { standard: hours(-3) },
  'America/New_York': { standard: hours(-5), daylight: UNITED_STATES },
  'America/Chicago': { standard: hours(-6), daylight: UNITED_STATES },
  'America/Denver': { standard: hours(-7), daylight: UNITED_STATES },
  'America/Los_Angeles': { standard: hours(-8), daylight: UNITED_STATES },
  'Europe/London': { standard: 0, daylight: EUROPE },
  'Europe/Lisbon': { standard: 0, daylight: EUROPE },
  'Europe/Madrid': { standard: hours(1), daylight: EUROPE },
  'Europe/Paris': { standard: hours(1), daylight: EUROPE },
  'Europe/Berlin': { standard: hours(1), daylight: EUROPE },
  'Europe/Rome': { standard: hours(1), daylight: EUROPE },
  'Asia/Dhaka': { standard: hours(6) },
  'Asia/Tokyo': { standard: hours(9) },
  'Australia/Melbourne': { standard: hours(10), daylight: AUSTRALIA },
  'Australia/Sydney': { standard: hours(10), daylight: AUSTRALIA },
};

export function isZone(name: string): boolean {
  return Object.hasOwn(ZONES, name);
}

/** Offset in seconds of a zone at a local time; in the hour that comes twice, the earlier one. */
export function zoneOffset(name: string, epochDay: number, secondOfDay: number): number {
  const zone = ZONES[name];
  if (!zone) throw new Error(`Expected a known zone, but got '${name}'`);
  if (!zone.daylight) return zone.standard;
  const { year } = civilDateOf(epochDay);
  const local = epochDay * 86_400 + secondOfDay;
  const from = localSecondOf(zone.daylight.from, year, zone.standard, 0);
  // What the clock shows in summer when summer ends.
  const to = localSecondOf(zone.daylight.to, year, zone.standard, 3600);
  const summer = from < to ? local >= from && local < to : local >= from || local < to;
  return zone.standard + (summer ? 3600 : 0);
}

/** The local second at which the offset changes, on a clock `saving` seconds ahead of standard time. */
function localSecondOf(change: Change, year: number, standard: number, saving: number): number {
  const second = dayOf(change, year) * 86_400 + hours(change.hour);
  if (change.clock === 'utc') return second + standard + saving;
  return change.clock === 'standard' ? second + saving : second;
}

function dayOf({ month, week, weekday }: Change, year: number): number {
  if (week < 5) {
    const first = epochDayOf({ year, month, day: 1 });
    return first + ((weekday - weekdayOf(first) + 7) % 7) + (week - 1) * 7;
  }
  const last = epochDayOf({ year: month === 12 ? year + 1 : year, month: (month % 12) + 1, day: 1 }) - 1;
  return last - ((weekdayOf(last) - weekday + 7) % 7);
}
