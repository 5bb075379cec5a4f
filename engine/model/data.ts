import type { Expression, Mapping } from './definition';
import { elementsOf, isElement, textOf, type ModdleElement } from './moddle';
import type { ElementReader } from './reader';

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const DATA_ELEMENTS = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

/** Data elements of a scope are its variables, not places for tokens. */
export function isData({ $type }: ModdleElement): boolean {
  return DATA_ELEMENTS.has($type);
}

/** The variable that a data object, property, data input or output stands for: its name, or its id where that can't be one. */
export function variableOf(element: ModdleElement): string {
  const referred = element.get('dataObjectRef') ?? element.get('dataStoreRef');
  if (isElement(referred)) return variableOf(referred);
  const name = textOf(element, 'name') ?? '';
  return IDENTIFIER.test(name) ? name : (textOf(element, 'id') ?? '').replaceAll(/[^\p{L}\p{N}_]/gu, '_');
}

/**
 * Data of the standard's own kind as mappings (BPMN 2.0.2, 10.4): properties and data objects of an inner scope are
 * local variables that begin as null; associations with data inputs map before the element begins, those with data
 * outputs when it completes.
 */
export function readData(source: ElementReader, isRoot: boolean): { inputs: Mapping[]; outputs: Mapping[] } {
  const properties = source.raw('properties');
  const objects = source.raw('flowElements').filter(({ $type }) => $type === 'bpmn:DataObject');
  for (const name of ['ioSpecification', 'inputSet', 'outputSet', 'dataInputs', 'dataOutputs']) source.raw(name);
  // A process's own data may come with its start.
  const local = isRoot
    ? []
    : [...properties, ...objects].flatMap((element) => mappingTo(variableOf(element), source.formal('null', 'data')));
  return {
    inputs: [
      ...local,
      ...source.raw('dataInputAssociations').flatMap((association) => mappingsOf(source, association)),
    ],
    outputs: source.raw('dataOutputAssociations').flatMap((association) => mappingsOf(source, association)),
  };
}

/** A transformation gives the target's value, assignments parts of it; without either it is copied (10.4.2). */
function mappingsOf(source: ElementReader, association: ModdleElement): Mapping[] {
  const targetRef = association.get('targetRef');
  if (!isElement(targetRef)) {
    source.problem('data_invalid', 'Expected a data association to have a target, but it has none');
    return [];
  }
  const target = variableOf(targetRef);
  const assignments = elementsOf(association, 'assignment');
  if (assignments.length > 0) return assignments.flatMap((assignment) => assignmentOf(source, assignment, target));
  const transformation = association.get('transformation');
  if (isElement(transformation)) return mappingTo(target, source.formal(transformation, 'transformation'));
  const from = elementsOf(association, 'sourceRef')[0];
  if (!from) {
    source.problem('data_invalid', `Expected a source or a transformation for '${target}', but there is neither`);
    return [];
  }
  return mappingTo(target, source.formal(variableOf(from), 'data source'));
}

/** `to` is the target or a path into it, with or without its name in front. */
function assignmentOf(source: ElementReader, assignment: ModdleElement, target: string): Mapping[] {
  const from = assignment.get('from');
  const to = assignment.get('to');
  const path = isElement(to) ? (textOf(to, 'body')?.trim().replace(/^=\s*/, '') ?? '') : '';
  if (!isElement(from) || !path.split('.').every((name) => IDENTIFIER.test(name) && name !== '__proto__')) {
    source.problem('data_invalid', `Expected an assignment from an expression to a path, but its path is '${path}'`);
    return [];
  }
  const isWhole = path === target || path.startsWith(`${target}.`);
  return mappingTo(isWhole ? path : `${target}.${path}`, source.formal(from, 'assignment'));
}

function mappingTo(target: string, value: Expression | null): Mapping[] {
  return value ? [{ source: value, target }] : [];
}
