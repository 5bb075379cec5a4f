import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { Program } from '../engine';
import { deployProcedures, readProcedures } from '../standalone/procedures';
import { prepareCollections } from '../store/collections';
import { connectStore } from '../store/connect';
import { connectTemporal } from '../temporal/connection';
import { createInstanceClient, type InstanceClient } from '../temporal/instanceClient';
import { startStore, startTemporal } from '../test/support/services';
import { buildWorkflowBundle } from '../worker/bundle';
import { eventSource } from './process/moments';
import { playRequest, prepareRequest, type Stage } from './process/requests';
import type { WorkerOptions } from './process/worker';
import { cpuMsOf } from './support/cpu';
import { mean, median, printTable } from './support/figures';

const PAIRS = Number(process.argv[2] ?? 7);
const PER_PHASE = Number(process.argv[3] ?? 30);
const AT_ONCE = 4;
const PACE_MS = 400;
const SECRET = 'a secret for benchmarks, at least 32 characters';
const NO_PROGRAM: Omit<Program, 'processId'> = {
  processes: {},
  decisions: {},
  decisionModels: {},
  calendar: { holidays: [], workingHours: [], offsetMinutes: -300 },
  formIds: [],
};

/** CPU time of one instance in ms, by process, and how many instances ended in a second. */
interface Phase {
  worker: number;
  client: number;
  temporal: number;
  store: number;
  perSecond: number;
}

interface Variant {
  name: string;
  stage: Stage;
  worker: ChildProcess;
  phases: Phase[];
  keys: string[];
}

/**
 * The answered request, interpreted from its definition and written by hand, on one Temporal server and one store:
 * history, workflow tasks and CPU of both, in interleaved pairs of phases.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cauce-bench-'));
  const [server, database] = await Promise.all([startTemporal({ dbFile: path.join(folder, 't.db') }), startStore()]);
  const databaseName = 'bench';
  const store = await connectStore(database.uri, { databaseName, secret: SECRET });
  const client = await connectTemporal({
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: 'default',
    CAUCE_SECRET: SECRET,
  });
  const workers: ChildProcess[] = [];
  try {
    await prepareCollections(store);
    await deployProcedures(store, readProcedures(path.resolve(__dirname, '../definitions')), 'bench');
    const citizenId = await addCitizen(store);
    const variant = async (name: string, code: string, wrap = (plain: InstanceClient) => plain): Promise<Variant> => {
      const bundleFile = path.join(folder, `${name}.js`);
      writeFileSync(bundleFile, code);
      const worker = await startWorker({
        temporalAddress: server.address,
        storeUri: database.uri,
        databaseName,
        secret: SECRET,
        taskQueue: name,
        bundleFile,
      });
      workers.push(worker);
      const instances = wrap(createInstanceClient(client, { taskQueue: name }));
      return { name, stage: { store, client, instances }, worker, phases: [], keys: [] };
    };
    const interpreted = await variant('interpreted', await buildWorkflowBundle());
    const straight = await variant('straight', await straightBundle(interpreted, citizenId), withoutProgram);
    const pids = { temporal: server.pid, store: database.pid };
    for (const one of [interpreted, straight]) await runPhase(one, citizenId, pids, 10);
    for (const one of [interpreted, straight]) Object.assign(one, { phases: [], keys: [] });
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const order = pair % 2 === 0 ? [interpreted, straight] : [straight, interpreted];
      for (const one of order) await runPhase(one, citizenId, pids, PER_PHASE);
      console.log(`pair ${pair + 1}: worker CPU ${ratioOf(interpreted, straight, pair, workerCpu).toFixed(3)}`);
    }
    await report(interpreted, straight);
    for (const one of [interpreted, straight]) await reportPaced(one, citizenId);
  } finally {
    await Promise.all(workers.map(stopWorker));
    await client.connection.close();
    await store.close();
    await Promise.all([server.stop(), database.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

const workerCpu = ({ worker }: Phase): number => worker;
const allCpu = ({ worker, client, temporal: server, store }: Phase): number => worker + client + server + store;

function ratioOf(one: Variant, other: Variant, pair: number, cpu: (phase: Phase) => number): number {
  const [above, below] = [one.phases[pair], other.phases[pair]];
  return above && below ? cpu(above) / cpu(below) : NaN;
}

async function addCitizen(store: Stage['store']): Promise<string> {
  const personId = randomUUID();
  const at = new Date().toISOString();
  await store.people.add({
    personId,
    kind: 'citizen',
    username: 'marta.rios@example.com',
    name: 'Marta Ríos',
    email: 'marta.rios@example.com',
    roles: ['usuario'],
    passwordHash: null,
    state: 'active',
    createdAt: at,
    citizen: { documentType: 'CC', documentNumber: '52123456', relationship: 'potencial', consentAt: at },
  });
  return personId;
}

/** The hand-written workflow, with the events that an interpreted instance has just recorded built in. */
async function straightBundle({ stage }: Variant, citizenId: string): Promise<string> {
  const facts = await prepareRequest(stage.store, citizenId);
  await playRequest(stage, facts);
  const { conversationId, requestNumber, processInstanceKey } = facts;
  const record = await stage.store.record.events(processInstanceKey);
  const events = eventSource(record, processInstanceKey, { conversationId, requestNumber, citizenId });
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('./process/handWritten'),
    logger: new DefaultLogger('ERROR'),
  });
  const [program = '', sourceMap = ''] = code.split('\n//# sourceMappingURL', 2);
  return `${program.replaceAll('REQUEST_EVENTS', () => events)}\n//# sourceMappingURL${sourceMap}`;
}

function withoutProgram(plain: InstanceClient): InstanceClient {
  return {
    ...plain,
    start: (input) => plain.start({ ...input, program: { processId: input.program.processId, ...NO_PROGRAM } }),
  };
}

async function startWorker(options: WorkerOptions): Promise<ChildProcess> {
  const child = fork(require.resolve('./process/worker'), [JSON.stringify(options)]);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`Expected the worker to run, but it ended with ${code}`)));
  });
  return child;
}

async function stopWorker(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.send('stop');
  await ended;
}

async function runPhase(
  variant: Variant,
  citizenId: string,
  pids: { temporal: number; store: number },
  count: number,
): Promise<void> {
  const { stage, worker, phases, keys } = variant;
  const requests = [];
  for (let index = 0; index < count; index += 1) requests.push(await prepareRequest(stage.store, citizenId));
  keys.push(...requests.map(({ processInstanceKey }) => processInstanceKey));
  const used = (): Omit<Phase, 'perSecond'> => ({
    worker: cpuMsOf(worker.pid ?? -1),
    client: cpuMsOf(process.pid),
    temporal: cpuMsOf(pids.temporal),
    store: cpuMsOf(pids.store),
  });
  const before = used();
  const began = Date.now();
  const queue = [...requests];
  const people = Array.from({ length: AT_ONCE }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await playRequest(stage, next);
  });
  await Promise.all(people);
  const after = used();
  const each = (name: keyof typeof after): number => (after[name] - before[name]) / count;
  phases.push({
    worker: each('worker'),
    client: each('client'),
    temporal: each('temporal'),
    store: each('store'),
    perSecond: count / ((Date.now() - began) / 1_000),
  });
}

async function report(interpreted: Variant, straight: Variant): Promise<void> {
  const rows = [];
  for (const variant of [interpreted, straight]) {
    const histories = await Promise.all(variant.keys.slice(-PER_PHASE).map((key) => historyOf(variant.stage, key)));
    const of = (name: keyof Phase): number => median(variant.phases.map((phase) => phase[name]));
    rows.push({
      variant: variant.name,
      'events (mean)': mean(histories.map(({ events }) => events)),
      'events (least)': Math.min(...histories.map(({ events }) => events)),
      'workflow tasks (mean)': mean(histories.map(({ tasks }) => tasks)),
      activities: mean(histories.map(({ activities }) => activities)),
      'history kB': mean(histories.map(({ bytes }) => bytes)) / 1_000,
      'worker ms': of('worker'),
      'client ms': of('client'),
      'Temporal ms': of('temporal'),
      'store ms': of('store'),
      'instances/s': of('perSecond'),
    });
  }
  printTable(rows);
  const pairs = interpreted.phases.map((_, pair) => pair);
  for (const [name, cpu] of [
    ['worker', workerCpu],
    ['all processes', allCpu],
  ] as const) {
    const ratios = pairs.map((pair) => ratioOf(interpreted, straight, pair, cpu));
    const list = ratios.map((ratio) => ratio.toFixed(2)).join(' ');
    console.log(`CPU per instance, ${name}: interpreted / straight = ${median(ratios).toFixed(3)} (${list})`);
  }
}

/** Alone and at the pace of people, a history depends on nothing but the code. */
async function reportPaced({ name, stage }: Variant, citizenId: string): Promise<void> {
  const facts = await prepareRequest(stage.store, citizenId);
  await playRequest(stage, facts, PACE_MS);
  const { events, tasks } = await historyOf(stage, facts.processInstanceKey);
  console.log(`At the pace of people, ${name}: ${events} events, ${tasks} workflow tasks`);
}

async function historyOf(
  stage: Stage,
  key: string,
): Promise<{ events: number; tasks: number; activities: number; bytes: number }> {
  const history = await stage.client.workflow.getHandle(key).fetchHistory();
  const events = history.events ?? [];
  const { EventType } = temporal.api.enums.v1;
  const count = (type: temporal.api.enums.v1.EventType): number =>
    events.filter(({ eventType }) => eventType === type).length;
  return {
    events: events.length,
    tasks: count(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED),
    activities: count(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED),
    bytes: temporal.api.history.v1.History.encode(history).finish().length,
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
