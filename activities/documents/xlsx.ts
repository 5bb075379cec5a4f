import writeExcelFile, { type Row } from 'write-excel-file/node';
import type { DocumentBlock, DocumentCell, DocumentModel } from '../../protocol/documents';

const MOST_NAME = 31;
const WIDE = 40;
const NARROW = 18;
const bold = (value: string): Row[number] => ({ value, type: String, fontWeight: 'bold', wrap: true });

interface SheetDraft {
  name: string;
  rows: Row[];
}

/** Renders a document as a workbook: its words on the first sheet, then a sheet for each table. */
export async function renderXlsx({ title, blocks }: DocumentModel): Promise<Buffer> {
  const words: SheetDraft = { name: 'Documento', rows: [[bold(title)], []] };
  const sheets = [words];
  for (const block of blocks) {
    if (block.type === 'table') sheets.push(tableSheet(block, sheets));
    else words.rows.push(...rowsOf(block));
  }
  const drawn = sheets.map(({ name, rows }) => {
    const columns = Math.max(...rows.map((row) => row.length));
    const widths = Array.from({ length: columns }, (_, at) => ({ width: at === 0 ? WIDE : NARROW }));
    return { sheet: name, data: rows, columns: widths };
  });
  return writeExcelFile(drawn).toBuffer();
}

function tableSheet(block: Extract<DocumentBlock, { type: 'table' }>, sheets: SheetDraft[]): SheetDraft {
  const { caption, columns, rows } = block;
  return {
    name: uniqueName(caption, sheets),
    rows: [columns.map(({ label }) => bold(label)), ...rows.map((row) => row.map(cell))],
  };
}

function rowsOf(block: Exclude<DocumentBlock, { type: 'table' }>): Row[] {
  switch (block.type) {
    case 'heading':
      return [[], [bold(block.text)]];
    case 'paragraph':
      return [[{ value: block.text, type: String, wrap: true }]];
    case 'keyValues':
      return block.rows.map(({ label, value }) => [bold(label), cell(value)]);
    case 'signatures':
      return block.lines.map(({ label, person, at }) => [label, person ?? '', at ?? '']);
    case 'attachments':
      return [[bold(block.caption)], ...block.items.map(({ title, number, sha256 }): Row => [title, number, sha256])];
  }
}

/** Text cells stay text, whatever they begin with. */
function cell({ text, number }: DocumentCell): Row[number] {
  return number === undefined ? { value: text, type: String } : { value: number, type: Number };
}

/** A sheet's name is short, without some signs, and occurs once. */
function uniqueName(caption: string, sheets: readonly SheetDraft[]): string {
  const plain = caption
    .replace(/[[\]:*?/\\]/g, ' ')
    .slice(0, MOST_NAME)
    .trim();
  const taken = new Set(sheets.map(({ name }) => name.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` ${number}`;
    const name = plain.slice(0, MOST_NAME - suffix.length) + suffix;
    if (!taken.has(name.toLowerCase())) return name;
  }
}
