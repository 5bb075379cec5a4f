import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { mongo } from 'mongoose';

const TOOLS = path.resolve(__dirname, '../../standalone/tools.mjs');
const READY_MS = 30_000;

/** A server that a test may use, stop, or kill as a fault would. */
export interface Service {
  readonly pid: number;
  /** SIGTERM, waits for its end, removes the state that the start made. */
  stop(): Promise<void>;
  /** `kill -9`, waits for its end, keeps the state: start it again with the same port and folder. */
  kill(): Promise<void>;
}

/** A Temporal development server; `address` is host:port for `Connection.connect`. */
export interface TemporalService extends Service {
  readonly address: string;
}

/** A document store; `uri` is a connection string without a database name. */
export interface StoreService extends Service {
  readonly uri: string;
}

interface Command {
  command: string;
  args: string[];
  env: Record<string, string>;
  address?: string;
  uri?: string;
  kind?: 'mongod' | 'embedded';
}

/** A TCP port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('Expected a TCP address, but got a pipe');
  return address.port;
}

/** A database name that no other test uses, e.g. `test_5f0c…`. Drop it only when nothing writes any more. */
export function freshDatabaseName(): string {
  return `test_${randomBytes(6).toString('hex')}`;
}

/** The Temporal server that this jest run shares: take a task queue (and workflow ids) of your own on it. */
export function sharedTemporalAddress(): string {
  return required('TEST_TEMPORAL_ADDRESS');
}

/** The store that this jest run shares: take a database of your own on it (`freshDatabaseName`). */
export function sharedStoreUri(): string {
  return required('TEST_MONGODB_URI');
}

/** Path of Temporal's time-skipping test server (no schedules, no list of workflows). */
export async function timeSkippingServerPath(): Promise<string> {
  return (await commandOf('temporal-test-server', {})).command;
}

/**
 * Starts a Temporal server of the caller's own.
 * @param options `port`: default a free one; `dbFile`: keeps its state there, default in memory
 */
export async function startTemporal(options: { port?: number; dbFile?: string } = {}): Promise<TemporalService> {
  const port = options.port ?? (await freePort());
  const command = await commandOf('temporal', { port, dbFile: options.dbFile });
  const address = `127.0.0.1:${port}`;
  const service = launch(command);
  await ready(service, 'temporal', async () => {
    const connection = await Connection.connect({ address, connectTimeout: 2_000 });
    try {
      await connection.workflowService.describeNamespace({ namespace: 'default' });
    } finally {
      await connection.close();
    }
  });
  return { address, pid: service.pid, stop: () => service.end('SIGTERM'), kill: () => service.end('SIGKILL') };
}

/**
 * Starts a document store of the caller's own.
 * @param options `port`: default a free one; `dataDir`: keeps its state there, default a folder that `stop` removes
 */
export async function startStore(options: { port?: number; dataDir?: string } = {}): Promise<StoreService> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'cauce-store-'));
  const command = await commandOf('store', { port, dataDir });
  const { uri = '' } = command;
  const service = launch(command);
  await ready(service, 'store', () => probeStore(uri, command.kind === 'mongod' ? port : undefined));
  const stop = async (): Promise<void> => {
    await service.end('SIGTERM');
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
  };
  return { uri, pid: service.pid, stop, kill: () => service.end('SIGKILL') };
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Expected ${name} from test/support/globalSetup.ts, but it is not set`);
  return value;
}

async function commandOf(what: string, options: object): Promise<Command> {
  const { stdout } = await promisify(execFile)(process.execPath, [TOOLS, what, JSON.stringify(options)]);
  return JSON.parse(stdout) as Command;
}

function launch(command: Command): { pid: number; child: ChildProcess; end(signal: NodeJS.Signals): Promise<void> } {
  const child = spawn(command.command, command.args, {
    env: { ...process.env, ...command.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  };
  return { pid: child.pid ?? -1, child, end };
}

async function ready(
  service: { child: ChildProcess; end(signal: NodeJS.Signals): Promise<void> },
  name: string,
  probe: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (service.child.exitCode !== null || Date.now() > deadline) {
        await service.end('SIGKILL');
        throw new Error(`Expected ${name} to answer within ${READY_MS} ms, but it did not`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function probeStore(uri: string, initiateOnPort: number | undefined): Promise<void> {
  if (initiateOnPort !== undefined) await initiateReplicaSet(initiateOnPort);
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 2_000, socketTimeoutMS: 5_000 });
  try {
    const probes = client.db('health').collection<{ _id: string; at: number }>('probes');
    await probes.updateOne({ _id: 'ready' }, { $set: { at: Date.now() } }, { upsert: true });
    await probes.findOne({ _id: 'ready' });
  } finally {
    await client.close();
  }
}

async function initiateReplicaSet(port: number): Promise<void> {
  const client = new mongo.MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 2_000,
  });
  try {
    const config = { _id: 'cauce', members: [{ _id: 0, host: `127.0.0.1:${port}` }] };
    await client.db('admin').command({ replSetInitiate: config });
  } catch (error) {
    const initiated = error instanceof mongo.MongoServerError && error.codeName === 'AlreadyInitialized';
    if (!initiated) throw error;
  } finally {
    await client.close();
  }
}
