import { z } from 'zod';
import type { Problem } from '../../protocol/problem';
import { ENTRY_NAMES, FIELD_TYPES, type Register, type RegisterField } from '../../protocol/registers';
import type { ReleaseContent } from './release';
import { checked } from './yaml';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'it has other than lower case letters, digits and hyphens');
const key = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9]*$/, 'it has other than letters and digits')
  .refine((name) => !(ENTRY_NAMES as readonly string[]).includes(name), 'every entry has that name already');
const field = z.strictObject({
  key,
  label: z.string().min(1),
  type: z.enum(FIELD_TYPES),
  catalogue: z.string().optional(),
  values: z.array(z.strictObject({ value: z.string().min(1), label: z.string().min(1) })).optional(),
  register: z.string().optional(),
  required: z.boolean().optional(),
  multiple: z.boolean().optional(),
});
const register = z.strictObject({
  id,
  label: z.string().min(1),
  description: z.string().optional(),
  requirement: z.string().optional(),
  number: z
    .string()
    .regex(/^[A-Za-z0-9-]*(\{year\}[A-Za-z0-9-]*)?\{seq(:\d)?\}$/, 'it is not of the form AM-{year}-{seq:4}')
    .optional(),
  fields: z.array(field).min(1),
  read: z.array(z.string()).min(1),
  columns: z.array(z.string()).min(1),
  filters: z.array(z.string()).default([]),
  due: z.string().optional(),
  state: z.strictObject({ field: z.string(), open: z.array(z.string()), closed: z.array(z.string()) }).optional(),
});

/** The checked register, or the message of what is wrong with it. */
export function readRegister(value: unknown): Register | string {
  const result = checked(register, value);
  if (typeof result === 'string') return result;
  const keys = new Set(result.fields.map((one) => one.key));
  if (keys.size !== result.fields.length) return 'Expected the keys of the fields to be unique, but two are equal';
  const named = [...result.columns, ...result.filters, result.due ?? [], result.state?.field ?? []].flat();
  const known = new Set<string>([...keys, ...ENTRY_NAMES]);
  const missing = named.find((name) => !known.has(name));
  if (missing !== undefined) return `Expected '${missing}' to be a field, but it is none`;
  return result;
}

/** What registers name elsewhere in the release: catalogues, other registers, roles. */
export function checkRegisters({ registers, catalogues }: ReleaseContent): Problem[] {
  return Object.values(registers).flatMap((one) => {
    const missing = [
      ...one.fields.flatMap((each) => missingOf(each, catalogues, registers)),
      ...one.read.filter((role) => !isRole(role, catalogues)).map((role) => `role '${role}'`),
    ];
    return missing.map((what): Problem => {
      const message = `Expected ${what} in the release, but register '${one.id}' names one that is not there`;
      return { code: 'register_reference_not_found', message, elementId: one.id, severity: 'error' };
    });
  });
}

function missingOf(
  { key: name, type, catalogue, values, register: other }: RegisterField,
  catalogues: ReleaseContent['catalogues'],
  registers: ReleaseContent['registers'],
): string[] {
  if (type === 'choice' && catalogue === undefined && !values) return [`a catalogue or values for '${name}'`];
  return [
    ...(catalogue === undefined || Object.hasOwn(catalogues, catalogue) ? [] : [`catalogue '${catalogue}'`]),
    ...(other === undefined || Object.hasOwn(registers, other) ? [] : [`register '${other}'`]),
  ];
}

/** A deployment without a catalogue of roles can't say who is known. */
function isRole(role: string, { roles }: ReleaseContent['catalogues']): boolean {
  return roles?.items.some((item) => item.id === role) ?? true;
}
