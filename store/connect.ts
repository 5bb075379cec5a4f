import { createConnection, type Connection } from 'mongoose';
import { fieldEncryption, type FieldEncryption } from './encryption';
import { engineStore, type EngineStore } from './engine';
import { productStore, type ProductStore } from './product';

export interface StoreOptions {
  /** Default: the one that the address names, else `cauce`. */
  databaseName?: string;
  /** Key material of the field encryption (CAUCE_SECRET). */
  secret: string;
}

/** What repositories are made from. */
export interface StoreBase {
  connection: Connection;
  encryption: FieldEncryption;
}

/** The document store: one property a repository. */
export interface Store extends StoreBase, EngineStore, ProductStore {
  /** A real write and read; fails when they take longer than `deadlineMs`. An open port proves nothing. */
  checkHealth(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}

const SERVER_SELECTION_MS = 3_000;

/**
 * Opens a connection of its own. Creates nothing: run `prepareCollections` once at start-up.
 * Writes are acknowledged by a majority and its journal; the driver's own retries are off, since every write here
 * is idempotent by a unique key and the embedded store pays for each retryable write.
 */
export async function connectStore(uri: string, options: StoreOptions): Promise<Store> {
  const connection = await createConnection(uri, {
    dbName: options.databaseName ?? databaseOf(uri),
    autoCreate: false,
    autoIndex: false,
    bufferCommands: false,
    retryWrites: false,
    serverSelectionTimeoutMS: SERVER_SELECTION_MS,
    writeConcern: { w: 'majority', journal: true },
  }).asPromise();
  const encryption = fieldEncryption(connection, options.secret);
  const base: StoreBase = { connection, encryption };
  const engine = engineStore(base);
  return {
    ...base,
    ...engine,
    ...productStore(base, engine.counters),
    checkHealth: (deadlineMs) => engine.health.check(deadlineMs),
    close: () => connection.close(),
  };
}

function databaseOf(uri: string): string {
  return /^[^/]+\/\/[^/]+\/([^?]+)/.exec(uri)?.[1] ?? 'cauce';
}
