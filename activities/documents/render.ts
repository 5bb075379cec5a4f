import type { DocumentData, DocumentFormat } from '../../protocol/documents';
import { canonicalJson } from '../../domain/record/chain';
import { renderPdf } from './pdf';
import { renderXlsx } from './xlsx';

interface Rendered {
  format: DocumentFormat;
  name: string;
  contentType: string;
  content: Buffer;
}

const TYPES: Record<DocumentFormat, string> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
};

/** Renders a document in the formats of its template. @param origin code and version of the procedure, for the page head */
export async function renderDocument(
  formats: readonly DocumentFormat[],
  data: DocumentData,
  origin: string,
): Promise<Rendered[]> {
  const { number, round, isDraft, createdAt, model } = data;
  const writers: Record<DocumentFormat, () => Promise<Buffer> | Buffer> = {
    pdf: () =>
      renderPdf(model, { origin, number: round > 1 ? `${number} · ronda ${round}` : number, isDraft, createdAt }),
    xlsx: () => renderXlsx(model),
    json: () => Buffer.from(canonicalJson(data)),
  };
  const rendered: Rendered[] = [];
  for (const format of formats) {
    const name = `${[number, round > 1 ? `ronda-${round}` : '', isDraft ? 'borrador' : ''].filter(Boolean).join('-')}.${format}`;
    rendered.push({ format, name, contentType: TYPES[format], content: await writers[format]() });
  }
  return rendered;
}
