import { readFileSync } from 'node:fs';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { connectStore } from '../../store/connect';
import { connectTemporal, createDataConverter } from '../../temporal/connection';
import { createCorrelator } from '../../temporal/correlation';
import { createInstanceClient } from '../../temporal/instanceClient';
import { createActivities } from '../../worker/activities';
import { createWorker } from '../../worker/createWorker';

/** What the benchmark tells a worker process by its only argument. */
export interface WorkerOptions {
  temporalAddress: string;
  storeUri: string;
  databaseName: string;
  secret: string;
  taskQueue: string;
  bundleFile: string;
}

/** One variant's worker in a process of its own, so that its CPU time can be told apart. Says `ready` when it polls. */
async function main(options: WorkerOptions): Promise<void> {
  const { temporalAddress: address, secret, taskQueue, databaseName } = options;
  Runtime.install({
    shutdownSignals: [],
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  const settings = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default', CAUCE_SECRET: secret };
  const store = await connectStore(options.storeUri, { databaseName, secret });
  const client = await connectTemporal(settings);
  const instances = createInstanceClient(client, { taskQueue });
  const correlator = createCorrelator({ store, instances });
  const onError = (what: string, error: unknown): void => console.error(what, error);
  const connection = await NativeConnection.connect({ address });
  const worker = await createWorker({
    connection,
    taskQueue,
    dataConverter: createDataConverter(settings),
    workflowBundle: readFileSync(options.bundleFile, 'utf8'),
    activities: createActivities({
      store,
      instances,
      correlator,
      onError,
      now: Date.now,
      publicUrl: 'http://localhost',
    }),
  });
  process.on('message', () => worker.shutdown());
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
  await worker.run();
  await connection.close();
  await client.connection.close();
  await store.close();
  process.disconnect();
}

main(JSON.parse(process.argv[2] ?? '') as WorkerOptions).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
