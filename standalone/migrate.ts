import { parseArgs } from 'node:util';
import type { ChangeReport, ChangeRow, MappingInstruction } from '../protocol/changes';
import { readSettings } from '../protocol/settings';
import type { CommandEnvelope } from '../protocol/workflow';
import { connectStore, type Store } from '../store/connect';
import type { InstanceDoc } from '../store/state/types';
import { connectTemporal } from '../temporal/connection';
import { CommandRejected } from '../temporal/errors';
import { createInstanceClient, type InstanceClient } from '../temporal/instanceClient';
import { migrateCommand, migrationTarget, reportMigration } from '../temporal/migration';
import { updateIdOf } from '../temporal/updateId';
import { ofRunningStandalone } from './running';

const USAGE = `npm run migrate -- [--dry-run] [--process ID] [--map ORIGEN=DESTINO ...]

Pasa las instancias en curso a la versión vigente de su proceso. Con --dry-run sólo informa: no toca ninguna.`;

interface Options {
  dryRun: boolean;
  processId: string | undefined;
  mappings: MappingInstruction[];
}

/** `npm run migrate`: every running instance that is not under the release in force yet, one after another. */
async function main(): Promise<void> {
  const options = readOptions();
  const settings = readSettings({ ...ofRunningStandalone(), ...process.env });
  const { MONGODB_URI, MONGODB_DATABASE: databaseName, CAUCE_SECRET: secret } = settings;
  const store = await connectStore(MONGODB_URI, { databaseName, secret });
  const client = await connectTemporal(settings);
  try {
    const instances = createInstanceClient(client);
    const counts = { done: 0, impossible: 0 };
    for (const instance of await candidates(store, options)) {
      const isDone = await migrateOne({ store, instances }, instance, options);
      counts[isDone ? 'done' : 'impossible'] += 1;
    }
    const what = options.dryRun ? 'se pueden migrar' : 'migradas';
    console.log(`${counts.done} instancias ${what}, ${counts.impossible} no se pueden migrar`);
    if (counts.impossible > 0) process.exitCode = 1;
  } finally {
    await client.connection.close();
    await store.close();
  }
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      process: { type: 'string' },
      map: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const mappings = values.map.map((pair) => {
    const [sourceElementId = '', targetElementId = ''] = pair.split('=');
    if (sourceElementId === '' || targetElementId === '')
      throw new Error(`Expected --map ORIGEN=DESTINO, but got '${pair}'`);
    return { sourceElementId, targetElementId };
  });
  if (mappings.length > 0 && values.process === undefined)
    throw new Error('Expected --process with --map, but there is none: ids belong to one process');
  return { dryRun: values['dry-run'], processId: values.process, mappings };
}

async function candidates(store: Store, { processId }: Options): Promise<InstanceDoc[]> {
  const current = await store.releases.current();
  const running = await store.state.list('instances', { state: { eq: 'ACTIVE' } });
  return running.filter(
    (instance) => instance.release !== current?.number && (processId === undefined || instance.processId === processId),
  );
}

/** False when it can't be migrated; the reasons are printed, an element a line. */
async function migrateOne(
  parts: { store: Store; instances: InstanceClient },
  instance: InstanceDoc,
  { dryRun, mappings }: Options,
): Promise<boolean> {
  const name = `${instance.key} (${instance.processId}, versión de la entrega ${instance.release})`;
  const target = await migrationTarget(parts.store, instance.processId);
  if (!target) {
    console.log(`${name}: la entrega vigente no tiene este proceso`);
    return false;
  }
  try {
    const report = await reportMigration(parts, instance, target, mappings);
    print(name, report);
    if (!report.isPossible || dryRun) return report.isPossible;
    const envelope: CommandEnvelope = {
      command: migrateCommand(target, mappings),
      actor: { kind: 'system', id: 'migrate' },
    };
    await parts.instances.command(instance.key, envelope, updateIdOf(envelope));
    return true;
  } catch (error) {
    if (!(error instanceof CommandRejected)) throw error;
    console.log(`${name}: ${error.details.message}`);
    return false;
  }
}

const OUTCOMES: Record<ChangeRow['outcome'], string> = {
  keeps: 'sigue',
  moves: 'pasa a',
  opens: 'empieza a esperar',
  closes: 'deja de esperar',
  begins: 'empieza',
  ends: 'termina',
  refused: 'NO PASA',
};

function print(name: string, { isPossible, rows }: ChangeReport): void {
  console.log(`${name}: ${isPossible ? 'se puede' : 'no se puede'}`);
  for (const { outcome, elementId, targetElementId, reason } of rows) {
    const to = targetElementId !== null && targetElementId !== elementId ? ` → ${targetElementId}` : '';
    console.log(`  ${OUTCOMES[outcome]} ${elementId}${to}${reason === null ? '' : `: ${reason}`}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
