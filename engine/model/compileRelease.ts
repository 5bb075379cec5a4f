import { checkForm, type FormSchema } from '../forms';
import { checkTables } from '../dmn/check';
import { importedBy } from '../dmn/imports';
import { parseDecisions } from '../dmn/parse';
import { parseFeel } from '../feel/parse';
import type { DocumentTemplate } from '../../protocol/documents';
import type { Problem } from '../../protocol/problem';
import type { Register } from '../../protocol/registers';
import type { Catalogue, Resource } from '../../protocol/release';
import { checkReferences } from './checkReferences';
import { compileProcesses } from './compileProcesses';
import { readDocumentTemplate } from './documentTemplate';
import { hashOf, sha256 } from './hash';
import type { CompileOptions, CompileResult, Procedure, ReleaseContent, Template } from './release';
import { readRegister } from './registers';
import { parseYaml, readCalendar, readCatalogue, readProcedure, readTemplate } from './yaml';

const MAX_RESOURCES = 500;
const MAX_RESOURCE_LENGTH = 2 * 1024 * 1024;

interface Draft {
  content: ReleaseContent;
  /** Contents of the DMN files, which may import each other. */
  decisionSources: string[];
  problems: Problem[];
  options: CompileOptions;
}

type Reader = (draft: Draft, resource: Resource) => void | Promise<void>;

/** Who reads a file, by its name; the first that fits. */
const readers: readonly [RegExp, Reader][] = [
  [/\.bpmn$/, addProcesses],
  [/\.dmn$/, addDecisions],
  [/\.form$/, addForm],
  [/(^|\/)catalogues\/[^/]+\.ya?ml$/, yamlReader(readCatalogue, addCatalogue)],
  [/(^|\/)templates\/[^/]+\.ya?ml$/, yamlReader(readTemplate, addTemplate)],
  [/(^|\/)registers\/[^/]+\.ya?ml$/, yamlReader(readRegister, addRegister)],
  [/(^|\/)documents\/[^/]+\.ya?ml$/, yamlReader(readDocumentTemplate, addDocument)],
  [
    /(^|\/)common\/[^/]+\.ya?ml$/,
    yamlReader(readCalendar, ({ content }, part) => void Object.assign(content.calendar, part)),
  ],
  [/(^|\/)procedure\.ya?ml$/, yamlReader(readProcedure, addProcedure)],
];

/**
 * Compiles the files of a deployment into one release: processes, decisions, forms, catalogues, templates,
 * registers, documents, calendar.
 * Any problem refuses all of it; warnings do not.
 */
export async function compileRelease(resources: Resource[], options: CompileOptions): Promise<CompileResult> {
  const decisionSources = resources.filter(({ name }) => name.endsWith('.dmn')).map(({ content }) => content);
  const draft: Draft = { content: emptyContent(), decisionSources, problems: [], options };
  const { content, problems } = draft;
  if (resources.length > MAX_RESOURCES) {
    report(
      draft,
      'too_many_resources',
      '',
      `Expected at most ${MAX_RESOURCES} resources, but there are ${resources.length}`,
    );
    return { ok: false, problems };
  }
  for (const resource of inOrder(resources)) await addResource(draft, resource);
  if (!problems.some(isError)) problems.push(...checkReferences(content, options));
  if (problems.some(isError)) return { ok: false, problems };
  content.hash = hashOf(content.resources);
  return { ok: true, content, warnings: problems };
}

function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

function emptyContent(): ReleaseContent {
  return {
    hash: '',
    processes: {},
    processResources: {},
    decisions: {},
    decisionModels: {},
    forms: {},
    catalogues: {},
    templates: {},
    registers: {},
    documents: {},
    calendar: { holidays: [], workingHours: [], offsetMinutes: -300 },
    procedures: {},
    resources: [],
  };
}

/** By name, so that the same files give the same hash in whatever order they come. */
function inOrder(resources: Resource[]): Resource[] {
  return [...resources].sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function addResource(draft: Draft, resource: Resource): Promise<void> {
  const { name, content } = resource;
  if (draft.content.resources.some((known) => known.name === name)) {
    return report(draft, 'duplicate_resource', name, 'Expected resource names to be unique, but this one occurs twice');
  }
  if (content.length > MAX_RESOURCE_LENGTH) {
    return report(
      draft,
      'resource_too_large',
      name,
      `Expected at most ${MAX_RESOURCE_LENGTH} characters, but there are ${content.length}`,
    );
  }
  const reader = readers.find(([pattern]) => pattern.test(name))?.[1];
  if (!reader)
    return report(
      draft,
      'resource_unknown',
      name,
      'Expected a process, decision, form, catalogue, template, register or document, but this is none',
    );
  draft.content.resources.push({ name, hash: sha256(content) });
  await reader(draft, resource);
}

async function addProcesses(draft: Draft, { name, content }: Resource): Promise<void> {
  const { processes, problems } = await compileProcesses(content, name);
  draft.problems.push(...problems);
  for (const process of processes) {
    if (addUnique(draft, draft.content.processes, process.id, process, name))
      draft.content.processResources[process.id] = name;
  }
}

async function addDecisions(draft: Draft, { name, content }: Resource): Promise<void> {
  const result = await parseDecisions(content, importedBy(content, draft.decisionSources));
  if (!result.ok) {
    draft.problems.push(
      ...result.problems.map((problem): Problem => ({ ...problem, resource: name, severity: 'error' })),
    );
    return;
  }
  draft.problems.push(...checkTables(result.decisions).map((problem): Problem => ({ ...problem, resource: name })));
  draft.content.decisionModels[name] = result.decisions;
  // What a model imports is part of it, but belongs to its own file.
  const { decisions, services, namespace } = result.decisions;
  for (const { id, key } of [...decisions, ...services])
    if (key === `${namespace}#${id}`) addUnique(draft, draft.content.decisions, id, name, name);
}

function addForm(draft: Draft, { name, content }: Resource): void {
  let form: unknown;
  try {
    form = JSON.parse(content);
  } catch (error) {
    return report(
      draft,
      'form_json',
      name,
      `Expected JSON, but ${error instanceof Error ? error.message : 'it is not'}`,
    );
  }
  const problems = checkForm(form, { parseFeel: whyNotFeel });
  draft.problems.push(...problems.map((problem) => ({ ...problem, resource: name })));
  if (problems.some(isError)) return;
  const schema = form as FormSchema;
  addUnique(draft, draft.content.forms, schema.id, schema, name);
}

function whyNotFeel(source: string): string | undefined {
  const result = parseFeel(source);
  return result.ok ? undefined : result.problem.message;
}

function yamlReader<T>(
  read: (value: unknown) => T | string,
  add: (draft: Draft, value: T, resource: string) => void,
): Reader {
  return (draft, { name, content }) => {
    const parsed = parseYaml(content);
    const value = parsed.ok ? read(parsed.value) : parsed.message;
    if (typeof value === 'string') report(draft, 'yaml_invalid', name, value);
    else add(draft, value, name);
  };
}

function addCatalogue(draft: Draft, catalogue: Catalogue, resource: string): void {
  addUnique(draft, draft.content.catalogues, catalogue.id, catalogue, resource);
}

function addTemplate(draft: Draft, template: Template, resource: string): void {
  addUnique(draft, draft.content.templates, template.id, template, resource);
}

function addRegister(draft: Draft, register: Register, resource: string): void {
  addUnique(draft, draft.content.registers, register.id, register, resource);
}

function addDocument(draft: Draft, template: DocumentTemplate, resource: string): void {
  addUnique(draft, draft.content.documents, template.id, template, resource);
}

function addProcedure(draft: Draft, procedure: Procedure, resource: string): void {
  addUnique(draft, draft.content.procedures, procedure.id, procedure, resource);
}

function addUnique<T>(draft: Draft, into: Record<string, T>, id: string, value: T, resource: string): boolean {
  if (id === '__proto__' || Object.hasOwn(into, id)) {
    report(draft, 'duplicate_id', resource, `Expected ids to be unique, but '${id}' occurs twice in the release`, id);
    return false;
  }
  into[id] = value;
  return true;
}

function report({ problems }: Draft, code: string, resource: string, message: string, elementId?: string): void {
  problems.push({ code, message, resource, severity: 'error', ...(elementId === undefined ? {} : { elementId }) });
}
