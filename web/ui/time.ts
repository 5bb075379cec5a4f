const ZONE = 'America/Bogota';

const dateTime = new Intl.DateTimeFormat('es-CO', { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONE });
const day = new Intl.DateTimeFormat('es-CO', { dateStyle: 'medium', timeZone: ZONE });
const clock = new Intl.DateTimeFormat('es-CO', { timeStyle: 'short', timeZone: ZONE });
const relative = new Intl.RelativeTimeFormat('es-CO', { numeric: 'auto' });

/** Dates as people in Bogotá read them; `at` is RFC 3339 or epoch milliseconds. */
export const formatDateTime = (at: string | number): string => dateTime.format(new Date(at));
export const formatDate = (at: string | number): string => day.format(new Date(at));
export const formatTime = (at: string | number): string => clock.format(new Date(at));
/** A calendar day, `YYYY-MM-DD`. */
export const formatDay = (date: string): string => formatDate(`${date}T12:00:00-05:00`);

const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE });

/** The day of a moment in Bogotá, as `YYYY-MM-DD`. */
export const dayOf = (at: string | number): string => isoDay.format(new Date(at));

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "hace 5 minutos", "dentro de 2 horas"; below a minute "ahora". */
export function formatRelative(at: string | number, now = Date.now()): string {
  const difference = new Date(at).getTime() - now;
  for (const [unit, size] of STEPS) {
    if (Math.abs(difference) >= size) return relative.format(Math.trunc(difference / size), unit);
  }
  return 'ahora';
}

/** A span in words of the clock, e.g. "4 min 10 s". */
export function formatSpan(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
