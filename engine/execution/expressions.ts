import type { IncidentType } from '../../protocol/events';
import type { JsonValue } from '../../protocol/json';
import { evaluateFeel, type FeelEnvironment, type FeelProblem } from '../feel';
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

/** A value, and where it is null the first reason for that. */
interface Outcome {
  value: JsonValue;
  reason?: FeelProblem;
}

function outcomeOf(
  context: StepContext,
  from: ElementInstance,
  tree: FeelTree,
  incidentType: IncidentType = 'EXTRACT_VALUE_ERROR',
  shadow: Readonly<Record<string, JsonValue>> = {},
): Outcome {
  const scope = (name: string) => (Object.hasOwn(shadow, name) ? shadow[name] : lookUp(context, from, name));
  const result = evaluateFeel(tree, scope, environmentOf(context));
  if (result.ok) return { value: result.value, ...(result.value === null && { reason: result.warnings[0] }) };
  throw new ModelFault(incidentType, `Expected '${tree.source}' to have a value, but ${problemText(result.problem)}`);
}

/** Evaluates FEEL as seen from an element instance; a failure is an incident of type `incidentType`. */
export function evaluateTree(
  context: StepContext,
  from: ElementInstance,
  tree: FeelTree,
  incidentType?: IncidentType,
  shadow?: Readonly<Record<string, JsonValue>>,
): JsonValue {
  return outcomeOf(context, from, tree, incidentType, shadow).value;
}

/** The value of literal text or FEEL. */
export function evaluate(context: StepContext, from: ElementInstance, expression: Expression): JsonValue {
  return outcomeOfEither(context, from, expression).value;
}

function outcomeOfEither(context: StepContext, from: ElementInstance, expression: Expression): Outcome {
  return 'text' in expression ? { value: expression.text } : outcomeOf(context, from, expression.feel);
}

/** A condition; `shadow` holds names that come before all variables. */
export function evaluateBoolean(
  context: StepContext,
  from: ElementInstance,
  tree: FeelTree,
  shadow: Readonly<Record<string, JsonValue>> = {},
): boolean {
  const outcome = outcomeOf(context, from, tree, 'CONDITION_ERROR', shadow);
  if (typeof outcome.value === 'boolean') return outcome.value;
  throw new ModelFault('CONDITION_ERROR', `Expected '${tree.source}' to be true or false, but it is ${told(outcome)}`);
}

/** A required text; numbers are written out. */
export function evaluateText(
  context: StepContext,
  from: ElementInstance,
  expression: Expression,
  what: string,
): string {
  const outcome = outcomeOfEither(context, from, expression);
  const { value } = outcome;
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number') return String(value);
  throw new ModelFault(
    'EXTRACT_VALUE_ERROR',
    `Expected ${what} to be a text, but ${sourceOf(expression)} is ${told(outcome)}`,
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
  const outcome = outcomeOfEither(context, from, expression);
  const { value } = outcome;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= range.min && number <= range.max)
    return number;
  throw new ModelFault(
    'EXTRACT_VALUE_ERROR',
    `Expected ${what} to be a whole number from ${range.min} to ${range.max}, but ${sourceOf(expression)} is ${told(outcome)}`,
  );
}

export function sourceOf(expression: Expression): string {
  return 'text' in expression ? `'${expression.text}'` : `'${expression.feel.source}'`;
}

/** A value that doesn't fit, with the reason of a null and the place of it: "null (at 12: Expected …)". */
function told({ value, reason }: Outcome): string {
  return reason ? `${describe(value)} (${problemText(reason)})` : describe(value);
}

function problemText({ message, from }: FeelProblem): string {
  return from === undefined ? message : `at ${from}: ${message}`;
}

/** A value in a message: short, whatever its size. */
export function describe(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
