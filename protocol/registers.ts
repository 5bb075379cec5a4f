import type { JsonValue } from './json';

/** Names that every entry has besides its fields. */
export const ENTRY_NAMES = [
  'id',
  'key',
  'number',
  'version',
  'isOpen',
  'createdAt',
  'updatedAt',
  'processInstanceKey',
] as const;

/** What a field of a register holds; `text` is short, `longText` free text, which in variables is a reference. */
export const FIELD_TYPES = [
  'text',
  'longText',
  'number',
  'date',
  'dateTime',
  'boolean',
  'choice',
  'person',
  'role',
  'request',
  'conversation',
  'document',
  'entry',
  'process',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export interface RegisterField {
  key: string;
  label: string;
  type: FieldType;
  /** `choice`: the catalogue whose items may be chosen, or the values themselves. */
  catalogue?: string;
  values?: { value: string; label: string }[];
  /** `entry`: the register whose entries are meant. */
  register?: string;
  required?: boolean;
  /** Several values in a list. */
  multiple?: boolean;
}

/** A typed list of what a procedure keeps, as `registers/<id>.yaml` says it. */
export interface Register {
  id: string;
  label: string;
  description?: string;
  requirement?: string;
  /** How entries are numbered, e.g. `AM-{year}-{seq:4}`. */
  number?: string;
  fields: RegisterField[];
  /** Roles that see the register, besides those who see everything. */
  read: string[];
  /** Fields that the list shows, and those by which it can be narrowed. */
  columns: string[];
  filters: string[];
  /** The field that says until when something must be done. */
  due?: string;
  state?: { field: string; open: string[]; closed: string[] };
}

/** An entry as it is now. Field values are references, decisions and facts; never a person's data. */
export interface RegisterEntry {
  id: string;
  register: string;
  /** By which a process finds its entry again, e.g. a period or an audit's item. */
  key: string | null;
  number: string | null;
  data: Record<string, JsonValue>;
  version: number;
  due: string | null;
  /** Null where the register knows no state. */
  isOpen: boolean | null;
  /** The instance that made it. */
  processInstanceKey: string;
  createdAt: string;
  updatedAt: string;
}

/** One of its versions: what it held, since when, by whom and from where. */
export interface RegisterEntryVersion {
  version: number;
  data: Record<string, JsonValue>;
  at: string;
  /** The person who decided it, where the process says so. */
  by: string | null;
  processInstanceKey: string;
  elementInstanceKey: string;
}
