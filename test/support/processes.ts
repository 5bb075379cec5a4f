import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { compileRelease, type ReleaseContent } from '../../engine/model';
import type { Variables } from '../../protocol/json';
import type { Resource } from '../../protocol/release';
import type { JobInput, JobOutput } from '../../protocol/workflow';
import { prepareCollections } from '../../store/collections';
import { connectStore, type Store } from '../../store/connect';
import type { MessageStart } from '../../store/engine/releases';
import { createDataConverter } from '../../temporal/connection';
import { createCorrelator, type Correlator } from '../../temporal/correlation';
import { createInstanceClient, type InstanceClient } from '../../temporal/instanceClient';
import { createEngineActivities } from '../../worker/activities';
import { startProcess, type StartRequest } from '../../temporal/startProcess';
import { cachedWorkflowBundle } from '../../worker/bundle';
import { createWorker } from '../../worker/createWorker';
import { runningInstance, type RunningInstance } from './runningInstance';
import { freshDatabaseName, sharedStoreUri, sharedTemporalAddress } from './services';

/** Key material of the payload codec in tests; recorded histories were written with it. */
export const TEST_SECRET = 'a secret for tests, at least 32 characters long';
/** Folder of the cached workflow bundle. */
export const CACHE = path.resolve(__dirname, '../../.cache');

export interface ProcessBedOptions {
  /** Activities by job type. */
  jobs?: Record<string, (input: JobInput) => Promise<JobOutput>>;
  /** Default: the store that the jest run shares. */
  storeUri?: string;
  temporalAddress?: string;
  /** Set for all instances that `start` starts. */
  continueAsNewAfter?: number;
}

/** Everything that processes need to run, on real parts: a store, a task queue and a worker of its own. */
export interface ProcessBed {
  client: Client;
  store: Store;
  instances: InstanceClient;
  correlator: Correlator;
  taskQueue: string;
  worker: RunningWorker;
  /** Compiles files (paths, or resources) and puts the release into force. */
  deploy(...files: (string | Resource)[]): Promise<ReleaseContent>;
  /** Starts an instance of the release in force. */
  run(processId: string, variables?: Variables, start?: Partial<StartRequest>): Promise<RunningInstance>;
  /** An instance that is there already. */
  instance(processInstanceKey: string): RunningInstance;
  startWorker(): Promise<RunningWorker>;
  stop(): Promise<void>;
}

export interface RunningWorker {
  stop(): Promise<void>;
}

// The SDK tells of every worker's states otherwise.
Runtime.install({ logger: new DefaultLogger(process.env.TEST_LOG ? 'WARN' : 'ERROR') });

/** Starts a worker with the engine's own activities and the given jobs. */
export async function startProcessBed(options: ProcessBedOptions = {}): Promise<ProcessBed> {
  const address = options.temporalAddress ?? sharedTemporalAddress();
  const taskQueue = freshDatabaseName();
  const dataConverter = createDataConverter({ CAUCE_SECRET: TEST_SECRET });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, dataConverter });
  const store = await connectStore(options.storeUri ?? sharedStoreUri(), {
    databaseName: taskQueue,
    secret: TEST_SECRET,
  });
  await prepareCollections(store);
  // Every database counts its instances from the same number, but on the shared server workflow ids must differ.
  await store.counters.lease('instance-numbers', randomInt(10 ** 12));
  const plain = createInstanceClient(client, { taskQueue });
  const { continueAsNewAfter } = options;
  const instances: InstanceClient = { ...plain, start: (input) => plain.start({ continueAsNewAfter, ...input }) };
  const correlator = createCorrelator({ store, instances });
  const activities = {
    ...createEngineActivities({ store, instances, correlator, onError: () => undefined }),
    ...options.jobs,
  };
  const native = await NativeConnection.connect({ address });
  const workflowBundle = await cachedWorkflowBundle(CACHE);
  const running = new Set<RunningWorker>();
  const startWorker = async (): Promise<RunningWorker> => {
    const worker = run(
      await createWorker({ connection: native, taskQueue, dataConverter, workflowBundle, activities }),
    );
    running.add(worker);
    return worker;
  };
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all([...running].map((worker) => worker.stop()));
    await native.close();
    await connection.close();
    await store.close();
  };
  const bed: ProcessBed = {
    client,
    store,
    instances,
    correlator,
    taskQueue,
    worker: await startWorker(),
    deploy: async (...files) => {
      const content = await compile(files, Object.keys(options.jobs ?? {}));
      await putInForce(store, content);
      return content;
    },
    run: async (processId, variables = {}, start = {}) => {
      const request = { processId, variables, startedBy: { kind: 'person', id: 'ana' } as const, ...start };
      const { processInstanceKey } = await startProcess({ store, instances }, request);
      return runningInstance({ client, store, instances }, processInstanceKey);
    },
    instance: (processInstanceKey) => runningInstance({ client, store, instances }, processInstanceKey),
    startWorker,
    stop: () => (stopped ??= stop()),
  };
  beds.add(bed);
  return bed;
}

// A worker that a failed test left behind would keep jest from ending. Conformance runs are not jest's.
const beds = new Set<ProcessBed>();
if (typeof afterAll === 'function')
  afterAll(async () => {
    await Promise.all([...beds].map((bed) => bed.stop()));
  });

function run(worker: Worker): RunningWorker {
  const ended = worker.run();
  let stopping: Promise<void> | undefined;
  return {
    stop: () => {
      if (!stopping && worker.getState() === 'RUNNING') worker.shutdown();
      return (stopping ??= ended);
    },
  };
}

/** A file under its own name and its folder's, by which it is known for a catalogue, a template… */
function readResource(file: string): Resource {
  const name = path.join(path.basename(path.dirname(file)), path.basename(file));
  return { name, content: readFileSync(file, 'utf8') };
}

async function compile(files: (string | Resource)[], jobTypes: string[]): Promise<ReleaseContent> {
  const resources = files.map((file) => (typeof file === 'string' ? readResource(file) : file));
  const compiled = await compileRelease(resources, { jobTypes: new Set(jobTypes) });
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join('\n'));
  return compiled.content;
}

async function putInForce(store: Store, content: ReleaseContent): Promise<void> {
  const definitions = Object.values(content.processes).map(({ id, name, hash, versionTag }) => ({
    kind: 'process' as const,
    id,
    name,
    hash,
    versionTag,
    resourceName: content.processResources[id] ?? '',
    requirementsId: null,
  }));
  const messageStarts = Object.values(content.processes).flatMap(({ id: processId, startEvents }) =>
    startEvents.flatMap((start): MessageStart[] => {
      const at = { processId, startElementId: start.elementId };
      if (start.kind === 'message') return [{ messageName: start.messageName, ...at }];
      return start.kind === 'signal' ? [{ messageName: start.signalName, signal: true, ...at }] : [];
    }),
  );
  const deployedAt = new Date().toISOString();
  const resources = content.resources.map(({ name }) => ({ name, content: name }));
  await store.releases.deploy({ content, definitions, messageStarts, resources, deployedBy: 'test', deployedAt });
}
