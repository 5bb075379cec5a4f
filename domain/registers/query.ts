import type { JsonValue } from '../../protocol/json';
import type { Register, RegisterEntry } from '../../protocol/registers';
import { isNothing, momentOf, type EntryData } from './entries';

/** Conditions by field, all of which hold: a value, one of a list, or a range (`from` included, `to` not). */
export type EntryWhere = Record<string, JsonValue>;

type Scalar = string | number | boolean;

/**
 * Texts by which the store finds an entry: the register itself and each `field=value` of its filters. One index over
 * them and a time serves every list of every register.
 */
export function termsOf(register: Register, data: EntryData, isOpen: boolean | null): string[] {
  const terms = [register.id];
  if (isOpen !== null) terms.push(termOf(register.id, 'isOpen', isOpen));
  for (const field of register.filters) {
    const value = data[field];
    for (const one of Array.isArray(value) ? value : [value]) {
      if (isScalar(one)) terms.push(termOf(register.id, field, one));
    }
  }
  return terms;
}

/** The term that leaves the fewest entries of a query: any of its plain conditions, else the whole register. */
export function termFor(register: Register, where: EntryWhere): string {
  const indexed = [...register.filters, ...(register.state ? ['isOpen'] : [])];
  const conditions = Object.entries(where).filter(([field, value]) => indexed.includes(field) && isScalar(value));
  // An open entry is the rarer one, but any other condition narrows more.
  const [field, value] = conditions.find(([name]) => name !== 'isOpen') ?? conditions[0] ?? [];
  return field === undefined || !isScalar(value) ? register.id : termOf(register.id, field, value);
}

export function matchesEntry(entry: RegisterEntry, where: EntryWhere): boolean {
  const { id, key, number, version, isOpen, createdAt, updatedAt, processInstanceKey, data } = entry;
  const all = { ...data, id, key, number, version, isOpen, createdAt, updatedAt, processInstanceKey } as EntryData;
  return Object.entries(where).every(([field, wanted]) => matches(all[field], wanted));
}

function matches(value: JsonValue | undefined, wanted: JsonValue): boolean {
  if (wanted === null) return isNothing(value);
  if (Array.isArray(value) && !Array.isArray(wanted)) return value.some((one) => matches(one, wanted));
  if (Array.isArray(wanted)) return wanted.some((one) => matches(value, one));
  if (typeof wanted !== 'object') return value === wanted;
  const { from, to } = wanted;
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  return (
    (isNothing(from) || comparable(value) >= comparable(from)) && (isNothing(to) || comparable(value) < comparable(to))
  );
}

/** Moments with another offset compare by their time; days and numbers as they are. */
function comparable(value: JsonValue): string | number {
  if (typeof value === 'number') return value;
  return momentOf(value) ?? (typeof value === 'string' ? value : JSON.stringify(value));
}

function termOf(register: string, field: string, value: Scalar): string {
  return `${register}|${field}=${String(value)}`;
}

function isScalar(value: JsonValue | undefined): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
