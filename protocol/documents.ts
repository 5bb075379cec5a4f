import { z } from 'zod';
import type { JsonValue } from './json';

export const DOCUMENT_FORMATS = ['pdf', 'xlsx', 'json', 'zip'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** How a value is written for people. `person` and `role` turn an id into a name, `catalogue` into an item's label. */
export const VALUE_FORMATS = ['text', 'number', 'percent', 'date', 'dateTime', 'person', 'role', 'catalogue'] as const;
export type ValueFormat = (typeof VALUE_FORMATS)[number];

/** A value of a section. `value` is FEEL with a leading `=`, or a text with FEEL in `{{ }}`. */
export interface TemplateValue {
  label: string;
  value: string;
  format?: ValueFormat;
  /** `format: catalogue`: whose items are meant. */
  catalogue?: string;
}

interface Conditional {
  /** FEEL with a leading `=`: the section is left out unless it is true. */
  if?: string;
}

export type TemplateSection = Conditional &
  (
    | { type: 'heading'; text: string; level?: 2 | 3 }
    | { type: 'paragraph'; text: string }
    | { type: 'keyValues'; caption?: string; rows: TemplateValue[] }
    /** `rows` is FEEL of a list; a row's own names are in scope, and the row itself as `row`. */
    | { type: 'table'; caption: string; rows: string; columns: TemplateValue[]; empty?: string }
    /** `rows` is FEEL of a list of figures as the job `indicators` gives it. */
    | { type: 'figures'; caption: string; rows: string }
    | { type: 'signatures'; lines: { label: string; person?: string; at?: string }[] }
    /** `documents` is FEEL of a list of document ids. */
    | { type: 'attachments'; caption: string; documents: string }
    | { type: 'each'; rows: string; sections: TemplateSection[] }
  );

/** A kind of document, as `documents/<id>.yaml` says it. */
export interface DocumentTemplate {
  id: string;
  /** The kind, in lists. */
  label: string;
  /** A text with FEEL in `{{ }}`. */
  title: string;
  requirement?: string;
  /** How documents are numbered, e.g. `IM-{year}-{seq:3}`. */
  number: string;
  formats: DocumentFormat[];
  /** Roles that see the documents, besides those who see everything. */
  read: string[];
  sections: TemplateSection[];
}

/** A cell as people read it; `number` is there where a spreadsheet may count with it. */
export interface DocumentCell {
  text: string;
  number?: number;
}

export type DocumentBlock =
  | { type: 'heading'; level: 2 | 3; text: string }
  | { type: 'paragraph'; text: string }
  | { type: 'keyValues'; caption: string | null; rows: { label: string; value: DocumentCell }[] }
  | {
      type: 'table';
      caption: string;
      columns: { label: string; isNumber: boolean }[];
      rows: DocumentCell[][];
      empty: string;
    }
  | { type: 'signatures'; lines: { label: string; person: string | null; at: string | null }[] }
  | { type: 'attachments'; caption: string; items: { title: string; number: string; sha256: string }[] };

/** What a document says, ready to be shown or printed. */
export interface DocumentModel {
  title: string;
  blocks: DocumentBlock[];
}

const documentFile = z.strictObject({
  format: z.enum(DOCUMENT_FORMATS),
  name: z.string(),
  contentType: z.string(),
  size: z.int(),
  sha256: z.string(),
});
export type DocumentFile = z.output<typeof documentFile>;

/** GET /api/documents/templates */
export const documentKind = z.strictObject({ id: z.string(), label: z.string() });

/**
 * A document of the archive. It never changes; the next round is another document with the same number. `template` and
 * `kind`: id and label of its template; `round`: 1, 2, 3… of those that share the number; `isDraft`: still under review;
 * `sha256`: of the JSON data, RFC 8785.
 */
export const documentSummary = z.strictObject({
  id: z.string(),
  number: z.string(),
  template: z.string(),
  kind: z.string(),
  title: z.string(),
  round: z.int(),
  isDraft: z.boolean(),
  processInstanceKey: z.string(),
  createdAt: z.string(),
  files: z.array(documentFile),
  sha256: z.string(),
});
export type DocumentSummary = z.output<typeof documentSummary>;

/** All rounds of its number, first one first. */
export const documentView = documentSummary.extend({
  model: z.custom<DocumentModel>(),
  rounds: z.array(z.strictObject({ id: z.string(), round: z.int(), isDraft: z.boolean(), createdAt: z.string() })),
});
export type DocumentView = z.output<typeof documentView>;

/** What a document holds besides its model, in its JSON file: what it was made from. */
export interface DocumentData {
  template: string;
  number: string;
  round: number;
  isDraft: boolean;
  release: number;
  createdAt: string;
  model: DocumentModel;
  data: JsonValue;
}

/** GET /api/documents?template=&draft=&cursor= */
export const documentsQuerySchema = z.strictObject({
  template: z.string().max(100).optional(),
  draft: z.enum(['true', 'false']).optional(),
  cursor: z.iso.datetime().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
