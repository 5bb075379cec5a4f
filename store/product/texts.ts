import { documentReference, parseReference, textReference } from '../../protocol/references';
import type { StoreBase } from '../connect';
import { defineModel } from '../model';
import type { People } from './people';
import type { Requests } from './requests';

interface TextDoc {
  processInstanceKey: string;
  field: string;
  /** Encrypted with the instance's key. */
  value: string;
  by: string;
  at: string;
}

const text = { type: String };

/** Free text of staff, encrypted with its process instance, and the reading of every reference to a text. */
export function texts({ connection, encryption }: StoreBase, documents: { people: People; requests: Requests }) {
  const model = defineModel<TextDoc>(connection, {
    name: 'instanceTexts',
    fields: { processInstanceKey: text, field: text, value: text, by: text, at: text },
    indexes: [[{ processInstanceKey: 1, field: 1 }, { unique: true }]],
  });
  const cipherOf = (processInstanceKey: string) => encryption.forPerson(`instance:${processInstanceKey}`);

  async function ofInstance(processInstanceKey: string): Promise<Map<string, string>> {
    const docs = await model.find({ processInstanceKey }).lean();
    if (docs.length === 0) return new Map();
    const cipher = await cipherOf(processInstanceKey);
    return new Map(docs.map(({ field, value }) => [textReference(processInstanceKey, field), cipher.decrypt(value)]));
  }

  async function ofDocument(owner: 'person' | 'request', id: string): Promise<Map<string, string>> {
    const fields = await (owner === 'person' ? personFields(id) : documents.requests.personal(id));
    return new Map(Object.entries(fields).map(([field, value]) => [documentReference(owner, id, field), value]));
  }

  /** Besides what forms have asked, the name. */
  async function personFields(personId: string): Promise<Record<string, string>> {
    const name = await documents.people.nameOf(personId);
    return { ...(await documents.people.personal(personId)), ...(name === null ? {} : { name }) };
  }

  return {
    /** Keeps texts by field name and gives their references; one given again is replaced. */
    save: async (
      processInstanceKey: string,
      fields: Record<string, string>,
      { by, at }: { by: string; at: string },
    ): Promise<Record<string, string>> => {
      const cipher = await cipherOf(processInstanceKey);
      for (const [field, value] of Object.entries(fields)) {
        const $set = { value: cipher.encrypt(value), by, at };
        await model.updateOne({ processInstanceKey, field }, { $set }, { upsert: true });
      }
      const references = Object.keys(fields).map((field) => [field, textReference(processInstanceKey, field)]);
      return Object.fromEntries(references) as Record<string, string>;
    },
    /** All texts of an instance, by reference. */
    ofInstance,
    /** The texts that references mean. What doesn't exist (any more) is left out. Rights are the caller's to check. */
    resolve: async (references: readonly string[]): Promise<Map<string, string>> => {
      const wanted = new Set(references);
      const places = new Map<string, Promise<Map<string, string>>>();
      for (const reference of wanted) {
        const parsed = parseReference(reference);
        if (!parsed) continue;
        const { owner, id } = parsed;
        const place = `${owner}:${id}`;
        if (!places.has(place)) places.set(place, owner === 'text' ? ofInstance(id) : ofDocument(owner, id));
      }
      const found = (await Promise.all(places.values())).flatMap((texts) => [...texts]);
      return new Map(found.filter(([reference]) => wanted.has(reference)));
    },
  };
}
