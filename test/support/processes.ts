import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import type { ReleaseContent } from '../../engine/model';
import type { JobInput, JobOutput } from '../../protocol/workflow';
import { prepareCollections } from '../../store/collections';
import { connectStore, type Store } from '../../store/connect';
import { createDataConverter } from '../../temporal/connection';
import { createCorrelator, type Correlator } from '../../temporal/correlation';
import { createInstanceClient, type InstanceClient } from '../../temporal/instanceClient';
import { createEngineActivities } from '../../worker/activities';
import { cachedWorkflowBundle } from '../../worker/bundle';
import { createWorker } from '../../worker/createWorker';
import { freshDatabaseName, sharedStoreUri, sharedTemporalAddress } from './services';

const SECRET = 'a secret for tests, at least 32 characters long';
const CACHE = path.resolve(__dirname, '../../.cache');

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
  /** Puts a compiled release into force. */
  deploy(content: ReleaseContent): Promise<number>;
  startWorker(): Promise<RunningWorker>;
  stop(): Promise<void>;
}

export interface RunningWorker {
  stop(): Promise<void>;
}

let quiet = false;

/** Starts a worker with the engine's own activities and the given jobs. */
export async function startProcessBed(options: ProcessBedOptions = {}): Promise<ProcessBed> {
  if (!quiet) Runtime.install({ logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} } });
  quiet = true;
  const address = options.temporalAddress ?? sharedTemporalAddress();
  const taskQueue = freshDatabaseName();
  const dataConverter = createDataConverter({ CAUCE_SECRET: SECRET });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, dataConverter });
  const store = await connectStore(options.storeUri ?? sharedStoreUri(), { databaseName: taskQueue, secret: SECRET });
  await prepareCollections(store);
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
  return {
    client,
    store,
    instances,
    correlator,
    taskQueue,
    worker: await startWorker(),
    deploy: (content) => deploy(store, content),
    startWorker,
    stop: async () => {
      await Promise.all([...running].map((worker) => worker.stop()));
      await native.close();
      await connection.close();
      await store.close();
    },
  };
}

function run(worker: Worker): RunningWorker {
  const ended = worker.run();
  let stopping: Promise<void> | undefined;
  return {
    stop: () => {
      if (!stopping) worker.shutdown();
      return (stopping ??= ended);
    },
  };
}

async function deploy(store: Store, content: ReleaseContent): Promise<number> {
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
    startEvents.flatMap((start) =>
      start.kind === 'message' ? [{ messageName: start.messageName, processId, startElementId: start.elementId }] : [],
    ),
  );
  const deployedAt = new Date().toISOString();
  const resources = content.resources.map(({ name }) => ({ name, content: name }));
  const { release } = await store.releases.deploy({
    content,
    definitions,
    messageStarts,
    resources,
    deployedBy: 'test',
    deployedAt,
  });
  return release.number;
}
