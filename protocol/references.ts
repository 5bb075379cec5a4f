import type { JsonValue } from './json';

/** Where a text lies that a variable only refers to. */
export interface Reference {
  owner: 'person' | 'request' | 'text';
  /** Of the person, request or process instance. */
  id: string;
  field: string;
}

const DOCUMENT = /^(person|request):([^#\s]+)#(\S+)$/;
const TEXT = /^text:(\d{1,19}):(\S+)$/;

/**
 * `text:<process instance>:<field>@<user task>`: free text of staff, kept with the instance. The task keeps the rounds
 * of a loop and the answers of several people apart.
 */
export function textReference(processInstanceKey: string, field: string): string {
  return `text:${processInstanceKey}:${field}`;
}

/** `request:<number>#<field>` or `person:<id>#<field>`. */
export function documentReference(owner: 'person' | 'request', id: string, field: string): string {
  return `${owner}:${id}#${field}`;
}

export function parseReference(text: string): Reference | null {
  const [, owner, id, field] = DOCUMENT.exec(text) ?? ['', 'text', ...(TEXT.exec(text)?.slice(1) ?? [])];
  if (owner === undefined || id === undefined || field === undefined) return null;
  return { owner: owner as Reference['owner'], id, field };
}

/** Every reference inside a value, once. */
export function referencesIn(value: JsonValue | undefined): string[] {
  const found = new Set<string>();
  const visit = (one: JsonValue | undefined): void => {
    if (typeof one === 'string') {
      if (parseReference(one)) found.add(one);
    } else if (typeof one === 'object' && one !== null) Object.values(one).forEach(visit);
  };
  visit(value);
  return [...found];
}

/** The value with each reference replaced by its text; those without one stay. */
export function withTexts(value: JsonValue, texts: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === 'string') return texts.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => withTexts(one, texts));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [[name, withTexts(one, texts)]])),
  );
}
