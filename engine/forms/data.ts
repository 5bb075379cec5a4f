import { typeOf } from './components';
import { isReadOnly, resolve } from './conditions';
import { optionsOf } from './options';
import { getAt, setAt } from './paths';
import type { FieldError, FormComponent, FormData, FormSchema, FormTools, Path } from './types';
import { validate } from './validate';
import { innerPath, valuePath, walkFields } from './walk';

/**
 * The data a form opens with: given values brought into their fields' shape, defaults where nothing is given, empty
 * values else. Data that belongs to no field stays: conditions may need it.
 */
export function initialData(schema: FormSchema, given: FormData, tools: FormTools): FormData {
  return compute(schema, fill(schema.components, given, [], tools), tools);
}

function fill(components: readonly FormComponent[], given: FormData, base: Path, tools: FormTools): FormData {
  let data = given;
  for (const component of components) {
    const kind = typeOf(component)?.kind;
    if (kind === 'container') data = fill(component.components ?? [], data, innerPath(component, base), tools);
    if (kind === 'list') data = fillList(component, data, base, tools);
    if (kind === 'field' && component.key && component.type !== 'expression') {
      const path = valuePath(component, base);
      data = setAt(data, path, startValue(component, getAt(data, path), data, base, tools));
    }
  }
  return data;
}

function fillList(list: FormComponent, given: FormData, base: Path, tools: FormTools): FormData {
  const path = innerPath(list, base);
  const rows = getAt(given, path);
  const count = Array.isArray(rows) ? rows.length : (list.defaultRepetitions ?? 1);
  let data = Array.isArray(rows)
    ? given
    : setAt(
        given,
        path,
        Array.from({ length: count }, () => ({})),
      );
  for (let row = 0; row < count; row++) data = fill(list.components ?? [], data, [...path, row], tools);
  return data;
}

function startValue(component: FormComponent, value: unknown, data: FormData, base: Path, tools: FormTools): unknown {
  const given = value === undefined ? component.defaultValue : value;
  if (given === undefined) return typeOf(component)?.empty ?? null;
  return sanitise(component, given, data, base, tools);
}

/** The value in the shape of its field; what doesn't fit becomes the field's empty value, as in form-js. */
export function sanitise(c: FormComponent, value: unknown, data: FormData, base: Path, tools: FormTools): unknown {
  const type = typeOf(c);
  if (!type?.sanitise) return value;
  return type.sanitise(value, c, type.choice ? optionsOf(c, data, base, tools) : []);
}

/** The data with its expression fields computed, until they no longer change (they may build on each other). */
export function compute(schema: FormSchema, data: FormData, tools: FormTools): FormData {
  if (!tools.feel) return data;
  let current = data;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = current;
    walkFields(schema, before, tools, (component, path, base) => {
      if (component.type !== 'expression') return;
      const value = resolve(component.expression, current, base, tools);
      if (JSON.stringify(value) !== JSON.stringify(getAt(current, path))) current = setAt(current, path, value);
    });
    if (current === before) return current;
  }
  return current;
}

/** Expressions that feed each other in a circle would never settle. */
const MAX_ROUNDS = 10;

/** What a form hands in: the values of its visible fields, without disabled ones. */
export function output(schema: FormSchema, data: FormData, tools: FormTools): FormData {
  let out: FormData = {};
  walkFields(schema, data, tools, (component, path) => {
    if (component.disabled) return;
    out = setAt(out, path, getAt(data, path) ?? typeOf(component)?.empty ?? null);
  });
  return out;
}

/** An empty row for a list. */
export function emptyRow(list: FormComponent, tools: FormTools): FormData {
  return fill(list.components ?? [], {}, [], tools);
}

/**
 * The server's door: takes what a client sent, trusts only what the form lets a person enter (read-only and disabled
 * fields keep `existing`, keys of no field are dropped), computes, validates, and gives the data to store.
 */
export function acceptSubmission(
  schema: FormSchema,
  submitted: FormData,
  existing: FormData,
  tools: FormTools,
): { data: FormData; errors: FieldError[] } {
  const lists = copyLists(schema.components, submitted, existing, []);
  let data = initialData(schema, lists, tools);
  const enter = (): void => {
    const before = data;
    walkFields(schema, before, tools, (component, path, base) => {
      const value = getAt(submitted, path);
      if (value === undefined || component.type === 'expression' || isReadOnly(component, data, base, tools)) return;
      data = setAt(data, path, entered(component, value, data, base, tools));
    });
    data = compute(schema, data, tools);
  };
  // A first answer may show further fields: once more with the conditions as they are now.
  enter();
  enter();
  const errors = validate(schema, data, tools);
  return { data: output(schema, initialData(schema, data, tools), tools), errors };
}

/** Wrong choices and numbers stay as they came, to be reported; a value of another type counts as nothing. */
function entered(component: FormComponent, value: unknown, data: FormData, base: Path, tools: FormTools): unknown {
  if (typeOf(component)?.choice || component.type === 'number') return value;
  return sanitise(component, value, data, base, tools);
}

function copyLists(components: readonly FormComponent[], from: FormData, to: FormData, base: Path): FormData {
  let data = to;
  for (const component of components) {
    const path = innerPath(component, base);
    const kind = typeOf(component)?.kind;
    if (kind === 'container') data = copyLists(component.components ?? [], from, data, path);
    const rows = getAt(from, path);
    if (kind !== 'list' || !Array.isArray(rows)) continue;
    const count = Math.min(rows.length, MAX_ROWS);
    data = setAt(
      data,
      path,
      Array.from({ length: count }, () => ({})),
    );
    for (let row = 0; row < count; row++) data = copyLists(component.components ?? [], from, data, [...path, row]);
  }
  return data;
}

/** No form of a person has more rows; a longer list is an attack on memory. */
const MAX_ROWS = 500;
