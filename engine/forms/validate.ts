import { labelOf, typeOf } from './components';
import { fillText, resolve } from './conditions';
import { spanishMessages } from './messages';
import { optionsOf } from './options';
import { getAt } from './paths';
import type { FieldError, FormComponent, FormData, FormMessages, FormSchema, FormTools, Path } from './types';
import { toLocalInput } from './datetime';
import { walkFields } from './walk';

/** Everything that is wrong with the data of a form, in the order of its fields; empty = it may be handed in. */
export function validate(schema: FormSchema, data: FormData, tools: FormTools): FieldError[] {
  const errors: FieldError[] = [];
  walkFields(schema, data, tools, (component, path, base) => {
    const messages = validateField(component, getAt(data, path), data, base, tools);
    if (messages.length === 0) return;
    const label = fillText(labelOf(component), data, base, tools);
    errors.push({ id: component.id, path: path.join('.'), label, messages });
  });
  return errors;
}

/** What is wrong with one value; disabled fields are never wrong. */
export function validateField(
  component: FormComponent,
  value: unknown,
  data: FormData,
  base: Path,
  tools: FormTools,
): string[] {
  if (component.disabled) return [];
  const messages = tools.messages ?? spanishMessages;
  const rule = (name: keyof NonNullable<FormComponent['validate']>): unknown =>
    resolve(component.validate?.[name], data, base, tools);
  if (isEmpty(component, value)) {
    if (rule('required') === true) return [messages.required];
    // Only spaces: an optional text may be left out, but what is handed in keeps the rules.
    if (typeof value !== 'string' || value === '') return [];
  }
  return [
    ...numberErrors(component, value, messages),
    ...boundErrors(value, rule('min'), rule('max'), messages),
    ...lengthErrors(value, rule('minLength'), rule('maxLength'), messages),
    ...formatErrors(component, value, tools, messages),
    ...choiceErrors(component, value, data, base, tools, messages),
    ...dateErrors(component, value, tools, messages),
  ];
}

/** A box not ticked is no answer; the choice "no" (false) of a radio is one. */
function isEmpty(component: FormComponent, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (value === false) return component.type === 'checkbox';
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

function numberErrors(component: FormComponent, value: unknown, messages: FormMessages): string[] {
  if (component.type !== 'number') return [];
  if (typeof value !== 'number' && typeof value !== 'string') return [messages.notANumber];
  if (!Number.isFinite(Number(value))) return [messages.notANumber];
  return [...digitErrors(component, Number(value), messages), ...stepErrors(component, Number(value), messages)];
}

function digitErrors({ decimalDigits: digits }: FormComponent, value: number, messages: FormMessages): string[] {
  if (digits === undefined || decimalsOf(value) <= digits) return [];
  return [digits === 0 ? messages.integer : messages.decimals(digits)];
}

/** Whole multiples of the step: compared as whole numbers, since 0.3 / 0.1 is not 3. */
function stepErrors({ increment }: FormComponent, value: number, messages: FormMessages): string[] {
  const step = Number(increment);
  if (!increment || !Number.isFinite(step) || step <= 0) return [];
  const scale = 10 ** Math.max(decimalsOf(value), decimalsOf(step));
  return Math.round(value * scale) % Math.round(step * scale) === 0 ? [] : [messages.increment(step)];
}

function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}

function boundErrors(value: unknown, min: unknown, max: unknown, messages: FormMessages): string[] {
  const number = Number(value);
  if (typeof value === 'object' || Number.isNaN(number)) return [];
  const out: string[] = [];
  if (isBound(min) && number < Number(min)) out.push(messages.min(Number(min)));
  if (isBound(max) && number > Number(max)) out.push(messages.max(Number(max)));
  return out;
}

const isBound = (bound: unknown): boolean =>
  (typeof bound === 'number' || (typeof bound === 'string' && bound !== '')) && Number.isFinite(Number(bound));

function lengthErrors(value: unknown, min: unknown, max: unknown, messages: FormMessages): string[] {
  if (typeof value !== 'string') return [];
  const { length } = value.trim();
  const out: string[] = [];
  if (isBound(min) && length < Number(min)) out.push(messages.minLength(Number(min)));
  if (isBound(max) && length > Number(max)) out.push(messages.maxLength(Number(max)));
  return out;
}

const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)*\.[^\s@.]{2,}$/;
const PHONE = /^\+[1-9]\d{6,14}$/;

function formatErrors(component: FormComponent, value: unknown, tools: FormTools, messages: FormMessages): string[] {
  const { pattern, patternErrorMessage, validationType } = component.validate ?? {};
  if (typeof value !== 'string') return [];
  const out: string[] = [];
  if (pattern && !matches(pattern, value, tools)) out.push(patternErrorMessage || messages.pattern);
  if (validationType === 'email' && (value.length > 254 || !EMAIL.test(value))) out.push(messages.email);
  if (validationType === 'phone' && !PHONE.test(value)) out.push(messages.phone);
  return out;
}

function matches(pattern: string, text: string, tools: FormTools): boolean {
  return tools.matches ? tools.matches(pattern, text) : new RegExp(pattern).test(text);
}

function choiceErrors(
  component: FormComponent,
  value: unknown,
  data: FormData,
  base: Path,
  tools: FormTools,
  messages: FormMessages,
): string[] {
  const type = typeOf(component);
  if (!type?.choice) return [];
  const kept = type.sanitise?.(value, component, optionsOf(component, data, base, tools));
  return JSON.stringify(kept) === JSON.stringify(value) ? [] : [messages.notAnOption];
}

function dateErrors(component: FormComponent, value: unknown, tools: FormTools, messages: FormMessages): string[] {
  if (component.type !== 'datetime' || !component.disallowPassedDates || !tools.today) return [];
  if (component.subtype === 'time') return [];
  return toLocalInput(component, value).slice(0, 10) < tools.today ? [messages.pastDate] : [];
}
