const DAY_MS = 86_400_000;
const BOGOTA_OFFSET_MS = -5 * 3_600_000;

/** The Monday of the week of a day, as `YYYY-MM-DD`. */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  return addDays(date, -((day.getUTCDay() + 6) % 7));
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Date and clock of Bogotá of a moment. */
export function localOf(at: string): { date: string; time: string } {
  const local = new Date(Date.parse(at) + BOGOTA_OFFSET_MS).toISOString();
  return { date: local.slice(0, 10), time: local.slice(11, 16) };
}

export const weekDays = (monday: string): string[] => Array.from({ length: 7 }, (_, day) => addDays(monday, day));

const DAY_NAME = new Intl.DateTimeFormat('es-CO', { weekday: 'long', day: 'numeric', month: 'short', timeZone: 'UTC' });
const SHORT = new Intl.DateTimeFormat('es-CO', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** A day as a heading reads it, e.g. "lunes, 16 de feb". */
export const dayName = (date: string): string => DAY_NAME.format(new Date(`${date}T00:00:00Z`));
export const shortDay = (date: string): string => SHORT.format(new Date(`${date}T00:00:00Z`));
