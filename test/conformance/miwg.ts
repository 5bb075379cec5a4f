import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRelease } from '../../engine/model';
import { elementsOf, isElement, parseBpmn, serializeBpmn, type ModdleElement } from '../../engine/model/moddle';
import { viewOf } from '../../engine/model/rules/view';
import { canonicalLines } from './canonicalXml';
import type { Report } from './dmnTck';

interface Entry {
  file: string;
  executable: number;
  [counted: string]: unknown;
}

/** Reads each model, counts what is in it, writes it again and compares; then deploys it or is told by name why not. */
export async function run(dir: string, report: Report): Promise<void> {
  for (const entry of JSON.parse(readFileSync(join(dir, 'index.json'), 'utf8')) as Entry[]) {
    const xml = readFileSync(join(dir, entry.file), 'utf8');
    report('parse', entry.file, await attempt(() => parsed(xml, entry)));
    report('round trip', entry.file, await attempt(() => roundTrip(xml)));
    report('deploy', entry.file, await attempt(() => deployed(xml, entry)));
  }
}

async function attempt(check: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await check();
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function parsed(xml: string, entry: Entry): Promise<string | undefined> {
  const { rootElement, warnings } = await parseBpmn(xml);
  const problems = warnings
    .map(({ message }) => message)
    .filter((message) => !/^un(resolved|supported document encoding)/.test(message));
  if (problems.length > 0) return `expected no loss, but ${problems.join('; ')}`;
  const actual = countsOf(rootElement);
  const wrong = Object.entries(actual).filter(([name, count]) => JSON.stringify(entry[name]) !== JSON.stringify(count));
  return wrong.length === 0
    ? undefined
    : wrong
        .map(([name, count]) => `${name}: expected ${JSON.stringify(entry[name])}, but got ${JSON.stringify(count)}`)
        .join('; ');
}

function countsOf(root: ModdleElement): Record<string, unknown> {
  const { elements } = viewOf({ rootElement: root, references: [], warnings: [] });
  const of = (type: string) => elements.filter((element) => element.$instanceOf(type));
  // The index counts global tasks among the nodes.
  const nodes = [...of('bpmn:FlowNode'), ...of('bpmn:GlobalTask')];
  return {
    processes: of('bpmn:Process').length,
    executable: of('bpmn:Process').filter((process) => process.get('isExecutable') === true).length,
    participants: of('bpmn:Participant').length,
    lanes: of('bpmn:Lane').length,
    flowNodes: nodes.length,
    sequenceFlows: of('bpmn:SequenceFlow').length,
    messageFlows: of('bpmn:MessageFlow').length,
    diagrams: elementsOf(root, 'diagrams').length,
    flowNodeTypes: byType(nodes),
    eventDefinitions: byType(of('bpmn:EventDefinition')),
  };
}

function byType(elements: ModdleElement[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { $type } of elements) {
    const name = $type.charAt(5).toLowerCase() + $type.slice(6);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
}

async function roundTrip(xml: string): Promise<string | undefined> {
  const model = await parseBpmn(xml);
  const defaults = new Set<string>();
  collectDefaults(model.rootElement, defaults);
  const before = canonicalLines(xml, defaults);
  const after = canonicalLines(await serializeBpmn(model), defaults);
  const lost = without(before, after);
  const added = without(after, before);
  if (lost.length === 0 && added.length === 0) return undefined;
  return `expected the same model, but ${lost.length} lines are lost (${lost.slice(0, 3).join(' | ')}) and ${added.length} added (${added.slice(0, 3).join(' | ')})`;
}

/** What the schema says of attributes that are not written. */
function collectDefaults(element: ModdleElement, found: Set<string>): void {
  for (const property of Object.values(element.$descriptor.propertiesByName ?? {})) {
    if (property?.default !== undefined) found.add(`${property.ns.localName}=${String(property.default)}`);
  }
  for (const [name, value] of Object.entries(element)) {
    if (element.$descriptor.propertiesByName?.[name]?.isReference) continue;
    const inner: unknown[] = Array.isArray(value) ? value : [value];
    for (const each of inner.filter(isElement)) collectDefaults(each, found);
  }
}

/** Lines of the first that the second has fewer of. */
function without(lines: string[], others: string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}

/** Deploys, or is refused with an element and a reason for each problem. */
async function deployed(xml: string, { executable }: Entry): Promise<string | undefined> {
  const result = await compileRelease([{ name: 'model.bpmn', content: xml }], { jobTypes: new Set() });
  if (result.ok) return executable > 0 ? undefined : 'expected a refusal, but it was accepted';
  const nameless = result.problems.filter(({ elementId, severity }) => severity === 'error' && !elementId);
  return nameless.length === 0
    ? undefined
    : `expected an element, but got ${nameless.map(({ message }) => message).join('; ')}`;
}
