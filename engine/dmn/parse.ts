import { LOGIC_ELEMENTS, logicIn, readParameters, requiredLogic } from './logic';
import type { Decision, DecisionModel, DecisionService, DmnProblem, KnowledgeModel, Requirement } from './model';
import { allNames, DocumentReader, nameOf } from './reader';
import { childOf, childrenOf, parseXml, type XmlElement } from './xml';

export type DecisionParseResult = { ok: true; decisions: DecisionModel } | { ok: false; problems: DmnProblem[] };

const DRG_ELEMENTS = ['decision', 'inputData', 'businessKnowledgeModel', 'decisionService'];
const ARTIFACTS = [
  'itemDefinition',
  'import',
  'knowledgeSource',
  'textAnnotation',
  'association',
  'group',
  'elementCollection',
];
const ORGANISATION = ['organizationUnit', 'performanceIndicator'];

/**
 * Parses a DMN document (1.1 to 1.6) and the documents that it imports. Any problem refuses it; what is not executed is
 * a problem. Deployment calls it, the workflow never does.
 */
export function parseDecisions(xml: string, imports: readonly string[] = []): Promise<DecisionParseResult> {
  return Promise.resolve(parseAll(xml, imports));
}

function parseAll(xml: string, imports: readonly string[]): DecisionParseResult {
  let roots: XmlElement[];
  try {
    roots = [xml, ...imports].map(parseXml);
  } catch (error) {
    return {
      ok: false,
      problems: [{ code: 'dmn_xml', message: error instanceof Error ? error.message : 'Expected XML' }],
    };
  }
  const names = roots.slice(1).flatMap(allNames);
  const readers = roots.map((root) => new DocumentReader(root, names));
  const elements = new Map(
    roots.flatMap((root) =>
      root.children
        .filter(({ name }) => DRG_ELEMENTS.includes(name))
        .map((child) => [`${root.attributes['namespace'] ?? ''}#${idOf(child)}`, child]),
    ),
  );
  const [main] = roots;
  const model: DecisionModel = {
    version: 1,
    id: main?.attributes['id'] ?? '',
    name: main ? nameOf(main) : '',
    namespace: main?.attributes['namespace'] ?? '',
    types: {},
    inputs: [],
    decisions: [],
    knowledge: [],
    services: [],
  };
  readers.forEach((reader) => readDocument(reader, elements, model));
  const problems = [...readers.flatMap((reader) => reader.problems), ...cycles(model)];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, decisions: model };
}

type Elements = ReadonlyMap<string, XmlElement>;

function readDocument(reader: DocumentReader, elements: Elements, model: DecisionModel): void {
  const { root } = reader;
  reader.allow(root, ...DRG_ELEMENTS, ...ARTIFACTS, ...ORGANISATION, 'DMNDI');
  const ids = new Set<string>();
  for (const element of root.children) {
    const id = element.attributes['id'];
    if (id !== undefined && ids.has(id))
      reader.report('dmn_structure', element, `Expected the id '${id}' once, but it comes again`);
    if (id !== undefined) ids.add(id);
  }
  for (const item of childrenOf(root, 'itemDefinition')) model.types[reader.key(nameOf(item))] = reader.itemType(item);
  for (const input of childrenOf(root, 'inputData')) {
    reader.allow(input, 'variable');
    const id = idOf(input);
    model.inputs.push({ key: reader.key(id), id, name: nameOf(input), ...reader.typeOf(childOf(input, 'variable')) });
  }
  model.decisions.push(...childrenOf(root, 'decision').map((element) => readDecision(element, reader, elements)));
  model.knowledge.push(
    ...childrenOf(root, 'businessKnowledgeModel').map((element) => readKnowledge(element, reader, elements)),
  );
  model.services.push(...childrenOf(root, 'decisionService').map((element) => readService(element, reader, elements)));
}

function idOf(element: XmlElement): string {
  return element.attributes['id'] ?? nameOf(element);
}

/** Resolves a reference to where it leads and the names under which this document sees it. */
function requirementOf(
  reference: XmlElement | undefined,
  from: XmlElement,
  reader: DocumentReader,
  elements: Elements,
): Requirement[] {
  const key = reader.keyOfHref(reference);
  const target = elements.get(key);
  if (!target) {
    reader.report(
      'dmn_reference',
      from,
      `Expected an element '${reference?.attributes['href'] ?? ''}', but there is none`,
    );
    return [];
  }
  const prefix = reader.importName(key.slice(0, key.lastIndexOf('#')));
  const variable = childOf(target, 'variable');
  const name = (variable && nameOf(variable)) || nameOf(target);
  return [{ key, path: prefix === undefined ? [name] : [prefix, name] }];
}

function requirementsOf(element: XmlElement, reader: DocumentReader, elements: Elements): Requirement[] {
  const references = [
    ...childrenOf(element, 'informationRequirement').map(
      (each) => childOf(each, 'requiredDecision') ?? childOf(each, 'requiredInput'),
    ),
    ...childrenOf(element, 'knowledgeRequirement').map((each) => childOf(each, 'requiredKnowledge')),
  ];
  return references.flatMap((reference) => requirementOf(reference, element, reader, elements));
}

const DECISION_CHILDREN = [
  'question',
  'allowedAnswers',
  'variable',
  'informationRequirement',
  'knowledgeRequirement',
  'authorityRequirement',
  'supportedObjective',
  'impactedPerformanceIndicator',
  'decisionMaker',
  'decisionOwner',
  'usingProcess',
  'usingTask',
];

function readDecision(element: XmlElement, reader: DocumentReader, elements: Elements): Decision {
  reader.allow(element, ...DECISION_CHILDREN, ...LOGIC_ELEMENTS);
  const id = idOf(element);
  const variable = childOf(element, 'variable');
  const logic = logicIn(element, reader);
  return {
    key: reader.key(id),
    id,
    name: nameOf(element),
    variable: (variable && nameOf(variable)) || nameOf(element),
    ...reader.typeOf(variable),
    requirements: requirementsOf(element, reader, elements),
    ...(logic && { logic }),
  };
}

function readKnowledge(element: XmlElement, reader: DocumentReader, elements: Elements): KnowledgeModel {
  reader.allow(element, 'variable', 'encapsulatedLogic', 'knowledgeRequirement', 'authorityRequirement');
  const id = idOf(element);
  const encapsulated = childOf(element, 'encapsulatedLogic');
  if (!encapsulated)
    reader.report('dmn_structure', element, "Expected 'encapsulatedLogic' in the knowledge model, but there is none");
  const parameters = encapsulated ? readParameters(encapsulated, reader) : [];
  const logic = encapsulated && reader.withParameters(parameters, () => requiredLogic(encapsulated, reader));
  const kind = encapsulated?.attributes['kind'];
  const external = kind === 'Java' || kind === 'PMML';
  return {
    key: reader.key(id),
    id,
    name: nameOf(element),
    ...reader.typeOf(encapsulated),
    requirements: requirementsOf(element, reader, elements),
    parameters,
    logic: logic && !external ? logic : { logic: 'literal', feel: reader.feel(element, '') },
  };
}

function readService(element: XmlElement, reader: DocumentReader, elements: Elements): DecisionService {
  reader.allow(element, 'variable', 'outputDecision', 'encapsulatedDecision', 'inputDecision', 'inputData');
  const id = idOf(element);
  const resolve = (name: string): Requirement[] =>
    childrenOf(element, name).flatMap((reference) => requirementOf(reference, element, reader, elements));
  return {
    key: reader.key(id),
    id,
    name: nameOf(element),
    outputs: resolve('outputDecision'),
    parameters: [...resolve('inputData'), ...resolve('inputDecision')].map(({ key, path }) => {
      const target = elements.get(key);
      return { key, name: path.at(-1) ?? '', ...reader.typeOf(target && childOf(target, 'variable')) };
    }),
  };
}

/** Requirements that lead back to where they start. */
function cycles(model: DecisionModel): DmnProblem[] {
  const requirements = new Map(
    [...model.decisions, ...model.knowledge].map((each) => [each.key, each.requirements.map(({ key }) => key)]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const found: DmnProblem[] = [];
  const visit = (key: string): void => {
    if (state.get(key) === 'done') return;
    if (state.get(key) === 'open') {
      const elementId = key.slice(key.lastIndexOf('#') + 1);
      found.push({
        code: 'dmn_reference',
        elementId,
        message: `Expected requirements without a cycle, but '${elementId}' requires itself`,
      });
      return;
    }
    state.set(key, 'open');
    requirements.get(key)?.forEach(visit);
    state.set(key, 'done');
  };
  [...requirements.keys()].forEach(visit);
  return found;
}
