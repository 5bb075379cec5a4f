import type { DocumentCell, ValueFormat } from '../../protocol/documents';
import type { JsonValue } from '../../protocol/json';

const LOCALE = 'es-CO';
const ZONE = 'America/Bogota';
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

const numbers = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });
const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeStyle: 'short', timeZone: ZONE });

/** Ids to names; what isn't known stays as it is. */
export type NameOf = (kind: 'person' | 'role' | 'catalogue', id: string, catalogue?: string) => string;

/** A value as people read it, in Spanish and in Bogotá's time. Nothing is `—`. */
export function cellOf(
  value: JsonValue | undefined,
  format: ValueFormat | undefined,
  nameOf: NameOf,
  catalogue?: string,
): DocumentCell {
  if (value === null || value === undefined || value === '') return { text: '—' };
  if (Array.isArray(value)) return { text: value.map((one) => cellOf(one, format, nameOf, catalogue).text).join(', ') };
  if (format === 'person' || format === 'role' || format === 'catalogue')
    return { text: nameOf(format, textOf(value), catalogue) };
  if (format === 'percent' && typeof value === 'number') return { text: `${numbers.format(value)} %`, number: value };
  return plainCell(value);
}

function plainCell(value: JsonValue): DocumentCell {
  if (typeof value === 'number') return { text: numbers.format(value), number: value };
  if (typeof value === 'boolean') return { text: value ? 'Sí' : 'No' };
  if (typeof value !== 'string') return { text: JSON.stringify(value) };
  const format = DATE.test(value) ? days : DATE_TIME.test(value) ? moments : null;
  const time = Date.parse(feelTime(value));
  // What only begins like a time is a text that somebody wrote.
  return { text: format === null || Number.isNaN(time) ? value : format.format(time) };
}

/** FEEL writes the zone behind the offset, which JavaScript doesn't read. */
function feelTime(value: string): string {
  return value.replace(/@.*$/, '').replace(/\[.*$/, '');
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
