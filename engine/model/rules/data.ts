import { elementOf, elementsOf, textOf, type ModdleElement } from '../moddle';
import { calledBy } from './activities';
import { rule, type Rule } from './rule';
import { definitionsOf, kindOf } from './structure';

/** Data objects, the inputs and outputs of activities and events, and what flows between them. */
export const dataRules: readonly Rule[] = [
  ...['bpmn:DataObject', 'bpmn:DataInput', 'bpmn:DataOutput'].map((type) =>
    rule(type, 'data_collection_invalid', '10.4.1', (data) => {
      const item = elementOf(data, 'itemSubjectRef');
      if (!item || Boolean(item.get('isCollection')) === Boolean(data.get('isCollection'))) return null;
      return 'Expected isCollection to be the same as of its item definition, but it is not';
    }),
  ),
  rule('bpmn:InputOutputSpecification', 'data_set_invalid', '10.4.1', (specification) => {
    const [inputSets, outputSets] = [elementsOf(specification, 'inputSets'), elementsOf(specification, 'outputSets')];
    const isIn = (sets: ModdleElement[], property: string) => (data: ModdleElement) =>
      sets.some((set) => elementsOf(set, property).includes(data));
    if (!elementsOf(specification, 'dataInputs').every(isIn(inputSets, 'dataInputRefs')))
      return 'Expected each data input to be in an input set, but one is in none';
    if (!elementsOf(specification, 'dataOutputs').every(isIn(outputSets, 'dataOutputRefs')))
      return 'Expected each data output to be in an output set, but one is in none';
    return null;
  }),
  rule('bpmn:InputSet', 'data_set_invalid', '10.4.1', (set) =>
    setProblem(
      set,
      'dataInputRefs',
      ['optionalInputRefs', 'whileExecutingInputRefs'],
      ['outputSetRefs', 'inputSetRefs'],
    ),
  ),
  rule('bpmn:OutputSet', 'data_set_invalid', '10.4.1', (set) =>
    setProblem(
      set,
      'dataOutputRefs',
      ['optionalOutputRefs', 'whileExecutingOutputRefs'],
      ['inputSetRefs', 'outputSetRefs'],
    ),
  ),
  rule('bpmn:DataAssociation', 'data_association_invalid', '10.4.1', (association) => {
    const [sources, target] = [elementsOf(association, 'sourceRef'), elementOf(association, 'targetRef')];
    if (elementOf(association, 'transformation')) return null;
    if (sources.length > 1) return `Expected one source without a transformation, but there are ${sources.length}`;
    const [from, to] = [sources[0] && itemOf(sources[0]), target && itemOf(target)];
    return differ(from, to) ? 'Expected source and target of one item definition, but they differ' : null;
  }),
  rule('bpmn:DataOutputAssociation', 'data_association_invalid', '10.4.1', (association) =>
    elementOf(association, 'targetRef')?.$type === 'bpmn:DataInput'
      ? 'Expected data to flow out into an object, but the target is an input'
      : null,
  ),
  rule('bpmn:Event', 'event_data_invalid', '10.5.1', eventData),
  ...['bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:ReceiveTask'].map((type) =>
    rule(type, 'operation_data_invalid', '10.3.3', operationData),
  ),
  rule('bpmn:CallActivity', 'called_element_data_invalid', '10.3.6', (activity, model) => {
    const called = calledBy(activity, model);
    const [own, its] = [elementOf(activity, 'ioSpecification'), called && elementOf(called, 'ioSpecification')];
    if (!own || !called) return null;
    const same = ['dataInputs', 'dataOutputs'].every(
      (side) => signature(own, side) === (its ? signature(its, side) : ''),
    );
    return same ? null : 'Expected the same data inputs and outputs as the called element has, but they differ';
  }),
  rule('bpmn:CallableElement', 'io_binding_invalid', '10.3.7', ioBinding),
];

function setProblem(set: ModdleElement, all: string, some: string[], [over, back]: [string, string]): string | null {
  const known = elementsOf(set, all);
  for (const name of some) {
    if (!elementsOf(set, name).every((data) => known.includes(data)))
      return `Expected what ${name} names to be among ${all}, but it is not`;
  }
  const isMutual = elementsOf(set, over).every((other) => elementsOf(other, back).includes(set));
  return isMutual ? null : `Expected sets that name each other, but one of ${over} does not`;
}

function itemOf(data: ModdleElement): ModdleElement | null {
  return elementOf(data, 'itemSubjectRef') ?? elementOf(elementOf(data, 'dataObjectRef') ?? data, 'itemSubjectRef');
}

function signature(specification: ModdleElement, side: string): string {
  return elementsOf(specification, side)
    .map((data) => textOf(itemOf(data) ?? data, 'id') ?? '')
    .sort()
    .join(' ');
}

/** With data, one for each definition, of the type that the definition carries. */
function eventData(event: ModdleElement): string | null {
  const side = event.$instanceOf('bpmn:CatchEvent') ? 'dataOutputs' : 'dataInputs';
  const [data, definitions] = [elementsOf(event, side), definitionsOf(event)];
  if (data.length === 0) return null;
  if (data.length < definitions.length)
    return `Expected data for each of ${definitions.length} definitions, but there is for ${data.length}`;
  const differs = definitions.some((definition, index) => {
    const carried = carriedBy(definition);
    const own = data[index] && itemOf(data[index]);
    return differ(carried, own);
  });
  return differs ? 'Expected the item definition that the event carries, but its data has another' : null;
}

function carriedBy(definition: ModdleElement): ModdleElement | null {
  const kind = kindOf(definition);
  if (!['message', 'signal', 'error', 'escalation'].includes(kind)) return null;
  const carrier = elementOf(definition, `${kind}Ref`);
  return carrier && elementOf(carrier, kind === 'message' ? 'itemRef' : 'structureRef');
}

/** What a task sends and receives is what its operation or message carries. */
function operationData(task: ModdleElement): string | null {
  const specification = elementOf(task, 'ioSpecification');
  if (!specification) return null;
  const operation = task.$type === 'bpmn:ServiceTask' ? elementOf(task, 'operationRef') : null;
  const message = task.$type === 'bpmn:ServiceTask' ? null : elementOf(task, 'messageRef');
  const isSending = task.$type === 'bpmn:SendTask';
  const [inputs, outputs] = [elementsOf(specification, 'dataInputs'), elementsOf(specification, 'dataOutputs')];
  if (operation) {
    if (elementsOf(specification, 'inputSets').length !== 1)
      return 'Expected one input set for an operation, but there are more';
    if (
      isOther(inputs, elementOf(operation, 'inMessageRef')) ||
      isOther(outputs, elementOf(operation, 'outMessageRef'))
    )
      return 'Expected the item definitions of its operation, but its data has others';
  }
  if (!message) return null;
  const [data, sets] = isSending ? [inputs, 'inputSets'] : [outputs, 'outputSets'];
  if (data.length > 1 || elementsOf(specification, sets).length > 1)
    return 'Expected at most one set with one item for its message, but there are more';
  return isOther(data, message) ? 'Expected the item definition of its message, but its data has another' : null;
}

function isOther(data: ModdleElement[], message: ModdleElement | null): boolean {
  const carried = message && elementOf(message, 'itemRef');
  return data.some((each) => differ(itemOf(each), carried));
}

/** Two definitions of the same structure are as good as one. */
function differ(one: ModdleElement | null | undefined, other: ModdleElement | null | undefined): boolean {
  if (!one || !other || one === other) return false;
  const structure = textOf(one, 'structureRef');
  return structure === null || structure !== textOf(other, 'structureRef');
}

/** Who offers an interface binds one input and one output to each of its operations. */
function ioBinding(callable: ModdleElement): string | null {
  const operations = elementsOf(callable, 'supportedInterfaceRef').flatMap((each) => elementsOf(each, 'operations'));
  if (operations.length === 0) return null;
  const bindings = elementsOf(callable, 'ioBinding');
  if (bindings.length === 0) return 'Expected a binding of data to its operations, but there is none';
  const wrong = bindings.some((binding) => {
    const operation = elementOf(binding, 'operationRef');
    if (!operation) return true;
    const input = elementOf(binding, 'inputDataRef');
    const output = elementOf(binding, 'outputDataRef');
    return (
      isOther(dataOf(input, 'dataInputRefs'), elementOf(operation, 'inMessageRef')) ||
      isOther(dataOf(output, 'dataOutputRefs'), elementOf(operation, 'outMessageRef'))
    );
  });
  return wrong ? 'Expected a binding of the items that its operation carries, but it binds others' : null;
}

function dataOf(bound: ModdleElement | null, refs: string): ModdleElement[] {
  if (!bound) return [];
  return bound.$type === 'bpmn:InputSet' || bound.$type === 'bpmn:OutputSet' ? elementsOf(bound, refs) : [bound];
}
