import type { JsonValue, Variables } from '../../protocol/json';

/** A field of a form whose value is personal, and whose document keeps it. `path` leads to it in the data. */
export interface PersonalPath {
  path: readonly string[];
  owner: 'person' | 'request' | 'instance';
}

/** Where a personal value is kept: the field's name in the document of its owner. */
export type PersonalReference = (owner: PersonalPath['owner'], field: string) => string;

export interface SplitData {
  /** The data with every personal value replaced by a reference to it; empty values stay as they are. */
  variables: Variables;
  /** Personal values by field name, as text, for the document of the request, of the person and of the instance. */
  request: Record<string, string>;
  person: Record<string, string>;
  instance: Record<string, string>;
}

/**
 * Splits what a form handed in: personal values go to their document, variables hold references only.
 * A field inside a list is replaced row by row; its name then carries the row's number (`visits_0_note`).
 */
export function splitPersonal(
  fields: readonly PersonalPath[],
  data: Variables,
  reference: PersonalReference,
): SplitData {
  const split: SplitData = { variables: data, request: {}, person: {}, instance: {} };
  for (const { path, owner } of fields) {
    const replace = (value: JsonValue, field: string): JsonValue => {
      if (value === null || value === '') return value;
      split[owner][field] = typeof value === 'string' ? value : JSON.stringify(value);
      return reference(owner, field);
    };
    split.variables = replaceAt(split.variables, path, [], replace) as Variables;
  }
  return split;
}

function replaceAt(
  value: JsonValue,
  path: readonly string[],
  walked: readonly string[],
  replace: (value: JsonValue, field: string) => JsonValue,
): JsonValue {
  const [name, ...rest] = path;
  if (name === undefined) return replace(value, walked.join('_'));
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const rows = name === '*' ? rest : path;
    return value.map((row, index) => replaceAt(row, rows, [...walked, String(index)], replace));
  }
  const inner = value[name];
  return inner === undefined ? value : { ...value, [name]: replaceAt(inner, rest, [...walked, name], replace) };
}
