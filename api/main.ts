import path from 'node:path';
import pino from 'pino';
import { readSettings } from '../protocol/settings';
import { connectStore } from '../store/connect';
import { connectTemporal } from '../temporal/connection';
import { createCorrelator } from '../temporal/correlation';
import { createInstanceClient } from '../temporal/instanceClient';
import { nextScheduledTimes, reconcileSchedules } from '../temporal/schedules';
import { createApi } from './app';

const WEB = path.join(__dirname, '..', 'web');

/** The API process: engine API, product API, sockets and front ends on one port. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ level: settings.LOG_LEVEL });
  const store = await connectStore(settings.MONGODB_URI, {
    databaseName: settings.MONGODB_DATABASE,
    secret: settings.CAUCE_SECRET,
  });
  const client = await connectTemporal(settings);
  const { connection } = client;
  const instances = createInstanceClient(client);
  const api = createApi({
    store,
    instances,
    correlator: createCorrelator({ store, instances }),
    settings,
    log,
    webFolder: WEB,
    deployed: (release, content) => reconcileSchedules(client, { content, deployedAt: Date.parse(release.deployedAt) }),
    nextTimes: (processId, startElementId) => nextScheduledTimes(client, processId, startElementId),
    checkEngine: async (deadlineMs) => {
      const { TEMPORAL_NAMESPACE: namespace } = settings;
      await connection.withDeadline(Date.now() + deadlineMs, () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
    },
  });
  const stop = async (): Promise<void> => {
    await api.close();
    await store.close();
    log.info('api has stopped');
    await connection.close();
    // Temporal's client repeats failed calls by timers that nothing can take back, and throws when the next one finds
    // the channel closed: leave before it fires.
    process.exit();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop().catch((error: unknown) => log.error({ err: error }, 'stopping failed'));
    });
  }
  await new Promise<void>((resolve, reject) => {
    api.server.once('error', reject).listen(settings.PORT, settings.HOST, resolve);
  });
  log.info({ host: settings.HOST, port: settings.PORT }, 'api is listening');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
