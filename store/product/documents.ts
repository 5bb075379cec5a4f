import type { DocumentFile, DocumentModel, DocumentSummary } from '../../protocol/documents';
import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';
import type { Files } from './files';
import { newestBefore } from './windows';

/** What a document is kept as; its model lies among the files. */
export interface DocumentRecord extends Omit<DocumentSummary, 'id'> {
  documentId: string;
  elementInstanceKey: string;
  release: number;
  /** SHA-256 of the model's JSON, by which the file store has it. */
  modelFile: string;
}

export type NewDocument = Omit<DocumentRecord, 'files' | 'modelFile'>;

const text = { type: String };

/** The archive of documents: written once, never changed. */
export function documents({ connection }: StoreBase, files: Files) {
  const model = defineModel<DocumentRecord>(connection, {
    name: 'documents',
    fields: {
      documentId: text,
      number: text,
      template: text,
      kind: text,
      title: text,
      round: Number,
      isDraft: Boolean,
      processInstanceKey: text,
      elementInstanceKey: text,
      release: Number,
      createdAt: text,
      files: [Object],
      sha256: text,
      modelFile: text,
    },
    indexes: [
      [{ documentId: 1 }, { unique: true }],
      [{ processInstanceKey: 1, elementInstanceKey: 1 }, { unique: true }],
      [{ number: 1, round: 1 }, { unique: true }],
      [{ template: 1, createdAt: 1 }],
    ],
  });
  const get = (documentId: string): Promise<DocumentRecord | null> =>
    model.findOne({ documentId }, { _id: 0 }).lean<DocumentRecord>();
  const ofElement = (processInstanceKey: string, elementInstanceKey: string): Promise<DocumentRecord | null> =>
    model.findOne({ processInstanceKey, elementInstanceKey }, { _id: 0 }).lean<DocumentRecord>();

  return {
    /** Keeps a document with its files; an element instance that has one already gets that one. */
    add: async (
      document: NewDocument,
      content: DocumentModel,
      rendered: (Omit<DocumentFile, 'sha256' | 'size'> & { content: Buffer })[],
    ): Promise<DocumentRecord> => {
      const kept: DocumentFile[] = [];
      for (const { content: bytes, ...file } of rendered)
        kept.push({ ...file, size: bytes.length, sha256: await files.add(bytes) });
      const modelFile = await files.add(Buffer.from(JSON.stringify(content)));
      const record: DocumentRecord = { ...document, files: kept, modelFile };
      if (await insertOnce(model, record)) return record;
      const known = await ofElement(document.processInstanceKey, document.elementInstanceKey);
      if (!known) throw new Error(`Expected round ${document.round} of ${document.number} to be new, but it is there`);
      return known;
    },
    get,
    /** The document that an element instance has made, or null. */
    ofElement,
    model: async ({ modelFile }: DocumentRecord): Promise<DocumentModel> => {
      const content = await files.get(modelFile);
      if (!content) throw new Error(`Expected the model ${modelFile} of a document, but it is not there`);
      return JSON.parse(content.toString('utf8')) as DocumentModel;
    },
    /** All rounds of a number, first one first. */
    rounds: async (number: string): Promise<DocumentRecord[]> =>
      model.find({ number }, { _id: 0 }).sort({ round: 1 }).lean<DocumentRecord[]>(),
    ofInstance: async (processInstanceKey: string): Promise<DocumentRecord[]> =>
      model.find({ processInstanceKey }, { _id: 0 }).sort({ elementInstanceKey: 1 }).lean<DocumentRecord[]>(),
    /** Those of a template, newest first, made before `before`. */
    list: async (template: string, before: string, limit: number): Promise<DocumentRecord[]> => {
      const filter = { template };
      const found = await newestBefore<DocumentRecord & { _id?: unknown }>(model, filter, 'createdAt', before, limit);
      return found.map(({ _id, ...record }) => record);
    },
  };
}
