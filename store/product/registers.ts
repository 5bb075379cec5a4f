import { createHash } from 'node:crypto';
import { dayOf } from '../../domain/reports/facts';
import { dueOf, isOpenEntry, numberOf, type EntryData } from '../../domain/registers/entries';
import { matchesEntry, termFor, termsOf, type EntryWhere } from '../../domain/registers/query';
import type { Register, RegisterEntry, RegisterEntryVersion } from '../../protocol/registers';
import type { StoreBase } from '../connect';
import { isDuplicateKey } from '../duplicates';
import type { Counters } from '../engine/counters';
import { defineModel } from '../model';
import { runTransaction } from '../transaction';
import { walkPages, type EntryPage } from './registerWalk';

/** What a process writes: fields that are left out stay as they were, null clears. */
export interface EntryWrite {
  register: Register;
  /** The same key is the same entry; without one every write is a new entry. */
  key: string | null;
  /** The entry that is meant, instead of a key. */
  entryId?: string | null;
  data: EntryData;
  at: string;
  by: string | null;
  processInstanceKey: string;
  elementInstanceKey: string;
  /** Place in a list that one element writes. */
  index: number;
  /** Says what is wrong with the data as it would be, or nothing. */
  check(data: EntryData): void;
}

/** `entryId` and `entryKey` are the entry's `id` and `key`. */
export interface EntryDoc extends Omit<RegisterEntry, 'id' | 'key'> {
  entryId: string;
  entryKey: string | null;
  terms: string[];
  /** Time and id in one text: a place in a list that no other entry has. */
  changeOrder: string;
  dueOrder: string | null;
}

interface VersionDoc extends RegisterEntryVersion {
  entryId: string;
  /** The element instance and place that wrote it: writing again changes nothing. */
  writeId: string;
}

export interface EntryQuery {
  where: EntryWhere;
  limit: number;
  now: string;
  /** The newest change first, or what is due first. */
  order?: 'changed' | 'due';
  cursor?: string;
}

const text = { type: String };

export type Registers = ReturnType<typeof registers>;

/** Repository of register entries and their versions. */
export function registers({ connection }: StoreBase, counters: Counters) {
  const entries = defineModel<EntryDoc>(connection, {
    name: 'registerEntries',
    fields: {
      entryId: text,
      register: text,
      entryKey: text,
      number: text,
      data: Object,
      version: Number,
      due: text,
      isOpen: Boolean,
      processInstanceKey: text,
      createdAt: text,
      updatedAt: text,
      terms: [String],
      changeOrder: text,
      dueOrder: text,
    },
    indexes: [
      [{ entryId: 1 }, { unique: true }],
      [{ terms: 1, changeOrder: 1 }],
      [{ terms: 1, dueOrder: 1 }],
      [{ processInstanceKey: 1 }],
    ],
  });
  const versions = defineModel<VersionDoc>(connection, {
    name: 'registerVersions',
    fields: {
      entryId: text,
      version: Number,
      writeId: text,
      data: Object,
      at: text,
      by: text,
      processInstanceKey: text,
      elementInstanceKey: text,
    },
    indexes: [
      [{ entryId: 1, version: 1 }, { unique: true }],
      [{ writeId: 1 }, { unique: true }],
    ],
  });

  async function get(entryId: string): Promise<RegisterEntry | null> {
    const doc = await entries.findOne({ entryId }, { _id: 0 }).lean<EntryDoc>();
    return doc && entryOf(doc);
  }

  async function write(change: EntryWrite): Promise<RegisterEntry> {
    const writeId = `${change.processInstanceKey}:${change.elementInstanceKey}:${change.index}`;
    const written = await versions.findOne({ writeId }).lean<VersionDoc>();
    if (written) return existing(await get(written.entryId));
    const entryId = change.entryId ?? idOf(change.register.id, change.key ?? writeId);
    const before = await entries.findOne({ entryId }, { _id: 0 }).lean<EntryDoc>();
    if (change.entryId && before?.register !== change.register.id)
      throw new Error(`Expected entry ${change.entryId} in register ${change.register.id}, but it is not there`);
    const data = mergedData(before, change.data);
    // First, so that what is refused takes no number.
    change.check(data);
    const number = before ? before.number : await newNumber(change);
    const next = nextDocument({ ...change, data }, entryId, before, number);
    const version: VersionDoc = {
      entryId,
      writeId,
      version: next.version,
      data: next.data,
      at: change.at,
      by: change.by,
      processInstanceKey: change.processInstanceKey,
      elementInstanceKey: change.elementInstanceKey,
    };
    const isMine = await commit(next, version, before);
    return isMine ? entryOf(next) : write(change);
  }

  /** False when somebody else wrote this entry, or this very write, meanwhile. */
  async function commit(next: EntryDoc, version: VersionDoc, before: EntryDoc | null): Promise<boolean> {
    try {
      return await runTransaction(connection, async (session) => {
        if (await versions.exists({ entryId: next.entryId, version: next.version }).session(session)) return false;
        await versions.insertMany([version], { session });
        if (!before) await entries.insertMany([next], { session });
        else await entries.updateOne({ entryId: next.entryId, version: before.version }, { $set: next }, { session });
        return true;
      });
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async function newNumber({ register, at }: EntryWrite): Promise<string | null> {
    if (register.number === undefined) return null;
    const year = dayOf(at).slice(0, 4);
    return numberOf(register.number, year, await counters.lease(`register-${register.id}-${year}`));
  }

  return {
    /** Writes an entry, or its next version; again by the same element instance changes nothing. */
    write,
    get,
    /** The entry that a process made under a key. */
    byKey: (register: string, key: string): Promise<RegisterEntry | null> => get(idOf(register, key)),
    /** The versions of an entry, the newest first. */
    versions: async (entryId: string): Promise<RegisterEntryVersion[]> => {
      const rows = await versions.find({ entryId }, { _id: 0 }).sort({ version: -1 }).lean<VersionDoc[]>();
      return rows.map(({ entryId: _id, writeId: _write, ...version }) => version);
    },
    /** A page of entries; windows of one term keep it on an index however many entries there are. */
    page: async (register: Register, { where, limit, now, order, cursor }: EntryQuery): Promise<EntryPage> =>
      walkPages(entries, {
        term: termFor(register, where),
        accepts: (doc) => matchesEntry(entryOf(doc), where),
        field: order === 'due' ? 'dueOrder' : 'changeOrder',
        limit,
        now,
        ...(cursor === undefined ? {} : { cursor }),
      }).then(({ docs, nextCursor }) => ({ items: docs.map(entryOf), nextCursor })),
    /** What an instance wrote first, for its evidence. */
    ofInstance: async (processInstanceKey: string): Promise<RegisterEntry[]> => {
      const docs = await entries.find({ processInstanceKey }, { _id: 0 }).lean<EntryDoc[]>();
      return docs.map(entryOf);
    },
  };
}

/** Fields that are left out stay as they were, null clears. */
function mergedData(before: EntryDoc | null, data: EntryData): EntryData {
  return Object.fromEntries(Object.entries({ ...before?.data, ...data }).filter(([, value]) => value !== null));
}

/** The entry as it will be; `data` is what it then holds. */
function nextDocument(
  { register, key, data, at, processInstanceKey }: EntryWrite,
  entryId: string,
  before: EntryDoc | null,
  number: string | null,
): EntryDoc {
  const due = dueOf(register, data);
  const isOpen = isOpenEntry(register, data);
  return {
    entryId,
    register: register.id,
    entryKey: before?.entryKey ?? key,
    number,
    data,
    version: (before?.version ?? 0) + 1,
    due,
    isOpen,
    processInstanceKey: before?.processInstanceKey ?? processInstanceKey,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
    terms: termsOf(register, data, isOpen),
    changeOrder: `${at} ${entryId}`,
    dueOrder: due && `${due} ${entryId}`,
  };
}

function entryOf(doc: EntryDoc): RegisterEntry {
  const { entryId, entryKey, terms: _terms, changeOrder: _change, dueOrder: _due, ...rest } = doc;
  return { ...rest, id: entryId, key: entryKey };
}

/** A register and its key always give the same id, so two who write at once meet at the unique index. */
function idOf(register: string, key: string): string {
  return createHash('sha256').update(`${register}\0${key}`).digest('hex').slice(0, 24);
}

function existing(entry: RegisterEntry | null): RegisterEntry {
  if (!entry) throw new Error('Expected the entry of a version, but there is none');
  return entry;
}
