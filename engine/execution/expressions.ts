import type { IncidentType } from '../../protocol/events';
import type { JsonValue } from '../../protocol/json';
import { evaluateFeel, type FeelEnvironment } from '../feel';
import type { FeelTree } from '../feel/tree';
import type { Expression } from '../model/definition';
import type { StepContext } from './context';
import type { ElementInstance } from './execution';
import { ModelFault } from './faults';
import { lookUp } from './variables';

export function environmentOf(context: StepContext): FeelEnvironment {
  const { calendar } = context.program;
  return { now: context.now, offsetMinutes: calendar.offsetMinutes, calendar };
}

/** Evaluates FEEL as seen from an element instance; a failure is an incident of type `incidentType`. */
export function evaluateTree(
  context: StepContext,
  from: ElementInstance,
  tree: FeelTree,
  incidentType: IncidentType = 'EXTRACT_VALUE_ERROR',
  shadow: Readonly<Record<string, JsonValue>> = {},
): JsonValue {
  const scope = (name: string) => (Object.hasOwn(shadow, name) ? shadow[name] : lookUp(context, from, name));
  const result = evaluateFeel(tree, scope, environmentOf(context));
  if (result.ok) return result.value;
  throw new ModelFault(incidentType, `Expected '${tree.source}' to have a value, but ${result.problem.message}`);
}

/** The value of literal text or FEEL. */
export function evaluate(context: StepContext, from: ElementInstance, expression: Expression): JsonValue {
  return 'text' in expression ? expression.text : evaluateTree(context, from, expression.feel);
}

/** A condition; `shadow` holds names that come before all variables. */
export function evaluateBoolean(
  context: StepContext,
  from: ElementInstance,
  tree: FeelTree,
  shadow: Readonly<Record<string, JsonValue>> = {},
): boolean {
  const value = evaluateTree(context, from, tree, 'CONDITION_ERROR', shadow);
  if (typeof value === 'boolean') return value;
  throw new ModelFault(
    'CONDITION_ERROR',
    `Expected '${tree.source}' to be true or false, but it is ${describe(value)}`,
  );
}

/** A required text; numbers are written out. */
export function evaluateText(
  context: StepContext,
  from: ElementInstance,
  expression: Expression,
  what: string,
): string {
  const value = evaluate(context, from, expression);
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number') return String(value);
  throw new ModelFault(
    'EXTRACT_VALUE_ERROR',
    `Expected ${what} to be a text, but ${sourceOf(expression)} is ${describe(value)}`,
  );
}

/** A text that may be missing: null and '' are both null. */
export function evaluateOptionalText(
  context: StepContext,
  from: ElementInstance,
  expression: Expression | null,
  what: string,
): string | null {
  if (!expression) return null;
  const value = evaluate(context, from, expression);
  if (value === null || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new ModelFault(
    'EXTRACT_VALUE_ERROR',
    `Expected ${what} to be a text, but ${sourceOf(expression)} is ${describe(value)}`,
  );
}

/** A list of texts: FEEL list, one text, or literal text separated by commas. */
export function evaluateTexts(
  context: StepContext,
  from: ElementInstance,
  expression: Expression | null,
  what: string,
): string[] {
  if (!expression) return [];
  const value = evaluate(context, from, expression);
  const items = typeof value === 'string' ? value.split(',').map((item) => item.trim()) : (value ?? []);
  if (Array.isArray(items) && items.every((item) => typeof item === 'string'))
    return items.filter((item) => item !== '');
  throw new ModelFault(
    'EXTRACT_VALUE_ERROR',
    `Expected ${what} to be a list of texts, but ${sourceOf(expression)} is ${describe(value)}`,
  );
}

export function evaluateInteger(
  context: StepContext,
  from: ElementInstance,
  expression: Expression,
  what: string,
  range: { min: number; max: number },
): number {
  const value = evaluate(context, from, expression);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= range.min && number <= range.max)
    return number;
  throw new ModelFault(
    'EXTRACT_VALUE_ERROR',
    `Expected ${what} to be a whole number from ${range.min} to ${range.max}, but ${sourceOf(expression)} is ${describe(value)}`,
  );
}

export function sourceOf(expression: Expression): string {
  return 'text' in expression ? `'${expression.text}'` : `'${expression.feel.source}'`;
}

/** A value in a message: short, whatever its size. */
export function describe(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
