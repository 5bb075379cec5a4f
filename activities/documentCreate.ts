import { createHash, randomUUID } from 'node:crypto';
import { referencesIn, withTexts } from '../protocol/references';
import { canonicalJson } from '../domain/record/chain';
import { numberOf } from '../domain/registers/entries';
import { buildDocument } from '../domain/reports/document';
import type { ReleaseContent } from '../engine/model/release';
import type { DocumentData, DocumentTemplate } from '../protocol/documents';
import type { JsonValue, Variables } from '../protocol/json';
import type { JobInput } from '../protocol/workflow';
import type { DocumentRecord } from '../store/product/documents';
import { documentFeel } from './documents/expressions';
import { withNames } from './documents/names';
import type { PackedFile } from './documents/zip';
import { renderDocument } from './documents/render';
import { optionalTextOf, refuse, releaseOf, textOf, type Job, type JobParts } from './job';
import { contextOf } from './registerEntries';

const MINUTE_MS = 60_000;

/**
 * `document-create`: fills a template of the release, numbers it, renders it and puts it into the archive, where it never
 * changes. In: template, data (context), previous? (documentId of the round before, whose number it keeps), isDraft?,
 * signers? (context: name → user task of this instance; the data gets who completed it last, {person, at}).
 * Out: documentId, documentNumber, round, sha256 (of its JSON data). A repetition gets the same document.
 */
export function documentCreate(parts: JobParts): Job {
  const { documents } = parts.store;
  return async (input) => {
    const { processInstanceKey, elementInstanceKey } = input;
    const known = await documents.ofElement(processInstanceKey, elementInstanceKey);
    return known ? resultOf(known) : resultOf(await create(parts, input));
  };
}

async function create(parts: JobParts, input: JobInput): Promise<DocumentRecord> {
  const release = await releaseOf(parts, input);
  const template = templateOf(release, textOf(input, 'template'));
  const createdAt = new Date(parts.now()).toISOString();
  const numbering = await numberFor(parts, input, template, release, createdAt);
  const isDraft = input.variables.isDraft === true;
  const document = { ...numbering, isDraft, createdAt };
  const data = { ...(await dataOf(parts, input)), ...(await signersOf(parts, input)) };
  const { calendar, catalogues } = release;
  const feel = documentFeel({ now: parts.now(), offsetMinutes: calendar.offsetMinutes, calendar });
  const { built: model, named } = await withNames(parts.store, catalogues, (names) =>
    buildDocument(template, { ...data, document, catalogues: itemsOf(catalogues) }, { feel, ...names }),
  );
  const content: DocumentData = { template: template.id, ...document, release: input.release, model, data };
  const attached = template.formats.includes('zip') ? await filesOf(parts, named) : [];
  const rendered = await renderDocument(template.formats, content, {
    origin: originOf(release, input.processId),
    attached,
  });
  const record = {
    ...document,
    documentId: randomUUID(),
    template: template.id,
    kind: template.label,
    title: model.title,
    processInstanceKey: input.processInstanceKey,
    elementInstanceKey: input.elementInstanceKey,
    release: input.release,
    sha256: createHash('sha256').update(canonicalJson(content)).digest('hex'),
  };
  return parts.store.documents.add(record, model, rendered);
}

/** A round keeps the number of the one before; else the template's counter gives the next one of its year. */
async function numberFor(
  { store }: JobParts,
  input: JobInput,
  template: DocumentTemplate,
  { calendar }: ReleaseContent,
  createdAt: string,
): Promise<{ number: string; round: number }> {
  const previous = optionalTextOf(input, 'previous');
  if (previous !== null) {
    const before = await store.documents.get(previous);
    if (!before) throw refuse(`Expected a document ${previous}, but there is none`);
    return { number: before.number, round: before.round + 1 };
  }
  const year = new Date(Date.parse(createdAt) + calendar.offsetMinutes * MINUTE_MS).toISOString().slice(0, 4);
  const sequence = await store.counters.lease(`document-${template.id}-${year}`);
  return { number: numberOf(template.number, year, sequence), round: 1 };
}

function templateOf({ documents }: ReleaseContent, id: string): DocumentTemplate {
  const template = documents[id];
  if (!template) throw refuse(`Expected a document template ${id}, but the release has none`);
  return template;
}

/** The data with the texts that it refers to: a document says them, and is kept encrypted. */
async function dataOf({ store }: JobParts, { variables }: JobInput): Promise<Variables> {
  const data = contextOf(variables.data, 'data');
  return withTexts(data, await store.texts.resolve(referencesIn(data))) as Variables;
}

/** Who completed the tasks that `signers` names; a completion that isn't stored yet is tried again. */
async function signersOf({ store }: JobParts, { variables, processInstanceKey }: JobInput): Promise<Variables> {
  const signers = variables.signers ? contextOf(variables.signers, 'signers') : {};
  const instance = { processInstanceKey: { eq: processInstanceKey } };
  const signed: Variables = {};
  for (const [name, elementId] of Object.entries(signers)) {
    if (typeof elementId !== 'string')
      throw refuse(`Expected signers to name user tasks, but got ${JSON.stringify(elementId)}`);
    const tasks = await store.state.list('userTasks', { ...instance, elementId: { eq: elementId } });
    const [last] = tasks
      .filter(({ state }) => state === 'COMPLETED')
      .sort((one, other) => (other.endedAt ?? '').localeCompare(one.endedAt ?? ''));
    if (!last) throw new Error(`Expected ${elementId} to be completed, but it isn't stored yet`);
    signed[name] = { person: last.endedBy, at: last.endedAt };
  }
  return signed;
}

/** The files of the documents that a package holds besides its own. */
async function filesOf({ store }: JobParts, documents: DocumentRecord[]): Promise<PackedFile[]> {
  const files: PackedFile[] = [];
  for (const { name, sha256 } of documents.flatMap((document) => document.files)) {
    const content = await store.files.get(sha256);
    if (!content) throw new Error(`Expected the file ${name}, but it is not there`);
    files.push({ name, content });
  }
  return files;
}

/** Catalogues by id, as a template's FEEL sees them. */
function itemsOf(catalogues: ReleaseContent['catalogues']): Variables {
  return Object.fromEntries(Object.values(catalogues).map(({ id, items }) => [id, items as JsonValue]));
}

/** Code and version of the procedure that the process belongs to, for the head of the pages. */
function originOf({ procedures }: ReleaseContent, processId: string): string {
  const all = Object.values(procedures);
  const own = all.find(({ processes }) => processes.some(({ id }) => id === processId)) ?? all[0];
  if (!own) return '';
  const { code, name, version } = own;
  return `${code} ${name}${typeof version === 'number' ? ` · versión ${version}` : ''}`;
}

function resultOf({ documentId, number, round, sha256 }: DocumentRecord): Variables {
  return { documentId, documentNumber: number, round, sha256 };
}
