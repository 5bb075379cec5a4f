import type { FormComponent } from './types';

/** Colombia has had no daylight saving time since 1993. */
const BOGOTA_OFFSET = '-05:00';
const BOGOTA_OFFSET_MS = -5 * 3_600_000;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d{2}:\d{2})?$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/;

/** A moment within a text, as RFC 3339 or FEEL write it. */
const MOMENT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})(?:@[\w/+-]+|\[[\w/+-]+\])?/g;

/** Moments in a text as people in Bogotá read them, e.g. `20/02/2026, 3:00 p. m.`; the same on every host. */
export function withReadableTimes(text: string): string {
  return text.replace(MOMENT, (moment) => {
    const instant = Date.parse(moment.replace(/[@[].*$/, ''));
    if (Number.isNaN(instant)) return moment;
    const [year, month, day, hour = '', minute] = new Date(instant + BOGOTA_OFFSET_MS).toISOString().split(/[-T:]/);
    const half = Number(hour) < 12 ? 'a. m.' : 'p. m.';
    return `${day}/${month}/${year}, ${Number(hour) % 12 || 12}:${minute} ${half}`;
  });
}

/** Is the text a value that a field of this subtype can hold? */
export function isDateTimeValue(component: FormComponent, text: string): boolean {
  if (component.subtype === 'time') return TIME.test(text);
  if (component.subtype === 'datetime') return DATE_TIME.test(text) && !Number.isNaN(Date.parse(text));
  return DATE.test(text) && isRealDate(text);
}

function isRealDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The stored value as a native input of type date, time or datetime-local wants it, in Bogotá time; '' for none. */
export function toLocalInput(component: FormComponent, value: unknown): string {
  if (typeof value !== 'string' || !isDateTimeValue(component, value)) return '';
  if (component.subtype !== 'time' && component.subtype !== 'datetime') return value;
  if (!/(Z|[+-]\d{2}:\d{2})$/.test(value)) return component.subtype === 'time' ? value.slice(0, 5) : value.slice(0, 16);
  const instant = Date.parse(component.subtype === 'time' ? `2000-01-01T${value}` : value);
  const local = new Date(instant + BOGOTA_OFFSET_MS).toISOString();
  return component.subtype === 'time' ? local.slice(11, 16) : local.slice(0, 16);
}

/** What a native input gave, as the field stores it (`timeSerializingFormat`); null for nothing. */
export function fromLocalInput(component: FormComponent, local: string): string | null {
  if (local === '') return null;
  if (component.subtype !== 'time' && component.subtype !== 'datetime') return local;
  const format = component.timeSerializingFormat ?? 'utc_offset';
  if (format === 'no_timezone') return local;
  if (format === 'utc_offset') return local + BOGOTA_OFFSET;
  const isTime = component.subtype === 'time';
  const utc = new Date(Date.parse(`${isTime ? `2000-01-01T${local}` : local}${BOGOTA_OFFSET}`)).toISOString();
  return isTime ? `${utc.slice(11, 16)}Z` : `${utc.slice(0, 16)}Z`;
}
