import { createHash } from 'node:crypto';
import type { Attachment } from '../../protocol/product';
import { bytesOf } from '../bytes';
import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';

/** A file belongs to a conversation or to a process instance, whose task somebody brought it to. */
export interface AttachmentRecord extends Attachment {
  owner: { conversationId: string; citizenId: string } | { processInstanceKey: string };
  sha256: string;
  at: string;
}

type FileFacts = Omit<AttachmentRecord, 'id' | 'owner' | 'at'>;

interface AttachmentDoc extends Omit<AttachmentRecord, 'id' | 'owner'> {
  attachmentId: string;
  conversationId?: string;
  citizenId?: string;
  processInstanceKey?: string;
  /** When it was brought, until the task is completed with it. */
  pendingSince?: string | null;
  chunks: number;
}

interface ChunkDoc {
  attachmentId: string;
  n: number;
  data: Buffer;
}

const CHUNK_BYTES = 1024 * 1024;
const text = { type: String };

/** Files: name and content encrypted with the key of the citizen or the instance, in chunks below the document limit. */
export function attachments({ connection, encryption }: StoreBase) {
  const model = defineModel<AttachmentDoc>(connection, {
    name: 'attachments',
    fields: {
      attachmentId: text,
      conversationId: text,
      citizenId: text,
      processInstanceKey: text,
      pendingSince: text,
      name: text,
      size: Number,
      contentType: text,
      sha256: text,
      at: text,
      chunks: Number,
    },
    indexes: [[{ attachmentId: 1 }, { unique: true }], [{ conversationId: 1, at: 1 }], [{ pendingSince: 1 }]],
  });
  const chunkModel = defineModel<ChunkDoc>(connection, {
    name: 'attachmentChunks',
    fields: { attachmentId: text, n: Number, data: Buffer },
    indexes: [[{ attachmentId: 1, n: 1 }, { unique: true }]],
  });

  async function find(attachmentId: string): Promise<AttachmentDoc | null> {
    return model.findOne({ attachmentId }, { _id: 0 }).lean<AttachmentDoc>();
  }

  const cipherOf = ({ citizenId, processInstanceKey }: { citizenId?: string; processInstanceKey?: string }) =>
    encryption.forPerson(citizenId ?? `instance:${processInstanceKey}`);

  return {
    /**
     * Keeps a file under the caller's id, and gives the reference to it; again with the same id keeps the first. One that
     * is pending is kept for good once it is handed in.
     */
    add: async (file: AttachmentRecord, content: Buffer, { isPending = false } = {}): Promise<Attachment> => {
      const { id, name, owner, ...rest } = file;
      const cipher = await cipherOf(owner);
      const chunks = Math.ceil(content.length / CHUNK_BYTES);
      for (let n = 0; n < chunks; n++) {
        const data = cipher.seal(content.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES));
        await insertOnce(chunkModel, { attachmentId: id, n, data });
      }
      const pendingSince = isPending ? file.at : null;
      const facts = { ...rest, ...owner, name: cipher.encrypt(name), chunks, pendingSince };
      await insertOnce(model, { ...facts, attachmentId: id });
      return referenceTo(file);
    },
    handIn: async (attachmentIds: readonly string[]): Promise<void> => {
      await model.updateMany({ attachmentId: { $in: [...attachmentIds] } }, { $set: { pendingSince: null } });
    },
    /** Removes what was brought before a time and never handed in: the form was left, or the file taken out of it. */
    removeAbandoned: async (before: string): Promise<void> => {
      const abandoned = { pendingSince: { $gt: '', $lt: before } };
      for (const { attachmentId } of await model.find(abandoned, { attachmentId: 1 }).lean()) {
        const { deletedCount } = await model.deleteOne({ attachmentId, ...abandoned });
        if (deletedCount === 1) await chunkModel.deleteMany({ attachmentId });
      }
    },
    get: async (attachmentId: string): Promise<AttachmentRecord | null> => {
      const doc = await find(attachmentId);
      if (!doc) return null;
      const { attachmentId: id, size, contentType, sha256, at } = doc;
      const name = (await cipherOf(doc)).decrypt(doc.name);
      return { id, name, size, contentType, sha256, at, owner: ownerOf(doc) };
    },
    content: async (attachmentId: string): Promise<Buffer> => {
      const doc = await find(attachmentId);
      if (!doc) throw new Error(`Expected attachment ${attachmentId}, but there is none`);
      const cipher = await cipherOf(doc);
      const chunks = await chunkModel.find({ attachmentId }).sort({ n: 1 }).lean();
      return Buffer.concat(chunks.map(({ data }) => cipher.open(bytesOf(data))));
    },
  };
}

/** What is known of a file besides its content. */
export function factsOfFile(name: string, contentType: string, content: Buffer): FileFacts {
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, size: content.length, contentType, sha256 };
}

/** A file as answers and variables hold it. */
export function referenceTo({ id, name, size, contentType }: AttachmentRecord): Attachment {
  return { id, name, size, contentType };
}

export function isOfInstance({ owner }: AttachmentRecord, processInstanceKey: string): boolean {
  return 'processInstanceKey' in owner && owner.processInstanceKey === processInstanceKey;
}

function ownerOf({ conversationId, citizenId, processInstanceKey }: AttachmentDoc): AttachmentRecord['owner'] {
  if (conversationId !== undefined && citizenId !== undefined) return { conversationId, citizenId };
  if (processInstanceKey !== undefined) return { processInstanceKey };
  throw new Error('Expected an attachment to belong to a conversation or an instance, but it belongs to neither');
}
