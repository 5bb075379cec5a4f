import type { JsonValue } from '../../protocol/json';

/** Spreadsheets take a file for UTF-8 by this mark. */
export const CSV_MARK = '\ufeff';

/**
 * One line of a CSV file (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it,
 * since what people wrote must never run on the reader's machine.
 */
export function csvRow(cells: readonly JsonValue[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: JsonValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return quoted(JSON.stringify(value));
  return quoted(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
