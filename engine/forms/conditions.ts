import { englishTexts } from './language';
import { getAt } from './paths';
import { withReadableTimes } from './datetime';
import type { FormComponent, FormData, FormTools, Path } from './types';

/** Is it FEEL (a text that starts with `=`)? */
export function isFeel(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith('=');
}

/**
 * The names an expression sees, as in form-js: all of the form's data, and in a list `this` (its row), `parent` (what is
 * around the list) and `i` (row numbers from 1, outermost first); each of the three also with underscores around it, for
 * data that has such a key itself.
 */
export function scopeAt(data: FormData, base: Path): Record<string, unknown> {
  let row: unknown = data;
  let parent: unknown = null;
  const numbers: number[] = [];
  base.forEach((step, depth) => {
    if (typeof step !== 'number') return;
    parent = row;
    row = getAt(data, base.slice(0, depth + 1));
    numbers.push(step + 1);
  });
  return { this: row, parent, i: numbers, ...data, _this_: row, _parent_: parent, _i_: numbers };
}

/** The value of an attribute: computed when it is FEEL (null where that fails), else itself. */
export function resolve(value: unknown, data: FormData, base: Path, tools: FormTools): unknown {
  if (!isFeel(value)) return value;
  if (!tools.feel) return undefined;
  try {
    return tools.feel.evaluate(value.slice(1), scopeAt(data, base)) ?? null;
  } catch {
    return null;
  }
}

/** Does the component's condition hide it now? A condition that fails hides nothing. */
export function isHidden(component: FormComponent, data: FormData, base: Path, tools: FormTools): boolean {
  const condition = component.conditional?.hide;
  if (!condition || !tools.feel) return false;
  const source = isFeel(condition) ? condition.slice(1) : condition;
  try {
    return tools.feel.unaryTest(source, scopeAt(data, base)) === true;
  } catch {
    return false;
  }
}

/** May the person not change it (read-only or disabled)? */
export function isReadOnly(component: FormComponent, data: FormData, base: Path, tools: FormTools): boolean {
  return component.disabled === true || resolve(component.readonly, data, base, tools) === true;
}

const TEMPLATE = /\{\{([^{}]*)\}\}/g;

/** FEEL sources between `{{` and `}}` in a text. */
export function templateSources(text: string): string[] {
  return [...text.matchAll(TEMPLATE)].map((match) => (match[1] ?? '').trim());
}

/** A text for people: FEEL as a whole or in `{{ }}` filled in, null as nothing. */
export function fillText(text: string | undefined, data: FormData, base: Path, tools: FormTools): string {
  if (isFeel(text)) return shown(resolve(text, data, base, tools));
  return (text ?? '').replace(TEMPLATE, (_, source: string) => shown(resolve(`=${source.trim()}`, data, base, tools)));
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return withReadableTimes(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Does any component need FEEL? A form without it need not load the evaluator. */
export function usesFeel(components: readonly FormComponent[]): boolean {
  return components.some((component) => feelSources(component).length > 0 || usesFeel(component.components ?? []));
}

/** Every FEEL text of one component with the attribute that holds it, sources without `=`. */
export function feelSources(component: FormComponent): { attribute: string; source: string }[] {
  const found: { attribute: string; source: string }[] = [];
  const { conditional, validate, ...attributes } = component;
  const look = (attribute: string, value: unknown): void => {
    if (typeof value !== 'string') return;
    if (isFeel(value)) found.push({ attribute, source: value.slice(1) });
    else templateSources(value).forEach((source) => found.push({ attribute, source }));
  };
  const hide = conditional?.hide;
  if (hide) found.push({ attribute: 'conditional.hide', source: isFeel(hide) ? hide.slice(1) : hide });
  for (const [name, value] of Object.entries(validate ?? {})) {
    if (isFeel(value)) found.push({ attribute: `validate.${name}`, source: value.slice(1) });
  }
  for (const name of FEEL_ATTRIBUTES) look(name, attributes[name]);
  for (const [name, text] of englishTexts(component)) look(`properties.${name}`, text);
  return found;
}

const FEEL_ATTRIBUTES = [
  'label', 'description', 'text', 'content', 'readonly', 'expression', 'valuesExpression', 'dataSource', 'source', 'alt',
] as const; // prettier-ignore
