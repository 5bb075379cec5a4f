import type { JsonValue, Variables } from '../../protocol/json';
import type { Mapping } from '../model/definition';
import type { StepContext } from './context';
import type { ElementInstance } from './execution';
import { evaluateTree } from './expressions';
import { lookUp, mergeUpwards, setLocal } from './variables';
import { parentOf } from './context';

/** Input mappings make local variables, each seeing those before it. */
export function applyInputs(context: StepContext, instance: ElementInstance, mappings: Mapping[]): void {
  if (mappings.length === 0) return;
  setLocal(
    context,
    instance,
    evaluateMappings(context, instance, mappings, () => undefined),
  );
}

/**
 * What becomes of the variables that an element completes with. With output mappings they are local, and only what
 * is mapped leaves; without, each goes to the nearest scope that knows it.
 */
export function applyOutputs(
  context: StepContext,
  instance: ElementInstance,
  mappings: Mapping[],
  variables: Variables,
): void {
  if (mappings.length === 0) return mergeUpwards(context, instance, variables);
  setLocal(context, instance, variables);
  const scope = parentOf(context, instance) ?? instance;
  mergeUpwards(
    context,
    scope,
    evaluateMappings(context, instance, mappings, (name) => lookUp(context, scope, name)),
  );
}

/** `existing` gives the value that a mapping into a path (`request.type`) is merged into. */
function evaluateMappings(
  context: StepContext,
  instance: ElementInstance,
  mappings: Mapping[],
  existing: (name: string) => JsonValue | undefined,
): Variables {
  const results: Variables = {};
  for (const { source, target } of mappings) {
    const value =
      'text' in source ? source.text : evaluateTree(context, instance, source.feel, 'IO_MAPPING_ERROR', results);
    const [name = target, ...path] = target.split('.');
    results[name] = path.length === 0 ? value : putAt(results[name] ?? existing(name) ?? null, path, value);
  }
  return results;
}

function putAt(into: JsonValue, path: string[], value: JsonValue): JsonValue {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const context = typeof into === 'object' && into !== null && !Array.isArray(into) ? into : {};
  return { ...context, [name]: putAt(context[name] ?? null, rest, value) };
}
