import type { JsonValue } from '../protocol/json';
import { ENTRY_NAMES, type RegisterEntry } from '../protocol/registers';
import { numberOf, refuse, releaseOf, type Job, type JobParts } from './job';
import { contextOf, registerOf } from './registerEntries';

const DEFAULT_LIMIT = 200;
/** What fits into a variable. */
const MOST_ENTRIES = 1_000;
const OF_ENTRY: ReadonlySet<string> = new Set(ENTRY_NAMES);

/**
 * `register-query`: reads entries, the newest change first. In: register, where? (context: field → a value, a list of
 * values, or {from, to} with `to` not included; also isOpen, key, number, createdAt, updatedAt), limit? (200; at most
 * 1,000). Out: entries (contexts with id, key, number, isOpen, createdAt, updatedAt and the fields).
 */
export function registerQuery(parts: JobParts): Job {
  return async (input) => {
    const register = registerOf(await releaseOf(parts, input), input);
    const where = input.variables.where ? contextOf(input.variables.where, 'where') : {};
    const unknown = Object.keys(where).find(
      (name) => !OF_ENTRY.has(name) && !register.fields.some(({ key }) => key === name),
    );
    if (unknown !== undefined) throw refuse(`Expected a field of register ${register.id}, but '${unknown}' is none`);
    const limit = input.variables.limit === undefined ? DEFAULT_LIMIT : numberOf(input, 'limit');
    const { items } = await parts.store.registers.page(register, {
      where,
      limit: Math.min(limit, MOST_ENTRIES),
      now: new Date(parts.now()).toISOString(),
    });
    const fields = register.fields.map(({ key }) => key);
    return { entries: items.map((entry) => contextOfEntry(entry, fields)) };
  };
}

/** Every field is there, null where it has no value: FEEL then needs no test for it. */
function contextOfEntry(entry: RegisterEntry, fields: readonly string[]): JsonValue {
  const { id, key, number, isOpen, createdAt, updatedAt, data } = entry;
  const empty = Object.fromEntries(fields.map((field) => [field, null]));
  return { ...empty, ...data, id, key, number, isOpen, createdAt, updatedAt };
}
