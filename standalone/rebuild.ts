import { readSettings, type Settings } from '../protocol/settings';
import type { Rebuilt } from '../store/state/rebuild';
import { connectStore, type Store } from '../store/connect';
import { connectTemporal } from '../temporal/connection';
import { CommandRejected } from '../temporal/errors';
import { createInstanceClient, type InstanceClient } from '../temporal/instanceClient';
import { ofRunningStandalone } from './running';

/** How many running instances differ from the record, by what. */
interface Comparison {
  compared: number;
  /** Entries of outboxes that were not stored yet, and are now. */
  projected: number;
  /** Keys of instances whose workflow keeps another chain head than the record. */
  otherHead: string[];
}

/**
 * `npm run rebuild`: deletes the state collections, makes them again from the record, compares them with what they
 * were, then compares every running instance's own snapshot with its record and stores what is still in its outbox.
 * The services must run; people may go on working.
 */
async function main(): Promise<void> {
  const settings = readSettings({ ...ofRunningStandalone(), ...process.env });
  const store = await connectStore(settings.MONGODB_URI, {
    databaseName: settings.MONGODB_DATABASE,
    secret: settings.CAUCE_SECRET,
  });
  try {
    const rebuilt = await store.rebuildState();
    print(rebuilt);
    const comparison = await compareRunning(store, settings);
    console.log(
      `${comparison.compared} instancias en curso comparadas, ${comparison.projected} eventos pendientes guardados,` +
        ` ${comparison.otherHead.length} con otra cadena ${comparison.otherHead.join(' ')}`,
    );
    if (rebuilt.different.length > 0 || comparison.otherHead.length > 0) process.exitCode = 1;
  } finally {
    await store.close();
  }
}

function print({ instances, before, after, different }: Rebuilt): void {
  console.log(`${instances} instancias reconstruidas a partir del registro`);
  for (const [name, { count }] of Object.entries(after)) {
    const was = before[name as keyof typeof before];
    const verdict = different.some((one) => one === name) ? `DIFERENTE (antes ${was.count})` : 'igual';
    console.log(`  ${name.padEnd(14)} ${String(count).padStart(8)}  ${verdict}`);
  }
}

async function compareRunning(store: Store, settings: Settings): Promise<Comparison> {
  const client = await connectTemporal(settings);
  try {
    const instances = createInstanceClient(client);
    const comparison: Comparison = { compared: 0, projected: 0, otherHead: [] };
    for (const { key } of await store.state.list('instances', { state: { eq: 'ACTIVE' } })) {
      await compareInstance({ store, instances }, key, comparison);
    }
    return comparison;
  } finally {
    await client.connection.close();
  }
}

async function compareInstance(
  { store, instances }: { store: Store; instances: InstanceClient },
  key: string,
  comparison: Comparison,
): Promise<void> {
  try {
    const { outbox, head, projectedSeq } = await instances.snapshot(key);
    comparison.compared++;
    const stored = await store.record.stream(key);
    if (stored?.seq === projectedSeq && stored.head !== head) comparison.otherHead.push(key);
    else if (outbox.length > 0) {
      await store.projection.apply({ processInstanceKey: key, previousHead: head, entries: outbox });
      comparison.projected += outbox.length;
    }
  } catch (error) {
    // It ended meanwhile, or Temporal no longer keeps it: then the record is all there is.
    if (!(error instanceof CommandRejected)) throw error;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
