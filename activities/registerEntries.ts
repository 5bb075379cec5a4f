import { checkEntry, type EntryData } from '../domain/registers/entries';
import type { ReleaseContent } from '../engine/model/release';
import type { JsonValue } from '../protocol/json';
import type { Register, RegisterEntry } from '../protocol/registers';
import type { JobInput } from '../protocol/workflow';
import { optionalTextOf, refuse, releaseOf, textOf, type Job, type JobParts } from './job';

/**
 * `register-entry`: writes one entry. In: register, entry (context of its fields), key? (the same key is the same entry)
 * or amends? (id of one that is there): this becomes its next version, in which fields left out stay and null clears; by?
 * (person id of who decided it).
 * Out: entryId, entryNumber (null in a register without numbers).
 */
export function registerEntry(parts: JobParts): Job {
  return async (input) => {
    const data = contextOf(input.variables.entry, 'entry');
    const draft = { key: optionalTextOf(input, 'key'), entryId: optionalTextOf(input, 'amends'), data };
    const content = await releaseOf(parts, input);
    const [entry] = await writeEntries(parts, input, registerOf(content, input), [draft]);
    return { entryId: entry?.id ?? null, entryNumber: entry?.number ?? null };
  };
}

/** `register-entries`: the same for a list. In: register, entries (contexts; each may have a `key`), by?. Out: entryIds. */
export function registerEntries(parts: JobParts): Job {
  return async (input) => {
    const { entries } = input.variables;
    if (!Array.isArray(entries)) throw refuse(`Expected a list of entries, but got ${JSON.stringify(entries ?? null)}`);
    const drafts = entries.map((one) => {
      const { key = null, ...data } = contextOf(one, 'each of entries');
      if (key !== null && typeof key !== 'string')
        throw refuse(`Expected the key of an entry to be a text, but got ${JSON.stringify(key)}`);
      return { key, entryId: null, data };
    });
    const content = await releaseOf(parts, input);
    const written = await writeEntries(parts, input, registerOf(content, input), drafts);
    return { entryIds: written.map(({ id }) => id) };
  };
}

/** The register that a job names. */
export function registerOf({ registers }: ReleaseContent, input: JobInput): Register {
  const id = textOf(input, 'register');
  const register = Object.hasOwn(registers, id) ? registers[id] : undefined;
  if (!register) throw refuse(`Expected a register ${id}, but the release has none`);
  return register;
}

/** @throws a refusal when the value is no context */
export function contextOf(value: JsonValue | undefined, name: string): EntryData {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw refuse(`Expected ${name} to be a context, but got ${JSON.stringify(value ?? null)}`);
}

/** Writes entries in the name of a job; what doesn't fit the register is refused. */
export async function writeEntries(
  parts: JobParts,
  input: JobInput,
  register: Register,
  drafts: { key: string | null; entryId: string | null; data: EntryData }[],
): Promise<RegisterEntry[]> {
  const { catalogues } = await releaseOf(parts, input);
  const check = (data: EntryData): void => {
    const [problem] = checkEntry(register, data, catalogues);
    if (problem !== undefined) throw refuse(problem);
  };
  const written: RegisterEntry[] = [];
  for (const [index, { key, entryId, data }] of drafts.entries()) {
    if (entryId !== null && (await parts.store.registers.get(entryId))?.register !== register.id)
      throw refuse(`Expected entry ${entryId} in register ${register.id}, but it is not there`);
    const { processInstanceKey, elementInstanceKey } = input;
    const by = optionalTextOf(input, 'by');
    const at = new Date(parts.now()).toISOString();
    const change = { register, key, entryId, data, at, by, processInstanceKey, elementInstanceKey, index, check };
    written.push(await parts.store.registers.write(change));
  }
  return written;
}
