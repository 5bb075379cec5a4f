import type { JsonValue, Variables } from '../../protocol/json';
import { instanceOf, parentOf, type StepContext } from './context';
import type { ElementInstance } from './execution';
import { ModelFault, Rejected } from './faults';

/** Of variables that are set at once, as JSON: all of an instance travels in one payload of Temporal, of 2 MB at most. */
const MOST_CHARACTERS = 1_000_000;

/** The value of a name as seen from an element instance: the nearest scope wins. Undefined where nobody has it. */
export function lookUp(context: StepContext, from: ElementInstance, name: string): JsonValue | undefined {
  for (let at: ElementInstance | null = from; at; at = parentOf(context, at)) {
    if (Object.hasOwn(at.variables, name)) return at.variables[name];
  }
  return undefined;
}

/** All variables that an element instance sees. */
export function visibleVariables(context: StepContext, from: ElementInstance): Variables {
  const scopes: ElementInstance[] = [];
  for (let at: ElementInstance | null = from; at; at = parentOf(context, at)) scopes.push(at);
  return Object.assign({}, ...scopes.reverse().map((scope) => scope.variables)) as Variables;
}

/**
 * Sets variables in this scope, whatever outer scopes have.
 * @throws ModelFault for more than fits into an instance
 */
export function setLocal(context: StepContext, scope: ElementInstance, variables: Variables): void {
  faultOfSize(variables);
  put(context, scope, variables);
}

function put(context: StepContext, scope: ElementInstance, variables: Variables): void {
  const changed: Variables = {};
  for (const [name, value] of Object.entries(variables)) {
    if (Object.hasOwn(scope.variables, name) && isSame(scope.variables[name], value)) continue;
    scope.variables[name] = value;
    changed[name] = value;
    context.changedNames.add(name);
  }
  if (Object.keys(changed).length === 0) return;
  context.events.push({ type: 'variables.updated', scopeKey: scope.key, variables: changed });
}

/** Each variable goes to the nearest scope that has it, from `from` outwards; a new one to the process instance. */
export function mergeUpwards(context: StepContext, from: ElementInstance, variables: Variables): void {
  faultOfSize(variables);
  const perScope = new Map<string, Variables>();
  for (const [name, value] of Object.entries(variables)) {
    const { key } = ownerOf(context, from, name);
    perScope.set(key, { ...perScope.get(key), [name]: value });
  }
  for (const [key, values] of perScope) put(context, instanceOf(context, key), values);
}

function ownerOf(context: StepContext, from: ElementInstance, name: string): ElementInstance {
  let at = from;
  for (;;) {
    if (Object.hasOwn(at.variables, name)) return at;
    const parent = parentOf(context, at);
    if (!parent) return at;
    at = parent;
  }
}

function isSame(one: JsonValue | undefined, other: JsonValue): boolean {
  return one === other && (typeof other !== 'object' || other === null);
}

function faultOfSize(variables: Variables): void {
  const name = tooLarge(variables);
  if (name !== null)
    throw new ModelFault('IO_MAPPING_ERROR', `Expected at most ${MOST_CHARACTERS} characters, but '${name}' has more`);
}

/** The first variable with which these are too many characters as JSON, or null. */
function tooLarge(variables: Variables): string | null {
  let left = MOST_CHARACTERS;
  for (const [name, value] of Object.entries(variables)) {
    left = leftAfter(value, left);
    if (left < 0) return name;
  }
  return null;
}

/** Stops counting as soon as nothing is left. */
function leftAfter(value: JsonValue, left: number): number {
  if (typeof value === 'string') return left - value.length - 2;
  if (typeof value !== 'object' || value === null) return left - 5;
  let rest = left - 2;
  for (const [key, inner] of Object.entries(value)) {
    if (rest < 0) break;
    rest = leftAfter(inner, rest - (Array.isArray(value) ? 1 : key.length + 4));
  }
  return rest;
}

/** Refuses more than fits into an instance. */
export function checkSize(variables: Variables): void {
  const name = tooLarge(variables);
  if (name !== null)
    throw new Rejected('invalid_argument', `Expected at most ${MOST_CHARACTERS} characters, but '${name}' has more`);
}

/** Refuses names that no expression could read or that would reach into JavaScript's own objects. */
export function checkNames(variables: Variables): void {
  for (const name of Object.keys(variables)) {
    if (name === '' || name === '__proto__')
      throw new Rejected('invalid_argument', `Expected a variable name, but got '${name}'`);
  }
}
