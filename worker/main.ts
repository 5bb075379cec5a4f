import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NativeConnection, Runtime } from '@temporalio/worker';
import pino, { type Logger } from 'pino';
import type { ReleaseContent } from '../engine/model/release';
import { publicUrl, readSettings } from '../protocol/settings';
import { connectStore, type Store } from '../store/connect';
import { connectTemporal, createDataConverter } from '../temporal/connection';
import { createCorrelator } from '../temporal/correlation';
import { createInstanceClient } from '../temporal/instanceClient';
import { setRetention } from '../temporal/namespace';
import { reconcileSchedules } from '../temporal/schedules';
import { createActivities } from './activities';
import { createWorker } from './createWorker';
import { continuitySweep } from './continuity';
import { startHealthServer } from './health';
import { mailSweeps } from './mailSender';
import { relaySweeps } from './relay';
import { startSweeps, type Sweep } from './sweeps';
import { createWatchdog } from './watchdog';

const BUNDLE = path.join(__dirname, '..', 'workflow-bundle.js');
const STORE_DEADLINE_MS = 2_000;

/** The worker process: hosts workflows and activities and mends what died between two steps. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ level: settings.LOG_LEVEL });
  // Signals are handled below, so that the parts stop in their order.
  Runtime.install({ shutdownSignals: [], logger: runtimeLogger(log) });
  const store = await connectStore(settings.MONGODB_URI, {
    databaseName: settings.MONGODB_DATABASE,
    secret: settings.CAUCE_SECRET,
  });
  const client = await connectTemporal(settings);
  await setRetention(client, settings);
  const instances = createInstanceClient(client);
  const correlator = createCorrelator({ store, instances });
  const onError = (what: string, error: unknown): void => log.error({ err: error }, `${what} failed`);
  const connection = await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS });
  const worker = await createWorker({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter: createDataConverter(settings),
    workflowBundle: readFileSync(BUNDLE, 'utf8'),
    activities: createActivities({
      store,
      instances,
      correlator,
      onError,
      now: Date.now,
      publicUrl: publicUrl(settings),
      externalSecret: settings.EXTERNAL_CALL_SECRET,
    }),
  });
  const sweeps: Sweep[] = [
    { name: 'correlation', everyMs: 5_000, run: () => correlator.sweep() },
    { name: 'watchdog', everyMs: 5_000, run: createWatchdog({ client, store }) },
    {
      name: 'schedules',
      everyMs: 60_000,
      run: () => schedulesInForce(store, (release) => reconcileSchedules(client, release)),
    },
  ];
  sweeps.push(
    ...relaySweeps({ store, instances, correlator, now: Date.now }),
    ...mailSweeps(store, settings, Date.now),
    continuitySweep({ store, publish: (message) => correlator.publish(message), now: Date.now }),
  );
  const stopSweeps = startSweeps(sweeps, onError);
  const health = await startHealthServer(settings.CAUCE_WORKER_HEALTH_PORT, {
    poller: () => (worker.getState() === 'RUNNING' ? Promise.resolve() : Promise.reject(new Error(worker.getState()))),
    store: () => store.checkHealth(STORE_DEADLINE_MS),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => worker.getState() === 'RUNNING' && worker.shutdown());
  log.info({ health: settings.CAUCE_WORKER_HEALTH_PORT }, 'worker is running');
  try {
    await worker.run();
  } finally {
    await stopSweeps();
    await store.availability.stop(new Date().toISOString()).catch((error: unknown) => onError('availability', error));
    health.close();
    await connection.close();
    await client.connection.close();
    await store.close();
    log.info('worker has stopped');
  }
}

type ReleaseInForce = { content: ReleaseContent; deployedAt: number };

async function schedulesInForce(store: Store, reconcile: (release: ReleaseInForce) => Promise<void>): Promise<void> {
  const release = await store.releases.current();
  if (!release) return;
  const content = (await store.releases.content(release.number)) as ReleaseContent;
  await reconcile({ content, deployedAt: Date.parse(release.deployedAt) });
}

function runtimeLogger(log: Logger) {
  const at = (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') => (message: string, meta?: object) =>
    log[level](meta ?? {}, message);
  return {
    trace: at('trace'),
    debug: at('debug'),
    // The SDK tells of every connection and shutdown at this level.
    info: at('debug'),
    warn: at('warn'),
    error: at('error'),
    log: (level: string, message: string, meta?: object) => log.debug({ ...meta, level }, message),
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
