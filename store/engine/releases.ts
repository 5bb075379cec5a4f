import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { Schema, type Connection } from 'mongoose';
import type { Resource } from '../../protocol/release';
import { bytesOf } from '../bytes';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';
import { search, type Page, type Search } from '../search';
import type { Counters } from './counters';

export type DefinitionKind = 'process' | 'decisionRequirements' | 'decision' | 'form';

/** What a deployment brings of one definition; `hash` says whether it differs from the version before. */
export interface NewDefinition {
  kind: DefinitionKind;
  /** The process, decision or form id of the definition. */
  id: string;
  name: string | null;
  hash: string;
  /** The file that it came from. */
  resourceName: string;
  versionTag: string | null;
  /** The decision requirements graph that a decision belongs to. */
  requirementsId: string | null;
}

/** One version of a definition. A version rises only when the hash changed; several releases may share one. */
export interface Definition extends NewDefinition {
  key: string;
  version: number;
  /** Hash of the resource's text. */
  resourceHash: string;
  /** Number of the release that brought this version. */
  release: number;
}

/** A message or signal start of a release, for the correlation. */
export interface MessageStart {
  messageName: string;
  /** Begins with a signal of that name. */
  signal?: true;
  processId: string;
  startElementId: string;
}

/** Processes, decisions, forms and catalogues under one number and hash. */
export interface Release {
  number: number;
  key: string;
  hash: string;
  deployedAt: string;
  deployedBy: string;
  definitions: Definition[];
  resources: { name: string; hash: string }[];
  messageStarts: MessageStart[];
}

export interface NewRelease {
  /** The compiled release: plain JSON that names its own hash. */
  content: { hash: string };
  definitions: NewDefinition[];
  messageStarts: MessageStart[];
  resources: Resource[];
  deployedBy: string;
  /** RFC 3339 UTC. */
  deployedAt: string;
}

export interface Releases {
  /**
   * Puts a compiled release in force. The same content as the release in force gives that release again.
   * Two deployments at once are taken one after the other.
   */
  deploy(release: NewRelease): Promise<{ release: Release; isNew: boolean }>;
  /** The release in force, the one with the highest number; null before the first deployment. */
  current(): Promise<Release | null>;
  get(number: number): Promise<Release | null>;
  /** Every release without its definitions, newest first. */
  list(): Promise<Omit<Release, 'definitions'>[]>;
  /** The compiled content of a release as it was deployed, for the reader to type. */
  content(number: number): Promise<unknown>;
  /** A definition's version by its key. */
  definition(key: string): Promise<Definition | null>;
  /** The number of a release that has this version: the one in force where it can be, else the first that had it. */
  numberWith(definition: Pick<Definition, 'key' | 'release'>): Promise<number>;
  /** Every version of every definition of a kind, oldest first. */
  definitions(kind: DefinitionKind): Promise<Definition[]>;
  /** Searches the versions of a kind. */
  search(kind: DefinitionKind, query: Search<Definition>): Promise<Page<Definition>>;
  /** The text of a resource (XML, form JSON…) by the hash that a definition or release names. */
  resource(hash: string): Promise<string | null>;
}

interface BlobDoc {
  hash: string;
  data: Buffer;
}

type ReleaseDoc = Omit<Release, 'definitions'> & { definitionKeys: string[] };

const text = { type: String };

function models(connection: Connection) {
  return {
    releases: defineModel<ReleaseDoc>(connection, {
      name: 'releases',
      fields: {
        number: Number,
        key: text,
        hash: text,
        deployedAt: text,
        deployedBy: text,
        definitionKeys: [String],
        resources: Schema.Types.Mixed,
        messageStarts: Schema.Types.Mixed,
      },
      indexes: [[{ number: 1 }, { unique: true }]],
    }),
    definitions: defineModel<Definition>(connection, {
      name: 'definitions',
      fields: {
        kind: text,
        id: text,
        name: text,
        hash: text,
        resourceName: text,
        versionTag: text,
        requirementsId: text,
        key: text,
        version: Number,
        resourceHash: text,
        release: Number,
      },
      indexes: [
        [{ key: 1 }, { unique: true }],
        [{ kind: 1, id: 1, version: 1 }, { unique: true }],
      ],
    }),
    blobs: defineModel<BlobDoc>(connection, {
      name: 'blobs',
      fields: { hash: text, data: Buffer },
      indexes: [[{ hash: 1 }, { unique: true }]],
    }),
  };
}

const WITHOUT_ID = { _id: 0 } as const;

export function releases(connection: Connection, counters: Counters): Releases {
  const { releases: releaseModel, definitions: definitionModel, blobs } = models(connection);
  const contents = new Map<number, unknown>();

  const latest = async (): Promise<ReleaseDoc | null> => {
    const [newest] = await releaseModel
      .find({ number: { $gt: 0 } }, WITHOUT_ID)
      .sort({ number: -1 })
      .limit(1)
      .lean();
    return newest ?? null;
  };

  async function withDefinitions(release: ReleaseDoc | null): Promise<Release | null> {
    if (!release) return null;
    const { definitionKeys, ...rest } = release;
    const rows = await definitionModel.find({ key: { $in: definitionKeys } }, WITHOUT_ID).lean();
    return { ...rest, definitions: rows.sort((a, b) => a.id.localeCompare(b.id)) };
  }

  async function store(hash: string, content: string): Promise<void> {
    if (await blobs.exists({ hash })) return;
    await insertOnce(blobs, { hash, data: deflateRawSync(content) });
  }

  async function read(hash: string): Promise<string | null> {
    const blob = await blobs.findOne({ hash }).lean();
    return blob && inflateRawSync(bytesOf(blob.data)).toString('utf8');
  }

  /** The version in the store for this hash if it is the latest, else a new one above it. */
  async function version(one: NewDefinition, resourceHash: string, release: number): Promise<Definition> {
    const [newest] = await definitionModel
      .find({ kind: one.kind, id: one.id, version: { $gt: 0 } }, WITHOUT_ID)
      .sort({ version: -1 })
      .limit(1)
      .lean();
    if (newest?.hash === one.hash) return newest;
    const key = await counters.nextKey();
    const next: Definition = { ...one, key, version: (newest?.version ?? 0) + 1, resourceHash, release };
    return (await insertOnce(definitionModel, next)) ? next : version(one, resourceHash, release);
  }

  async function deploy(release: NewRelease): Promise<{ release: Release; isNew: boolean }> {
    const before = await latest();
    if (before?.hash === release.content.hash)
      return { release: required(await withDefinitions(before)), isNew: false };
    const number = (before?.number ?? 0) + 1;
    const resources = release.resources.map(({ name, content }) => ({ name, hash: sha256(content), content }));
    for (const { hash, content } of resources) await store(hash, content);
    await store(contentHash(release.content.hash), JSON.stringify(release.content));
    const hashes = new Map(resources.map(({ name, hash }) => [name, hash]));
    const definitions: Definition[] = [];
    for (const one of release.definitions) {
      definitions.push(await version(one, hashes.get(one.resourceName) ?? '', number));
    }
    const document: ReleaseDoc = {
      number,
      key: await counters.nextKey(),
      hash: release.content.hash,
      deployedAt: release.deployedAt,
      deployedBy: release.deployedBy,
      definitionKeys: definitions.map(({ key }) => key),
      resources: resources.map(({ name, hash }) => ({ name, hash })),
      messageStarts: release.messageStarts,
    };
    if (!(await insertOnce(releaseModel, document))) return deploy(release);
    return { release: required(await withDefinitions(document)), isNew: true };
  }

  return {
    deploy,
    current: async () => withDefinitions(await latest()),
    get: async (number) => withDefinitions(await releaseModel.findOne({ number }, WITHOUT_ID).lean()),
    list: async () => {
      const rows = await releaseModel
        .find({ number: { $gt: 0 } }, WITHOUT_ID)
        .sort({ number: -1 })
        .lean<ReleaseDoc[]>();
      return rows.map(({ definitionKeys: _, ...release }) => release);
    },
    content: async (number) => {
      const known = contents.get(number);
      if (known !== undefined) return known;
      const release = await releaseModel.findOne({ number }, WITHOUT_ID).lean();
      const stored = release && (await read(contentHash(release.hash)));
      if (!stored) throw new Error(`Expected release ${number}, but there is none`);
      const content: unknown = JSON.parse(stored);
      contents.set(number, content);
      return content;
    },
    definition: (key) => definitionModel.findOne({ key }, WITHOUT_ID).lean<Definition>(),
    definitions: async (kind) => {
      const rows = await definitionModel.find({ kind }, WITHOUT_ID).lean();
      return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    numberWith: async ({ key, release }) => {
      const current = await latest();
      return current?.definitionKeys.includes(key) === true ? current.number : release;
    },
    search: (kind, query) => search(definitionModel, { ...query, where: { ...query.where, kind: { eq: kind } } }),
    resource: read,
  };
}

/** The compiled content has a name of its own among the blobs: its hash is not that of its JSON text. */
function contentHash(hash: string): string {
  return `content:${hash}`;
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function required<T>(value: T | null): T {
  if (value === null) throw new Error('Expected the release that was just written, but found none');
  return value;
}
