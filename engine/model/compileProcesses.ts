import { behaviorOfBpmn } from '../elements/registry';
import type { ElementBehavior } from '../elements/behavior';
import { compileLoop } from '../elements/loops/registry';
import type { ElementType } from '../../protocol/events';
import type { Problem } from '../../protocol/problem';
import { checkProcess } from './checkProcess';
import { connect, startsOf, type Draft } from './connect';
import type { ElementDefinition, ProcessDefinition } from './definition';
import { isData, readData } from './data';
import { hashOf } from './hash';
import { scanXml } from './limits';
import {
  bpmnTypeOf,
  elementsOf,
  parseBpmn,
  textOf,
  usesZeebe,
  ZEEBE_ELEMENTS,
  type ModdleElement,
  type ParsedModel,
} from './moddle';
import { checkRules } from './rules';
import { ElementReader, readMappings, readProperties, readQuantities, type ReadingContext } from './reader';

export interface CompiledProcesses {
  processes: ProcessDefinition[];
  /** Errors and warnings; with an error the processes are not to be used. */
  problems: Problem[];
}

/** Compiles the executable processes of one BPMN file. `resource` names the file in problems. */
export async function compileProcesses(xml: string, resource: string): Promise<CompiledProcesses> {
  const refused = scanXml(xml, ZEEBE_ELEMENTS).map((problem) => ({ ...problem, resource }));
  if (refused.length > 0) return { processes: [], problems: refused };
  let model: ParsedModel;
  try {
    model = await parseBpmn(xml);
  } catch (error) {
    const message = `Expected a BPMN model, but ${error instanceof Error ? error.message.split('\n')[0] : 'it is not one'}`;
    return { processes: [], problems: [{ code: 'bpmn_invalid', message, resource, severity: 'error' }] };
  }
  const context: ReadingContext = {
    problems: [...warningsOf(model, resource), ...checkRules(model, resource)],
    resource,
    references: referencesOf(model),
    expressionLanguage: textOf(model.rootElement, 'expressionLanguage'),
    usesZeebe: usesZeebe(model.rootElement),
  };
  const candidates = elementsOf(model.rootElement, 'rootElements').filter(({ $type }) => $type === 'bpmn:Process');
  const executable = candidates.filter((process) => process.get('isExecutable') === true);
  if (executable.length === 0) {
    context.problems.push({
      code: 'process_missing',
      message: 'Expected a process with isExecutable="true", but there is none',
      resource,
      severity: 'error',
      elementId: textOf(candidates[0] ?? model.rootElement, 'id') ?? '',
    });
  }
  const processes = [
    ...executable.map((process) => compileProcess(process, context)),
    ...elementsOf(model.rootElement, 'rootElements').flatMap((element) => compileGlobalTask(element, context)),
  ];
  return { processes, problems: context.problems };
}

function warningsOf({ warnings }: ParsedModel, resource: string): Problem[] {
  return warnings.map(({ message, element, property }) => {
    const [code, severity] = kindOfWarning(message, property);
    const elementId = element ? textOf(element, 'id') : null;
    const reason = message.replaceAll(/\s+/g, ' ');
    return {
      code,
      message: `Expected a valid model, but ${reason}`,
      resource,
      severity,
      ...(elementId ? { elementId } : {}),
    };
  });
}

/** Of drawings, and of services that are called in other ways: nothing of the execution hangs on them. */
const MEANINGLESS_REFERENCES = new Set(['bpmndi:bpmnElement', 'bpmn:operationRef']);

/** The text is decoded already, so another declared encoding matters only where its letters came out wrong. */
function kindOfWarning(message: string, property: string | undefined): [code: string, severity: Problem['severity']] {
  if (message.startsWith('unsupported document encoding')) return ['encoding_ignored', 'warning'];
  if (!message.startsWith('unresolved reference')) return ['bpmn_invalid', 'error'];
  return ['dangling_reference', MEANINGLESS_REFERENCES.has(property ?? '') ? 'warning' : 'error'];
}

function referencesOf({ references }: ParsedModel): Map<ModdleElement, string[]> {
  const byElement = new Map<ModdleElement, string[]>();
  for (const { element, property } of references) {
    const names = byElement.get(element) ?? [];
    names.push(property.slice(property.indexOf(':') + 1));
    byElement.set(element, names);
  }
  return byElement;
}

function compileProcess(process: ModdleElement, context: ReadingContext): ProcessDefinition {
  const draft: Draft = { context, elements: {}, flows: {}, associations: [] };
  const root = new ElementReader(process, context);
  const versionTag = root.extension('versionTag')?.attribute('value') ?? null;
  const behavior = behaviorOfBpmn('Process', root);
  if (behavior) addElement(draft, process, behavior, null, root);
  return finishProcess(draft, root, { versionTag, lanes: lanesOf(process) });
}

function finishProcess(
  draft: Draft,
  root: ElementReader,
  more: Pick<ProcessDefinition, 'versionTag' | 'lanes'>,
): ProcessDefinition {
  connect(draft);
  const { elements, flows, context } = draft;
  const content = { id: root.id, name: root.name, elements, flows, ...more };
  const definition = { ...content, startEvents: startsOf(content.id, draft), hash: '' };
  checkProcess(definition, (severity, code, message, elementId) => {
    context.problems.push({ severity, code, message, resource: context.resource, elementId });
  });
  return { ...definition, hash: hashOf(definition) };
}

/** A global task is called as a process that does only it (BPMN 2.0.2, 10.3.7); empty for any other root element. */
function compileGlobalTask(task: ModdleElement, context: ReadingContext): ProcessDefinition[] {
  const type = /^bpmn:Global(\w*Task)$/.exec(task.$type)?.[1];
  const root = new ElementReader(task, context);
  const behavior = type === undefined ? undefined : behaviorOfBpmn(type, root);
  if (!behavior) return [];
  const draft: Draft = { context, elements: {}, flows: {}, associations: [] };
  const { id } = root;
  addElement(draft, task, behavior, id, root);
  const inner = draft.elements[id];
  const [start, middle, end] = [`${id}.start`, `${id}.task`, `${id}.end`];
  draft.elements = {
    [id]: plainElement(id, 'PROCESS', null),
    [start]: plainElement(start, 'START_EVENT', id),
    ...(inner && { [middle]: { ...inner, id: middle } }),
    [end]: plainElement(end, 'END_EVENT', id),
  };
  for (const [sourceId, targetId] of [
    [start, middle],
    [middle, end],
  ] as const)
    draft.flows[`${sourceId}.flow`] = { id: `${sourceId}.flow`, name: null, sourceId, targetId, condition: null };
  return [finishProcess(draft, root, { versionTag: null, lanes: {} })];
}

function plainElement(id: string, type: ElementType, parentId: string | null): ElementDefinition {
  const lists = { incoming: [], outgoing: [], boundaryEvents: [], inputs: [], outputs: [] };
  return { id, type, name: null, parentId, ...lists, properties: {}, data: null };
}

function addElement(
  draft: Draft,
  element: ModdleElement,
  behavior: ElementBehavior,
  parentId: string | null,
  source: ElementReader,
): void {
  if (source.id === '') source.problem('id_missing', `Expected ${source.bpmnType} to have an id, but it has none`);
  const { id, name } = source;
  const native = readData(source, parentId === null);
  const mappings = parentId === null ? { inputs: [], outputs: [] } : readMappings(source);
  const properties = readProperties(source);
  const data = behavior.compile(source);
  const loop = behavior.acceptsBoundary ? compileLoop(source) : null;
  const defaultFlow = source.reference('default');
  const forCompensation = behavior.isScope || behavior.acceptsBoundary ? source.attribute('isForCompensation') : false;
  const quantities = behavior.acceptsBoundary ? readQuantities(source) : {};
  draft.elements[id] = {
    id,
    type: behavior.elementType,
    name,
    parentId,
    incoming: [],
    outgoing: [],
    boundaryEvents: [],
    ...(defaultFlow !== null && { defaultFlow }),
    ...quantities,
    ...(forCompensation === true && { forCompensation }),
    inputs: [...native.inputs, ...mappings.inputs],
    outputs: [...native.outputs, ...mappings.outputs],
    properties,
    ...(loop && { loop }),
    data,
  };
  if (behavior.isScope) {
    source.nested('artifacts');
    draft.associations.push(...associationsIn(element));
    for (const inner of elementsOf(element, 'flowElements')) addFlowElement(draft, inner, id);
  }
  source.reportUnread();
}

function addFlowElement(draft: Draft, element: ModdleElement, parentId: string): void {
  if (isData(element)) return;
  const source = new ElementReader(element, draft.context);
  if (element.$type === 'bpmn:SequenceFlow') return addFlow(draft, source);
  const behavior = behaviorOfBpmn(bpmnTypeOf(element), source);
  if (!behavior)
    return source.problem('unsupported_element', `Expected an element that is executed, but ${element.$type} is not`);
  addElement(draft, element, behavior, parentId, source);
}

function addFlow(draft: Draft, source: ElementReader): void {
  const sourceId = source.reference('sourceRef') ?? '';
  const targetId = source.reference('targetRef') ?? '';
  const condition = source.condition('conditionExpression', 'condition');
  draft.flows[source.id] = { id: source.id, name: source.name, sourceId, targetId, condition };
  readProperties(source);
  source.reportUnread();
}

function associationsIn(scope: ModdleElement): [string, string][] {
  const associations = elementsOf(scope, 'artifacts').filter(({ $type }) => $type === 'bpmn:Association');
  const idOf = (end: unknown) => (end ? (textOf(end as ModdleElement, 'id') ?? '') : '');
  return associations.map((one) => [idOf(one.get('sourceRef')), idOf(one.get('targetRef'))]);
}

function lanesOf(process: ModdleElement): Record<string, string> {
  const lanes: Record<string, string> = {};
  const visit = (laneSet: ModdleElement) => {
    for (const lane of elementsOf(laneSet, 'lanes')) {
      for (const node of elementsOf(lane, 'flowNodeRef')) lanes[textOf(node, 'id') ?? ''] = textOf(lane, 'name') ?? '';
      const inner = lane.get('childLaneSet');
      if (inner) visit(inner as ModdleElement);
    }
  };
  elementsOf(process, 'laneSets').forEach(visit);
  return lanes;
}
