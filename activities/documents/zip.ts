import { createHash } from 'node:crypto';
import { zipSync, type Zippable } from 'fflate';

export interface PackedFile {
  name: string;
  content: Buffer;
}

/** Lines of this file are what `sha256sum -c` reads. */
const MANIFEST = 'SHA256SUMS';

/** Packs files with a manifest of their SHA-256. Equal files and time give equal bytes. */
export function packZip(files: readonly PackedFile[], createdAt: string): Buffer {
  const mtime = new Date(createdAt);
  const lines = files.map(({ name, content }) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`);
  const entries: Zippable = { [MANIFEST]: [Buffer.from(lines.join('')), { mtime }] };
  for (const { name, content } of files) entries[name] = [content, { mtime }];
  return Buffer.from(zipSync(entries));
}
