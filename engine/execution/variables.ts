import type { JsonValue, Variables } from '../../protocol/json';
import { instanceOf, parentOf, type StepContext } from './context';
import type { ElementInstance } from './execution';
import { Rejected } from './faults';

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

/** Sets variables in this scope, whatever outer scopes have. */
export function setLocal(context: StepContext, scope: ElementInstance, variables: Variables): void {
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
  const perScope = new Map<string, Variables>();
  for (const [name, value] of Object.entries(variables)) {
    const { key } = ownerOf(context, from, name);
    perScope.set(key, { ...perScope.get(key), [name]: value });
  }
  for (const [key, values] of perScope) setLocal(context, instanceOf(context, key), values);
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

/** Refuses names that no expression could read or that would reach into JavaScript's own objects. */
export function checkNames(variables: Variables): void {
  for (const name of Object.keys(variables)) {
    if (name === '' || name === '__proto__')
      throw new Rejected('invalid_argument', `Expected a variable name, but got '${name}'`);
  }
}
