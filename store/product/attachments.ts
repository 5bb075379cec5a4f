import type { Attachment } from '../../protocol/product';
import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';

export interface AttachmentRecord extends Attachment {
  conversationId: string;
  citizenId: string;
  sha256: string;
  at: string;
}

interface AttachmentDoc extends Omit<AttachmentRecord, 'id'> {
  attachmentId: string;
  chunks: number;
}

interface ChunkDoc {
  attachmentId: string;
  n: number;
  data: Buffer;
}

const CHUNK_BYTES = 1024 * 1024;
const text = { type: String };

/** Files of a conversation: name and content encrypted with the citizen's key, in chunks below the document limit. */
export function attachments({ connection, encryption }: StoreBase) {
  const model = defineModel<AttachmentDoc>(connection, {
    name: 'attachments',
    fields: {
      attachmentId: text,
      conversationId: text,
      citizenId: text,
      name: text,
      size: Number,
      contentType: text,
      sha256: text,
      at: text,
      chunks: Number,
    },
    indexes: [[{ attachmentId: 1 }, { unique: true }], [{ conversationId: 1, at: 1 }]],
  });
  const chunkModel = defineModel<ChunkDoc>(connection, {
    name: 'attachmentChunks',
    fields: { attachmentId: text, n: Number, data: Buffer },
    indexes: [[{ attachmentId: 1, n: 1 }, { unique: true }]],
  });

  async function find(attachmentId: string): Promise<AttachmentDoc | null> {
    return model.findOne({ attachmentId }, { _id: 0 }).lean<AttachmentDoc>();
  }

  return {
    /** Keeps a file under the caller's id; again with the same id keeps the first. */
    add: async (file: AttachmentRecord, content: Buffer): Promise<void> => {
      const { id, name, ...rest } = file;
      const cipher = await encryption.forPerson(file.citizenId);
      const chunks = Math.ceil(content.length / CHUNK_BYTES);
      for (let n = 0; n < chunks; n++) {
        const data = cipher.seal(content.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES));
        await insertOnce(chunkModel, { attachmentId: id, n, data });
      }
      await insertOnce(model, { ...rest, attachmentId: id, name: cipher.encrypt(name), chunks });
    },
    get: async (attachmentId: string): Promise<AttachmentRecord | null> => {
      const doc = await find(attachmentId);
      if (!doc) return null;
      const { attachmentId: id, chunks: _chunks, name, ...rest } = doc;
      const cipher = await encryption.forPerson(doc.citizenId);
      return { ...rest, id, name: cipher.decrypt(name) };
    },
    content: async (attachmentId: string): Promise<Buffer> => {
      const doc = await find(attachmentId);
      if (!doc) throw new Error(`Expected attachment ${attachmentId}, but there is none`);
      const cipher = await encryption.forPerson(doc.citizenId);
      const chunks = await chunkModel.find({ attachmentId }).sort({ n: 1 });
      return Buffer.concat(chunks.map(({ data }) => cipher.open(data)));
    },
  };
}
