import { fromLocalInput, toLocalInput } from './datetime';
import type { FormComponent, FormOption } from './types';

/** field: holds a value · container: holds components · list: repeats components · display: only shows · button */
export type ComponentKind = 'field' | 'container' | 'list' | 'display' | 'button';

interface ComponentType {
  kind: ComponentKind;
  empty?: unknown;
  choice?: 'one' | 'many';
  /** Brings a foreign value into the field's own shape; what doesn't fit becomes the empty value. */
  sanitise?(value: unknown, component: FormComponent, options: readonly FormOption[]): unknown;
}

const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
};

function number(value: unknown, component: FormComponent): unknown {
  const isText = typeof value === 'string' && value.trim() !== '';
  if (!isText && typeof value !== 'number') return null;
  if (!Number.isFinite(Number(value))) return null;
  return component.serializeToString ? String(value) : Number(value);
}

const isOption = (value: unknown, options: readonly FormOption[]): boolean =>
  options.some((option) => option.value === value || JSON.stringify(option.value) === JSON.stringify(value));

const one = (value: unknown, _component: FormComponent, options: readonly FormOption[]): unknown =>
  value !== null && isOption(value, options) ? value : null;

const many = (value: unknown, _component: FormComponent, options: readonly FormOption[]): unknown =>
  Array.isArray(value) ? value.filter((item) => isOption(item, options)) : [];

/** In the form's own format, as form-js writes it again when it shows it. */
const dateTime = (value: unknown, component: FormComponent): unknown =>
  typeof value === 'string' ? fromLocalInput(component, toLocalInput(component, value)) : null;

/** References to stored files; the bytes never travel in the data. */
const files = (value: unknown): unknown => {
  const references = Array.isArray(value) ? value.filter((item: unknown) => isFileReference(item)) : [];
  return references.length > 0 ? references : null;
};

function isFileReference(item: unknown): boolean {
  return typeof item === 'object' && item !== null && typeof (item as { id?: unknown }).id === 'string';
}

const field = (rest: Omit<ComponentType, 'kind'>): ComponentType => ({ kind: 'field', ...rest });

/** Every component type that this core runs. Anything else is an error on the screen and a problem at deployment. */
export const componentTypes: Readonly<Record<string, ComponentType>> = {
  textfield: field({ empty: '', sanitise: text }),
  textarea: field({ empty: '', sanitise: text }),
  number: field({ empty: null, sanitise: number }),
  checkbox: field({ empty: false, sanitise: (value) => value === true }),
  radio: field({ empty: null, choice: 'one', sanitise: one }),
  select: field({ empty: null, choice: 'one', sanitise: one }),
  checklist: field({ empty: [], choice: 'many', sanitise: many }),
  taglist: field({ empty: [], choice: 'many', sanitise: many }),
  datetime: field({ empty: null, sanitise: dateTime }),
  filepicker: field({ empty: null, sanitise: files }),
  expression: field({ empty: null }),
  group: { kind: 'container' },
  dynamiclist: { kind: 'list' },
  text: { kind: 'display' },
  html: { kind: 'display' },
  image: { kind: 'display' },
  table: { kind: 'display' },
  separator: { kind: 'display' },
  spacer: { kind: 'display' },
  button: { kind: 'button' },
};

/** The type of a component, or undefined when this core doesn't know it. */
export function typeOf(component: FormComponent): ComponentType | undefined {
  return Object.hasOwn(componentTypes, component.type) ? componentTypes[component.type] : undefined;
}

/** The text a person knows the component by. */
export function labelOf(component: FormComponent): string {
  return component.label ?? component.dateLabel ?? component.timeLabel ?? component.key ?? component.id;
}
