import { createHash } from 'node:crypto';
import { bytesOf } from '../bytes';
import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';

interface ChunkDoc {
  sha256: string;
  n: number;
  data: Buffer;
}

const CHUNK_BYTES = 4 * 1024 * 1024;
/** Whose key files of the archive are encrypted with: they belong to nobody alone. */
const KEY_OWNER = 'archive';

export type Files = ReturnType<typeof files>;

/** Files by the SHA-256 of their content, encrypted, in chunks below the document limit. Equal content is kept once. */
export function files({ connection, encryption }: StoreBase) {
  const chunks = defineModel<ChunkDoc>(connection, {
    name: 'fileChunks',
    fields: { sha256: String, n: Number, data: Buffer },
    indexes: [[{ sha256: 1, n: 1 }, { unique: true }]],
  });

  return {
    /** Keeps a file and says its SHA-256. */
    add: async (content: Buffer): Promise<string> => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const cipher = await encryption.forPerson(KEY_OWNER);
      for (let n = 0; n === 0 || n * CHUNK_BYTES < content.length; n++) {
        if (await chunks.exists({ sha256, n })) continue;
        const part = content.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES);
        await insertOnce(chunks, { sha256, n, data: cipher.seal(part) });
      }
      return sha256;
    },
    /** The content under a hash; null when there is none. @throws when it isn't what was kept */
    get: async (sha256: string): Promise<Buffer | null> => {
      const found = await chunks.find({ sha256 }).sort({ n: 1 }).lean();
      if (found.length === 0) return null;
      const cipher = await encryption.forPerson(KEY_OWNER);
      const content = Buffer.concat(found.map(({ data }) => cipher.open(bytesOf(data))));
      const actual = createHash('sha256').update(content).digest('hex');
      if (actual !== sha256) throw new Error(`Expected a file with SHA-256 ${sha256}, but it has ${actual}`);
      return content;
    },
  };
}
