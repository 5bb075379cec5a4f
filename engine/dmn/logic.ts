import { isUnaryTests, type FeelNode } from '../feel/tree';
import type { Aggregation, DecisionTable, HitPolicy, Logic, Parameter } from './model';
import { nameOf, type DocumentReader } from './reader';
import { childOf, childrenOf, type XmlElement } from './xml';

type LogicReader = (element: XmlElement, reader: DocumentReader) => Logic;

const READERS: Readonly<Record<string, LogicReader>> = {
  literalExpression: readLiteral,
  decisionTable: (element, reader) => ({ logic: 'table', table: readTable(element, reader) }),
  context: readContext,
  invocation: readInvocation,
  functionDefinition: readFunction,
  list: (element, reader) => ({
    logic: 'list',
    items: element.children.flatMap((child) => optionalLogic(child, reader)),
  }),
  relation: readRelation,
  conditional: (element, reader) => ({
    logic: 'conditional',
    if: inner(element, 'if', reader),
    then: inner(element, 'then', reader),
    else: inner(element, 'else', reader),
  }),
  filter: (element, reader) => ({
    logic: 'filter',
    in: inner(element, 'in', reader),
    match: inner(element, 'match', reader),
  }),
  for: (element, reader) => readIteration(element, reader, 'for', 'return'),
  some: (element, reader) => readIteration(element, reader, 'some', 'satisfies'),
  every: (element, reader) => readIteration(element, reader, 'every', 'satisfies'),
};

export const LOGIC_ELEMENTS: readonly string[] = Object.keys(READERS);

/** The boxed expression among an element's children; undefined where there is none. */
export function logicIn(element: XmlElement, reader: DocumentReader): Logic | undefined {
  return element.children.flatMap((child) => optionalLogic(child, reader))[0];
}

export function requiredLogic(element: XmlElement, reader: DocumentReader): Logic {
  const logic = logicIn(element, reader);
  if (!logic) reader.report('dmn_structure', element, `Expected an expression in '${element.name}', but there is none`);
  return logic ?? { logic: 'list', items: [] };
}

function optionalLogic(element: XmlElement, reader: DocumentReader): Logic[] {
  const read = Object.hasOwn(READERS, element.name) ? READERS[element.name] : undefined;
  return read ? [{ ...read(element, reader), ...reader.typeOf(element) }] : [];
}

function inner(element: XmlElement, name: string, reader: DocumentReader): Logic {
  const child = childOf(element, name);
  if (child) return requiredLogic(child, reader);
  reader.report('dmn_structure', element, `Expected '${name}' in '${element.name}', but there is none`);
  return { logic: 'list', items: [] };
}

function readLiteral(element: XmlElement, reader: DocumentReader): Logic {
  reader.allow(element, 'text', 'typeRef');
  return { logic: 'literal', feel: reader.text(element) };
}

function readContext(element: XmlElement, reader: DocumentReader): Logic {
  reader.allow(element, 'contextEntry');
  const entries: { name: string; value: Logic }[] = [];
  let result: Logic | undefined;
  for (const entry of childrenOf(element, 'contextEntry')) {
    reader.allow(entry, 'variable', ...LOGIC_ELEMENTS);
    const variable = childOf(entry, 'variable');
    const value = requiredLogic(entry, reader);
    if (variable) entries.push({ name: nameOf(variable), value: { ...value, ...reader.typeOf(variable) } });
    else result = value;
  }
  return { logic: 'context', entries, ...(result && { result }) };
}

function readInvocation(element: XmlElement, reader: DocumentReader): Logic {
  reader.allow(element, 'binding', ...LOGIC_ELEMENTS);
  const bindings = childrenOf(element, 'binding').map((binding) => {
    const parameter = childOf(binding, 'parameter');
    if (!parameter) reader.report('dmn_structure', binding, "Expected 'parameter' in 'binding', but there is none");
    return { name: parameter ? nameOf(parameter) : '', value: requiredLogic(binding, reader) };
  });
  return { logic: 'invocation', function: requiredLogic(element, reader), bindings };
}

export function readParameters(element: XmlElement, reader: DocumentReader): Parameter[] {
  return childrenOf(element, 'formalParameter').map((parameter) => ({
    name: nameOf(parameter),
    ...reader.typeOf(parameter),
  }));
}

function readFunction(element: XmlElement, reader: DocumentReader): Logic {
  reader.allow(element, 'formalParameter', ...LOGIC_ELEMENTS);
  const kind = element.attributes['kind'] ?? 'FEEL';
  if (kind !== 'FEEL' && kind !== 'Java' && kind !== 'PMML') {
    reader.report('dmn_unknown', element, `Expected a function of FEEL, Java or PMML, but its kind is '${kind}'`);
  }
  const known = kind === 'Java' || kind === 'PMML' ? kind : 'FEEL';
  return {
    logic: 'function',
    kind: known,
    parameters: readParameters(element, reader),
    body: requiredLogic(element, reader),
  };
}

function readRelation(element: XmlElement, reader: DocumentReader): Logic {
  reader.allow(element, 'column', 'row');
  return {
    logic: 'relation',
    columns: childrenOf(element, 'column').map(nameOf),
    rows: childrenOf(element, 'row').map((row) => row.children.flatMap((child) => optionalLogic(child, reader))),
  };
}

function readIteration(
  element: XmlElement,
  reader: DocumentReader,
  logic: 'for' | 'some' | 'every',
  each: string,
): Logic {
  reader.allow(element, 'in', each);
  const iterator = element.attributes['iteratorVariable'] ?? '';
  return { logic, iterator, in: inner(element, 'in', reader), each: inner(element, each, reader) };
}

const HIT_POLICIES: readonly HitPolicy[] = [
  'UNIQUE',
  'FIRST',
  'PRIORITY',
  'ANY',
  'COLLECT',
  'RULE ORDER',
  'OUTPUT ORDER',
];
const AGGREGATIONS: readonly Aggregation[] = ['SUM', 'COUNT', 'MIN', 'MAX'];

function readTable(element: XmlElement, reader: DocumentReader): DecisionTable {
  reader.allow(element, 'input', 'output', 'rule');
  const policy = element.attributes['hitPolicy'] ?? 'UNIQUE';
  const hitPolicy = HIT_POLICIES.find((known) => known === policy);
  if (!hitPolicy) reader.report('dmn_unknown', element, `Expected a hit policy, but got '${policy}'`);
  const aggregate = element.attributes['aggregation'];
  const aggregation = AGGREGATIONS.find((known) => known === aggregate);
  if (aggregate && !aggregation)
    reader.report('dmn_unknown', element, `Expected an aggregation, but got '${aggregate}'`);
  const inputs = childrenOf(element, 'input').map((input) => readInput(input, reader));
  const outputs = childrenOf(element, 'output').map((output) => readOutput(output, reader));
  if (outputs.length === 0)
    reader.report('dmn_structure', element, 'Expected an output of the table, but there is none');
  if (aggregation && outputs.length > 1)
    reader.report('dmn_structure', element, 'Expected one output to aggregate, but there are more');
  const rules = childrenOf(element, 'rule').map((rule, index) =>
    readRule(rule, index, inputs.length, outputs.length, reader),
  );
  return { hitPolicy: hitPolicy ?? 'UNIQUE', ...(aggregation && { aggregation }), inputs, outputs, rules };
}

function readInput(element: XmlElement, reader: DocumentReader): DecisionTable['inputs'][number] {
  reader.allow(element, 'inputExpression', 'inputValues');
  const expression = childOf(element, 'inputExpression');
  if (!expression) reader.report('dmn_structure', element, "Expected 'inputExpression' in 'input', but there is none");
  const values = childOf(element, 'inputValues');
  const feel = reader.text(expression ?? element);
  return {
    id: element.attributes['id'] ?? '',
    name: element.attributes['label'] ?? (expression && childOf(expression, 'text')?.text.trim()) ?? '',
    feel,
    ...reader.typeOf(expression),
    ...(values && { allowed: reader.text(values, 'unaryTests') }),
  };
}

function readOutput(element: XmlElement, reader: DocumentReader): DecisionTable['outputs'][number] {
  reader.allow(element, 'outputValues', 'defaultOutputEntry');
  const values = childOf(element, 'outputValues');
  const fallback = childOf(element, 'defaultOutputEntry');
  return {
    id: element.attributes['id'] ?? '',
    name: nameOf(element) || (element.attributes['label'] ?? ''),
    ...reader.typeOf(element),
    values: values ? eachTest(reader.text(values, 'unaryTests')) : [],
    ...(fallback && { default: reader.text(fallback) }),
  };
}

/** One tree a test, so that the first that matches a value tells its priority. */
function eachTest(cell: FeelNode): FeelNode[] {
  return (isUnaryTests(cell) ? (cell.tests ?? []) : []).map((test) => ({ node: 'unaryTests', tests: [test] }));
}

function readRule(
  element: XmlElement,
  index: number,
  inputs: number,
  outputs: number,
  reader: DocumentReader,
): DecisionTable['rules'][number] {
  reader.allow(element, 'inputEntry', 'outputEntry');
  const [tests, results] = [childrenOf(element, 'inputEntry'), childrenOf(element, 'outputEntry')];
  if (tests.length !== inputs || results.length !== outputs) {
    const found = `${tests.length} and ${results.length}`;
    reader.report(
      'dmn_structure',
      element,
      `Expected ${inputs} tests and ${outputs} outputs in rule ${index + 1}, but there are ${found}`,
    );
  }
  return {
    id: element.attributes['id'] ?? `rule-${index + 1}`,
    tests: tests.map((entry) => reader.text(entry, 'unaryTests')),
    outputs: results.map((entry) => reader.text(entry)),
  };
}
