/** Files that a citizen may attach, known by their first bytes: what a file calls itself proves nothing. */
const SIGNATURES: { contentType: string; extension: string; bytes: number[] }[] = [
  { contentType: 'application/pdf', extension: 'pdf', bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { contentType: 'image/png', extension: 'png', bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { contentType: 'image/jpeg', extension: 'jpg', bytes: [0xff, 0xd8, 0xff] },
];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const DOCX = {
  contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  extension: 'docx',
};

/** The content type of an allowed file, or null. A Word document is a zip that holds `word/document.xml`. */
export function sniff(content: Buffer): { contentType: string; extension: string } | null {
  const starts = (bytes: number[]): boolean => content.subarray(0, bytes.length).equals(Buffer.from(bytes));
  const known = SIGNATURES.find(({ bytes }) => starts(bytes));
  if (known) return { contentType: known.contentType, extension: known.extension };
  return starts(ZIP) && content.includes('word/document.xml') && content.includes('[Content_Types].xml') ? DOCX : null;
}

/** A file name without path, control characters and surprises, with the extension of what the file is. */
export function safeName(name: string, extension: string): string {
  const base = (name.split(/[\\/]/).pop() ?? '')
    // Control and direction characters are what is taken out here.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069"<>|:*?]/g, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
    .slice(0, 100);
  return `${base || 'archivo'}.${extension}`;
}
