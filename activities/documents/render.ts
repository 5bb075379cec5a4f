import { DOCUMENT_FORMATS, type DocumentData, type DocumentFormat } from '../../protocol/documents';
import { canonicalJson } from '../../domain/record/chain';
import { renderPdf } from './pdf';
import { renderXlsx } from './xlsx';
import { packZip, type PackedFile } from './zip';

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
  zip: 'application/zip',
};

/**
 * Renders a document in the formats of its template; a package (zip) holds its other files and those that are attached.
 * @param origin code and version of the procedure, for the page head
 */
export async function renderDocument(
  formats: readonly DocumentFormat[],
  data: DocumentData,
  { origin, attached }: { origin: string; attached: readonly PackedFile[] },
): Promise<Rendered[]> {
  const { number, round, isDraft, createdAt, model } = data;
  const rendered: Rendered[] = [];
  const packed = (): PackedFile[] => [...rendered.map(({ name, content }) => ({ name, content })), ...attached];
  const title = round > 1 ? `${number} · ronda ${round}` : number;
  const writers: Record<DocumentFormat, () => Promise<Buffer> | Buffer> = {
    pdf: () => renderPdf(model, { origin, number: title, isDraft, createdAt }),
    xlsx: () => renderXlsx(model),
    json: () => Buffer.from(canonicalJson(data)),
    zip: () => packZip(packed(), createdAt),
  };
  const base = [number, round > 1 ? `ronda-${round}` : '', isDraft ? 'borrador' : ''].filter(Boolean).join('-');
  // The package comes last: it holds the others.
  for (const format of DOCUMENT_FORMATS.filter((one) => formats.includes(one))) {
    rendered.push({
      format,
      name: `${base}.${format}`,
      contentType: TYPES[format],
      content: await writers[format](),
    });
  }
  return rendered;
}
