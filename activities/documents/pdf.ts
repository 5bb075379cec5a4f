import PDFDocument from 'pdfkit';
import type { DocumentBlock, DocumentCell, DocumentModel } from '../../protocol/documents';

/** What stands on every page, and in the file's properties. */
export interface PdfFrame {
  /** e.g. `M5-1-03 · versión 3`. */
  origin: string;
  /** e.g. `IM-2026-003 · ronda 2`. */
  number: string;
  isDraft: boolean;
  /** RFC 3339; equal input gives equal bytes. */
  createdAt: string;
}

type Pdf = InstanceType<typeof PDFDocument>;
type Struct = ReturnType<Pdf['struct']>;

const MARGIN = 56;
const HEAD = 40;
const INK = '#1f2933';
const LINE = '#9aa5b1';
const SHADE = '#eef2f6';
const FONTS = {
  plain: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
};

/** Renders a document as a tagged PDF (PDF/UA-1), Spanish, with its number and pages on every page. */
export async function renderPdf(model: DocumentModel, frame: PdfFrame): Promise<Buffer> {
  const doc = newPdf(model.title, frame);
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => doc.on('end', resolve).on('error', reject));
  const root = doc.struct('Document');
  doc.addStructure(root);
  add(doc, root, 'H1', () => doc.font('bold').fontSize(17).fillColor(INK).text(model.title));
  doc.moveDown(0.8);
  for (const block of model.blocks) writeBlock(doc, root, block);
  root.end();
  writeFrame(doc, frame);
  leaveOutCidSets(doc);
  doc.end();
  await ended;
  return Buffer.concat(parts);
}

function newPdf(title: string, { createdAt }: PdfFrame): Pdf {
  const at = new Date(createdAt);
  const doc = new PDFDocument({
    size: 'LETTER',
    margins: { top: MARGIN + HEAD, bottom: MARGIN, left: MARGIN, right: MARGIN },
    pdfVersion: '1.7',
    // Its types don't know the subset yet.
    subset: 'PDF/UA' as 'PDF/A-1b',
    tagged: true,
    lang: 'es-CO',
    displayTitle: true,
    bufferPages: true,
    font: FONTS.plain,
    info: { Title: title, Creator: 'Cauce', Producer: 'Cauce', CreationDate: at, ModDate: at },
  });
  return doc.registerFont('plain', FONTS.plain).registerFont('bold', FONTS.bold).font('plain');
}

function add(doc: Pdf, parent: Struct, type: string, write: () => unknown): void {
  parent.add(doc.struct(type, {}, () => void write()));
}

function writeBlock(doc: Pdf, root: Struct, block: DocumentBlock): void {
  switch (block.type) {
    case 'heading':
      return writeHeading(doc, root, block.level, block.text);
    case 'paragraph':
      add(doc, root, 'P', () => doc.font('plain').fontSize(10).text(block.text, { lineGap: 2 }));
      return void doc.moveDown(0.6);
    case 'keyValues':
      if (block.caption) writeHeading(doc, root, 3, block.caption);
      return writeTable(
        doc,
        root,
        null,
        block.rows.map(({ label, value }) => [{ text: label }, value]),
        [false, false],
      );
    case 'table':
      writeHeading(doc, root, 3, block.caption);
      if (block.rows.length === 0) return writeBlock(doc, root, { type: 'paragraph', text: block.empty });
      return writeTable(
        doc,
        root,
        block.columns.map(({ label }) => label),
        block.rows,
        block.columns.map(({ isNumber }) => isNumber),
      );
    case 'signatures':
      return writeSignatures(doc, root, block.lines);
    case 'attachments':
      return writeBlock(doc, root, {
        type: 'table',
        caption: block.caption,
        columns: ['Documento', 'Número', 'SHA-256'].map((label) => ({ label, isNumber: false })),
        rows: block.items.map(({ title, number, sha256 }) => [{ text: title }, { text: number }, { text: sha256 }]),
        empty: 'Ninguno.',
      });
  }
}

function writeHeading(doc: Pdf, root: Struct, level: 2 | 3, text: string): void {
  if (doc.y > doc.page.height - MARGIN - 80) doc.addPage();
  doc.x = MARGIN;
  doc.moveDown(level === 2 ? 0.6 : 0.3);
  add(doc, root, `H${level}`, () =>
    doc
      .font('bold')
      .fontSize(level === 2 ? 13 : 10.5)
      .fillColor(INK)
      .text(text),
  );
  doc.moveDown(0.4);
}

/** Without a head, the first cell of each row is its heading. */
function writeTable(doc: Pdf, root: Struct, head: string[] | null, rows: DocumentCell[][], isNumber: boolean[]): void {
  doc.x = MARGIN;
  doc.font('plain').fontSize(head && head.length > 6 ? 7.5 : 8.5);
  const body = rows.map((row) =>
    row.map(({ text }, at) => ({
      text,
      ...(isNumber[at] ? { align: { x: 'right', y: 'top' } } : {}),
      ...(!head && at === 0 ? { type: 'TH', scope: 'Row', font: { src: 'bold' } } : {}),
    })),
  );
  const titles = head?.map((text) => ({
    text,
    type: 'TH',
    scope: 'Column',
    font: { src: 'bold' },
    backgroundColor: SHADE,
  }));
  doc.table({
    structParent: root,
    defaultStyle: { padding: 4, border: 0.5, borderColor: LINE },
    ...(head ? {} : { columnStyles: [170, '*'] }),
    data: [...(titles ? [titles] : []), ...body],
  } as never);
  doc.x = MARGIN;
  doc.moveDown(0.8);
}

function writeSignatures(
  doc: Pdf,
  root: Struct,
  lines: { label: string; person: string | null; at: string | null }[],
): void {
  for (const { label, person, at } of lines) {
    if (doc.y > doc.page.height - MARGIN - 90) doc.addPage();
    doc.moveDown(2.2);
    const y = doc.y;
    doc.markContent('Artifact', { type: 'Layout' });
    doc
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + 240, y)
      .lineWidth(0.7)
      .strokeColor(INK)
      .stroke();
    doc.endMarkedContent();
    doc.y = y + 4;
    const text = [person ?? 'Nombre y firma:', label, at ? `Firmado el ${at}` : 'Fecha:'].join('\n');
    add(doc, root, 'P', () => doc.font('plain').fontSize(9).text(text, MARGIN, doc.y, { lineGap: 2 }));
  }
  doc.moveDown(0.8);
}

/** Head and foot of every page: artifacts, since a reader that speaks would repeat them. */
function writeFrame(doc: Pdf, { origin, number, isDraft }: PdfFrame): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    const { width, height, margins } = doc.page;
    const bottom = margins.bottom;
    margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.font('plain').fontSize(8).fillColor('#52606d');
    doc.text(origin, MARGIN, MARGIN - 14, { lineBreak: false });
    doc.text(number, MARGIN, MARGIN - 14, { width: width - 2 * MARGIN, align: 'right', lineBreak: false });
    doc
      .moveTo(MARGIN, MARGIN + 2)
      .lineTo(width - MARGIN, MARGIN + 2)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke();
    if (isDraft)
      doc
        .font('bold')
        .text('BORRADOR', MARGIN, MARGIN + 8, { lineBreak: false })
        .font('plain');
    const foot = `Página ${page - start + 1} de ${count}`;
    doc.text(foot, MARGIN, height - MARGIN + 16, { width: width - 2 * MARGIN, align: 'center', lineBreak: false });
    doc.endMarkedContent();
    margins.bottom = bottom;
  }
}

/** pdfkit's CIDSet omits a glyph and so breaks PDF/UA; the entry is optional. */
function leaveOutCidSets(doc: Pdf): void {
  const { _fontFamilies: fonts } = doc as unknown as { _fontFamilies: Record<string, { embed?(): void }> };
  const state = doc as unknown as { subset: unknown };
  for (const font of Object.values(fonts)) {
    const embed = font.embed?.bind(font);
    if (!embed) continue;
    font.embed = () => {
      const { subset } = state;
      state.subset = 2;
      try {
        embed();
      } finally {
        state.subset = subset;
      }
    };
  }
}
