import type {
  DocumentBlock,
  DocumentCell,
  DocumentModel,
  DocumentTemplate,
  TemplateSection,
  TemplateValue,
} from '../../protocol/documents';
import type { Figure } from '../../protocol/indicators';
import type { JsonValue, Variables } from '../../protocol/json';
import { cellOf, type NameOf } from './format';
import { figureColumns, figureRow } from './figures';

/** What a template needs from outside. */
export interface DocumentTools {
  /** FEEL, without the leading `=`. @throws when it fails; a missing name is null */
  feel: (source: string, scope: Variables) => JsonValue;
  nameOf: NameOf;
  /** An archived document by its id. */
  documentOf: (id: string) => { title: string; number: string; sha256: string };
}

const TEMPLATE = /\{\{([^{}]*)\}\}/g;
const NO_ROWS = 'Sin registros en el periodo.';

/** Fills a template with data: the same template, data and names give the same document. */
export function buildDocument(template: DocumentTemplate, data: Variables, tools: DocumentTools): DocumentModel {
  return { title: textOf(template.title, data, tools), blocks: blocksOf(template.sections, data, tools) };
}

function blocksOf(sections: readonly TemplateSection[], scope: Variables, tools: DocumentTools): DocumentBlock[] {
  return sections.flatMap((section) => {
    if (section.if !== undefined && tools.feel(section.if.slice(1), scope) !== true) return [];
    return blocksOfOne(section, scope, tools);
  });
}

function blocksOfOne(section: TemplateSection, scope: Variables, tools: DocumentTools): DocumentBlock[] {
  switch (section.type) {
    case 'heading':
      return [{ type: 'heading', level: section.level ?? 2, text: textOf(section.text, scope, tools) }];
    case 'paragraph':
      return paragraphs(textOf(section.text, scope, tools));
    case 'keyValues': {
      const rows = section.rows.map((row) => ({ label: row.label, value: valueOf(row, scope, tools) }));
      return [{ type: 'keyValues', caption: section.caption ?? null, rows }];
    }
    case 'table':
      return [tableOf(section, scope, tools)];
    case 'figures': {
      const rows = listOf(section.rows, scope, tools).map((row) => figureRow(row as unknown as Figure));
      return [{ type: 'table', caption: section.caption, columns: figureColumns(), rows, empty: NO_ROWS }];
    }
    case 'signatures':
      return [{ type: 'signatures', lines: section.lines.map((line) => signatureOf(line, scope, tools)) }];
    case 'attachments': {
      const ids = listOf(section.documents, scope, tools).filter((id) => typeof id === 'string');
      return [{ type: 'attachments', caption: section.caption, items: ids.map((id) => tools.documentOf(id)) }];
    }
    case 'each':
      return listOf(section.rows, scope, tools).flatMap((row) =>
        blocksOf(section.sections, rowScope(scope, row), tools),
      );
  }
}

function tableOf(
  section: Extract<TemplateSection, { type: 'table' }>,
  scope: Variables,
  tools: DocumentTools,
): DocumentBlock {
  const { caption, columns, empty = NO_ROWS } = section;
  const rows = listOf(section.rows, scope, tools).map((row) => {
    const inRow = rowScope(scope, row);
    return columns.map((column) => valueOf(column, inRow, tools));
  });
  const isNumber = columns.map((_, at) => rows.length > 0 && rows.every((row) => isCount(row[at])));
  return {
    type: 'table',
    caption: textOf(caption, scope, tools),
    columns: columns.map(({ label }, at) => ({ label, isNumber: isNumber[at] ?? false })),
    rows,
    empty,
  };
}

const isCount = (cell: DocumentCell | undefined): boolean => cell?.number !== undefined || cell?.text === '—';

function signatureOf(
  line: { label: string; person?: string; at?: string },
  scope: Variables,
  tools: DocumentTools,
): { label: string; person: string | null; at: string | null } {
  const filled = (value: string | undefined, format: 'person' | 'dateTime'): string | null => {
    if (value === undefined) return null;
    const { text } = valueOf({ label: '', value, format }, scope, tools);
    return text === '—' ? null : text;
  };
  return { label: line.label, person: filled(line.person, 'person'), at: filled(line.at, 'dateTime') };
}

/** Blank lines part paragraphs. */
function paragraphs(text: string): DocumentBlock[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => ({ type: 'paragraph', text: part }));
}

function rowScope(scope: Variables, row: JsonValue): Variables {
  const own = typeof row === 'object' && row !== null && !Array.isArray(row) ? row : {};
  return { ...scope, ...own, row };
}

function listOf(source: string, scope: Variables, { feel }: DocumentTools): JsonValue[] {
  const value = feel(source.slice(1), scope);
  return Array.isArray(value) ? value : value === null ? [] : [value];
}

function valueOf({ value, format, catalogue }: TemplateValue, scope: Variables, tools: DocumentTools): DocumentCell {
  const plain = value.startsWith('=') ? tools.feel(value.slice(1), scope) : textOf(value, scope, tools);
  return cellOf(plain, format, tools.nameOf, catalogue);
}

/** Nothing is left out of a text, where a dash would be in the way. */
function textOf(text: string, scope: Variables, { feel, nameOf }: DocumentTools): string {
  return text.replace(TEMPLATE, (_, source: string) => {
    const value = feel(source.trim(), scope);
    return value === null ? '' : cellOf(value, undefined, nameOf).text;
  });
}
