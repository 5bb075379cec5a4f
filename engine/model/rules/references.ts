import { isElement, type ParsedModel } from '../moddle';

/** References whose type the schema states too narrowly, or that drawings use more freely. */
const UNTYPED = new Set(['bpmn:InputOutputBinding']);

/** A reference to something of another type than the schema says; null when it is right. */
export function referenceProblem({ element, property }: ParsedModel['references'][number]): string | null {
  const type = element.$descriptor.propertiesByName[property]?.type;
  if (!type || !type.startsWith('bpmn:') || UNTYPED.has(element.$type)) return null;
  const value = element.get(property);
  const targets: unknown[] = Array.isArray(value) ? value : [value];
  const wrong = targets.filter(isElement).find((target) => !target.$instanceOf(type));
  return wrong
    ? `Expected ${property.slice(5)} to refer to a ${type.slice(5)}, but it refers to a ${wrong.$type.slice(5)}`
    : null;
}
