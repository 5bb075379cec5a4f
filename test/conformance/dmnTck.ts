import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { evaluateDecision, type DecisionModel } from '../../engine/dmn';
import { parseDecisions } from '../../engine/dmn/parse';
import { childOf, childrenOf, parseXml, type XmlElement } from '../../engine/dmn/xml';
import type { JsonValue } from '../../engine/feel';
import { equalValues } from '../../engine/feel/values/compare';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../../engine/feel/values/literals';
import { FeelObject } from '../../engine/feel/values/temporal';
import { contextOf, isContext, type FeelValue } from '../../engine/feel/values/value';

export type Report = (group: string, name: string, failure?: string) => void;

const ENVIRONMENT = { now: Date.UTC(2026, 0, 1), offsetMinutes: 0 };
const TOLERANCE = 1e-8;

/** Runs every test file of the DMN TCK below a folder, as its README says how to compare. */
export async function run(dir: string, report: Report): Promise<void> {
  for (const file of testFiles(dir)) await runFile(dir, file, report);
}

/** A case as the TCK's site takes it: folder, test file, id, outcome and comment, each in quotes. */
export function csvLine(group: string, name: string, failure?: string): string {
  const [file = '', id = ''] = name.split(' ');
  const cells = [group, basename(file, '.xml'), id, failure === undefined ? 'SUCCESS' : 'ERROR', failure ?? ''];
  return cells.map((cell) => `"${cell.replace(/"/g, '""').replace(/\s+/g, ' ')}"`).join(',');
}

function testFiles(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) return testFiles(path);
      return /-test-.*\.xml$/.test(entry.name) ? [path] : [];
    });
}

async function runFile(dir: string, file: string, report: Report): Promise<void> {
  const folder = dirname(file);
  const group = relative(dir, folder);
  const root = parseXml(readFileSync(file, 'utf8'));
  const modelName = childOf(root, 'modelName')?.text.trim() ?? '';
  const cases = childrenOf(root, 'testCase');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const imports = readdirSync(folder).filter((name) => name.endsWith('.dmn') && name !== modelName);
  const parsed = await parseDecisions(read(modelName), imports.map(read));
  for (const testCase of cases) {
    const name = `${basename(file)} ${testCase.attributes['id'] ?? ''}`;
    const failure = parsed.ok
      ? attempt(testCase, parsed.decisions)
      : `model refused: ${parsed.problems.map(({ message }) => message).join('; ')}`;
    report(group, name, failure);
  }
}

function attempt(testCase: XmlElement, model: DecisionModel): string | undefined {
  try {
    return runCase(testCase, model);
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message).slice(0, 400) : String(error)}`;
  }
}

function runCase(testCase: XmlElement, model: DecisionModel): string | undefined {
  const decisions = new Set(model.decisions.map(({ name }) => name));
  const nodes = childrenOf(testCase, 'inputNode').map(
    (node) => [node.attributes['name'] ?? '', valueOf(node)] as const,
  );
  const input = Object.fromEntries(nodes.filter(([name]) => !decisions.has(name)));
  const given = Object.fromEntries(nodes.filter(([name]) => decisions.has(name)));
  const service = testCase.attributes['type'] === 'decisionService' ? testCase.attributes['invocableName'] : undefined;
  for (const node of childrenOf(testCase, 'resultNode')) {
    const name = node.attributes['name'] ?? '';
    const result = evaluateDecision(model, service ?? name, input, ENVIRONMENT, given);
    if (!result.ok && result.problem.code === 'decision_not_found') return result.problem.message;
    const output = result.ok ? result.output : null;
    const actual = service === undefined ? output : entryOf(output, name);
    const expected = childOf(node, 'expected');
    const wanted = expected ? valueOf(expected) : null;
    if (matches(actual, wanted)) continue;
    const why = result.ok ? (result.warnings[0]?.message ?? '') : result.problem.message;
    return `${name}: expected ${show(wanted)}, but got ${JSON.stringify(actual)} (${why})`;
  }
  return undefined;
}

/** A service of several output decisions gives a context of them. */
function entryOf(output: JsonValue, name: string): JsonValue {
  return isJsonObject(output) && name in output ? (output[name] ?? null) : output;
}

function isJsonObject(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: FeelValue): string {
  return value instanceof FeelObject
    ? value.toString()
    : JSON.stringify(value, (_key, inner: unknown) => (inner instanceof FeelObject ? inner.toString() : inner));
}

/** The value of an `inputNode`, `expected`, `item` or `component`. */
function valueOf(element: XmlElement): FeelValue {
  const list = childOf(element, 'list');
  if (list) return childrenOf(list, 'item').map(valueOf);
  const components = childrenOf(element, 'component');
  if (components.length > 0)
    return contextOf(components.map((each) => [each.attributes['name'] ?? '', valueOf(each)] as const));
  const value = childOf(element, 'value');
  if (!value || value.attributes['xsi:nil'] === 'true' || element.attributes['xsi:nil'] === 'true') return null;
  const text = value.text;
  switch (value.attributes['xsi:type']?.replace(/^.*:/, '')) {
    case 'boolean':
      return text.trim() === 'true';
    case 'decimal':
    case 'double':
    case 'integer':
      return Number(text);
    case 'date':
      return parseDate(text);
    case 'time':
      return parseTime(text);
    case 'dateTime':
      return parseDateTime(text);
    case 'duration':
      return parseDuration(text);
    default:
      return text;
  }
}

function matches(actual: JsonValue, expected: FeelValue): boolean {
  if (expected === null || typeof expected === 'boolean' || typeof expected === 'string') return actual === expected;
  if (typeof expected === 'number') return typeof actual === 'number' && Math.abs(actual - expected) < TOLERANCE;
  if (Array.isArray(expected)) {
    const sameLength = Array.isArray(actual) && actual.length === expected.length;
    return sameLength && expected.every((item, index) => matches(actual[index] ?? null, item));
  }
  if (expected instanceof FeelObject) return typeof actual === 'string' && matchesTemporal(actual, expected);
  if (!isContext(expected) || !isJsonObject(actual)) return false;
  const keys = Object.keys(expected);
  const sameKeys = keys.length === Object.keys(actual).length && keys.every((key) => key in actual);
  return sameKeys && keys.every((key) => matches(actual[key] ?? null, expected[key] ?? null));
}

function matchesTemporal(actual: string, expected: FeelValue & FeelObject): boolean {
  const parsed = [parseDate, parseTime, parseDateTime, parseDuration].map((parse) => parse(actual));
  return parsed.some((value) => value?.constructor === expected.constructor && equalValues(value, expected) === true);
}
