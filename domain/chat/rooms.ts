import { PRESENCE_LAPSES_AFTER_MS } from './assignment';
import type { CalendarData } from '../../engine/calendar';
import type { CatalogueItem } from '../../protocol/release';

export interface Opening {
  open: boolean;
  /** RFC 3339 UTC; given while closed, unless the room opens on no day of the next three weeks. */
  opensAt?: string;
  /** Given while open, but for rooms that never close. */
  closesAt?: string;
  /** A shift of the programme is on, but no advisor of it is there. */
  reason?: 'no-advisor';
}

/** A shift of the published programme in a room; times are RFC 3339 UTC. */
export interface RoomShift {
  shiftId: string;
  roomId: string;
  startsAt: string;
  endsAt: string;
  advisors: string[];
  /** `unattended`: it ended without having opened. */
  state: 'planned' | 'open' | 'closed' | 'unattended';
}

/** Advisors may come this long before their shift. */
export const DOORS_BEFORE_MS = 30 * 60_000;

/** Rooms that the programme opens, shift by shift, instead of a clock. */
export const isProgrammed = ({ kind }: CatalogueItem): boolean => kind === 'programmed' || kind === 'forum';

/** Whether a programmed room is open: what its shifts say, which room-opening has opened or not. */
export function openingByShifts(shifts: readonly RoomShift[], now: Date): Opening {
  const at = now.toISOString();
  const current = shifts.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
  const open = current.find(({ state }) => state === 'open');
  if (open) return { open: true, closesAt: open.endsAt };
  const next = shifts
    .map(({ startsAt }) => startsAt)
    .filter((startsAt) => startsAt > at)
    .sort()[0];
  return {
    open: false,
    ...(next === undefined ? {} : { opensAt: next }),
    ...(current.some(({ state }) => state === 'planned') ? { reason: 'no-advisor' } : {}),
  };
}

/** Whether an advisor is in a room now: signed in, not offline, seen a moment ago. */
export function isInRoom(
  presence: { state: string; rooms: readonly string[]; lastSeenAt: string } | null,
  roomId: string,
  now: number,
): boolean {
  if (presence === null || presence.state === 'offline' || !presence.rooms.includes(roomId)) return false;
  return Date.parse(presence.lastSeenAt) >= now - PRESENCE_LAPSES_AFTER_MS;
}

/** The shift in which a person may be in a room now: from half an hour before it starts until it ends. */
export function shiftOf<T extends RoomShift>(shifts: readonly T[], personId: string, now: Date): T | undefined {
  const time = now.getTime();
  return shifts.find(
    ({ advisors, startsAt, endsAt }) =>
      advisors.includes(personId) && Date.parse(startsAt) - DOORS_BEFORE_MS <= time && time < Date.parse(endsAt),
  );
}

interface Hours {
  weekday: number;
  from: string;
  to: string;
}

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 21;

/**
 * Whether a room of the catalogue `rooms` is open. Kind `always` always is; `scheduled` in its `hours` (local times of
 * the calendar's offset) on days that are no holidays.
 */
export function openingOf(room: CatalogueItem, calendar: CalendarData, now: Date): Opening {
  if (room.kind === 'always') return { open: true };
  const holidays = new Set(calendar.holidays.map(({ date }) => date));
  const offsetMs = calendar.offsetMinutes * 60_000;
  const localMidnight = Math.floor((now.getTime() + offsetMs) / DAY_MS) * DAY_MS;
  const windows = Array.from({ length: DAYS_AHEAD }, (_, day) => localMidnight + day * DAY_MS)
    .filter((day) => !holidays.has(new Date(day).toISOString().slice(0, 10)))
    .flatMap((day) =>
      hoursOf(room)
        .filter(({ weekday }) => weekday === weekdayOf(day))
        .map(({ from, to }) => ({
          from: day + minutes(from) * 60_000 - offsetMs,
          to: day + minutes(to) * 60_000 - offsetMs,
        })),
    )
    .sort((a, b) => a.from - b.from);
  const time = now.getTime();
  const current = windows.find(({ from, to }) => from <= time && time < to);
  if (current) return { open: true, closesAt: new Date(current.to).toISOString() };
  const next = windows.find(({ from }) => from > time);
  return next ? { open: false, opensAt: new Date(next.from).toISOString() } : { open: false };
}

/** 1 (Monday) to 7 (Sunday) of a local midnight expressed as UTC. */
function weekdayOf(day: number): number {
  return new Date(day).getUTCDay() || 7;
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}

function hoursOf(room: CatalogueItem): Hours[] {
  return Array.isArray(room.hours) ? (room.hours as unknown as Hours[]) : [];
}
