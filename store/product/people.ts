import type { DocumentType } from '../../protocol/product';
import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';

/** A person of either kind. Name, e-mail and document are encrypted in the store with the person's own key. */
export interface PersonRecord {
  personId: string;
  kind: 'staff' | 'citizen';
  username: string;
  name: string;
  email: string | null;
  roles: string[];
  /** argon2id; null until an invitation is accepted. */
  passwordHash: string | null;
  state: 'active' | 'invited' | 'locked';
  totpSecret: string | null;
  createdAt: string;
  /** When the password was last set; null before that was noted. */
  passwordSetAt: string | null;
  lastLoginAt: string | null;
  citizen: { documentType: DocumentType; documentNumber: string; relationship: string; consentAt: string } | null;
}

export type NewPerson = Omit<PersonRecord, 'lastLoginAt' | 'passwordSetAt' | 'totpSecret'>;

interface PersonDoc {
  personId: string;
  kind: 'staff' | 'citizen';
  usernameLookup: string;
  documentLookup: string;
  username: string;
  name: string;
  email: string | null;
  roles: string[];
  passwordHash: string | null;
  state: 'active' | 'invited' | 'locked';
  totpSecret: string | null;
  /** The last 30 s step whose code was used: no code is taken twice (RFC 6238, 5.2). */
  totpStep?: number | null;
  createdAt: string;
  passwordSetAt?: string | null;
  lastLoginAt: string | null;
  documentType: DocumentType | null;
  documentNumber: string | null;
  relationship: string | null;
  consentAt: string | null;
  personal: Record<string, string>;
}

export type People = ReturnType<typeof people>;

const text = { type: String };
const NAMES_CACHED = 5_000;
const CITIZEN_ROLE = 'usuario';

/** Repository of accounts and citizens. Looked up by keyed hashes of username and document, never by their text. */
export function people({ connection, encryption }: StoreBase) {
  const model = defineModel<PersonDoc>(connection, {
    name: 'people',
    fields: {
      personId: text,
      kind: text,
      usernameLookup: text,
      documentLookup: text,
      username: text,
      name: text,
      email: text,
      roles: [String],
      passwordHash: text,
      state: text,
      totpSecret: text,
      totpStep: Number,
      createdAt: text,
      passwordSetAt: text,
      lastLoginAt: text,
      documentType: text,
      documentNumber: text,
      relationship: text,
      consentAt: text,
      personal: Object,
    },
    indexes: [
      [{ personId: 1 }, { unique: true }],
      [{ usernameLookup: 1 }, { unique: true }],
      [{ documentLookup: 1 }, { unique: true }],
      [{ kind: 1, createdAt: 1 }],
      [{ roles: 1 }],
    ],
  });
  const names = new Map<string, string>();
  const usernameLookup = (username: string): string => encryption.lookup('username', username.trim().toLowerCase());
  const documentLookup = (documentNumber: string): string => encryption.lookup('document', documentNumber);

  async function read(doc: PersonDoc | null): Promise<PersonRecord | null> {
    if (!doc) return null;
    const cipher = await encryption.forPerson(doc.personId);
    const plain = (value: string | null): string | null => value && cipher.decrypt(value);
    return {
      personId: doc.personId,
      kind: doc.kind,
      username: cipher.decrypt(doc.username),
      name: cipher.decrypt(doc.name),
      email: plain(doc.email),
      roles: doc.roles,
      passwordHash: doc.passwordHash,
      state: doc.state,
      totpSecret: plain(doc.totpSecret),
      createdAt: doc.createdAt,
      passwordSetAt: doc.passwordSetAt ?? null,
      lastLoginAt: doc.lastLoginAt,
      citizen:
        doc.documentType && doc.documentNumber
          ? {
              documentType: doc.documentType,
              documentNumber: cipher.decrypt(doc.documentNumber),
              relationship: doc.relationship ?? '',
              consentAt: doc.consentAt ?? doc.createdAt,
            }
          : null,
    };
  }

  return {
    /** Adds a person; false when the username or the document belongs to somebody already. */
    add: async (person: NewPerson): Promise<boolean> => {
      const lookup = usernameLookup(person.username);
      // Staff have no document here: their own id keeps the unique index without a partial one.
      const document = person.citizen ? documentLookup(person.citizen.documentNumber) : `staff:${person.personId}`;
      // One by one: the embedded store takes no index under `$or`.
      if (await model.exists({ usernameLookup: lookup })) return false;
      if (await model.exists({ documentLookup: document })) return false;
      const cipher = await encryption.forPerson(person.personId);
      return insertOnce(model, {
        personId: person.personId,
        kind: person.kind,
        usernameLookup: lookup,
        documentLookup: document,
        username: cipher.encrypt(person.username.trim().toLowerCase()),
        name: cipher.encrypt(person.name),
        email: person.email && cipher.encrypt(person.email),
        roles: person.kind === 'citizen' ? [CITIZEN_ROLE] : person.roles,
        passwordHash: person.passwordHash,
        state: person.state,
        totpSecret: null,
        totpStep: 0,
        createdAt: person.createdAt,
        passwordSetAt: person.passwordHash && person.createdAt,
        lastLoginAt: null,
        documentType: person.citizen?.documentType ?? null,
        documentNumber: person.citizen && cipher.encrypt(person.citizen.documentNumber),
        relationship: person.citizen?.relationship ?? null,
        consentAt: person.citizen?.consentAt ?? null,
        personal: {},
      });
    },

    get: async (personId: string): Promise<PersonRecord | null> => read(await model.findOne({ personId }).lean()),

    byUsername: async (username: string): Promise<PersonRecord | null> =>
      read(await model.findOne({ usernameLookup: usernameLookup(username) }).lean()),

    /** @param documentNumber as `documentNumberSchema` gives it */
    byDocument: async (documentNumber: string): Promise<PersonRecord | null> =>
      read(await model.findOne({ documentLookup: documentLookup(documentNumber) }).lean()),

    /** All staff accounts, oldest first: a few hundred at most. */
    staff: async (): Promise<PersonRecord[]> => {
      const docs = await model.find({ kind: 'staff' }).sort({ createdAt: 1 }).lean();
      const records = await Promise.all(docs.map((doc) => read(doc)));
      return records.filter((record) => record !== null);
    },

    /** Ids of the active accounts that have a role. */
    idsWithRole: async (role: string): Promise<string[]> =>
      (await model.find({ roles: role, state: 'active' }, { personId: 1 }).lean()).map(({ personId }) => personId),

    setPassword: async (personId: string, passwordHash: string, at: string): Promise<void> => {
      await model.updateOne({ personId }, { $set: { passwordHash, passwordSetAt: at, state: 'active' } });
    },

    /** @param step of the code that was used to enrol; it can't be used again */
    setSecondFactor: async (personId: string, totpSecret: string, step: number): Promise<void> => {
      const cipher = await encryption.forPerson(personId);
      await model.updateOne({ personId }, { $set: { totpSecret: cipher.encrypt(totpSecret), totpStep: step } });
    },

    removeSecondFactor: async (personId: string): Promise<void> => {
      await model.updateOne({ personId }, { $set: { totpSecret: null } });
    },

    /** Uses the code of a step up; false when it, or a later one, was used before. */
    useSecondFactor: async (personId: string, step: number): Promise<boolean> => {
      const known = await model.findOne({ personId }, { totpStep: 1 }).lean();
      if (!known || (known.totpStep ?? 0) >= step) return false;
      // Who enrolled before steps were noted has none: null finds it missing.
      const used = await model.updateOne({ personId, totpStep: known.totpStep ?? null }, { $set: { totpStep: step } });
      return used.modifiedCount === 1;
    },

    noteLogin: async (personId: string, at: string): Promise<void> => {
      await model.updateOne({ personId }, { $set: { lastLoginAt: at } });
    },

    /** Keeps personal form fields in the person's document, encrypted; a field given again is replaced. */
    savePersonal: async (personId: string, fields: Record<string, string>): Promise<void> => {
      const cipher = await encryption.forPerson(personId);
      const set = Object.entries(fields).map(([field, value]) => [`personal.${field}`, cipher.encrypt(value)]);
      if (set.length > 0) await model.updateOne({ personId }, { $set: Object.fromEntries(set) as object });
    },

    /** The personal form fields of a person, decrypted. */
    personal: async (personId: string): Promise<Record<string, string>> => {
      const doc = await model.findOne({ personId }, { personal: 1 }).lean();
      const cipher = await encryption.forPerson(personId);
      const fields = Object.entries(doc?.personal ?? {}).map(([field, value]) => [field, cipher.decrypt(value)]);
      return Object.fromEntries(fields) as Record<string, string>;
    },

    /** Name of a person for display, kept in memory; unknown ids (the system's) give null. */
    nameOf: async (personId: string): Promise<string | null> => {
      const known = names.get(personId);
      if (known) return known;
      const doc = await model.findOne({ personId }, { name: 1 }).lean();
      if (!doc) return null;
      const name = (await encryption.forPerson(personId)).decrypt(doc.name);
      const oldest = names.keys().next().value;
      if (names.size >= NAMES_CACHED && oldest !== undefined) names.delete(oldest);
      names.set(personId, name);
      return name;
    },
  };
}
