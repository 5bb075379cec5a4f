import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ReleaseContent } from '../../engine/model';
import { ensureDemoAccounts } from '../../standalone/accounts';
import { deployProcedures, readProcedures } from '../../standalone/procedures';
import { Playground } from '../../standalone/seed/playProcesses';
import { readProcessScenarios } from '../../standalone/seed/processScenario';
import { seed } from '../../standalone/seed/seed';
import { prepareCollections } from '../../store/collections';
import { connectStore, type Store } from '../../store/connect';
import { REQUIREMENTS } from '../support/requirements';
import { startStore } from '../support/services';
import { traceInstances, type Trace } from './evidence';
import { procedurePage, type Row } from './page';

const ROOT = path.resolve(__dirname, '../..');
const DEFINITIONS = path.join(ROOT, 'definitions');
const CHAT = path.join(DEFINITIONS, 'chat-attention');
const PUBLIC_URL = 'http://localhost';
const WITHOUT_TESTS = new Set(['node_modules', 'dist', '.cache', '.cauce', '.git']);

async function main(): Promise<void> {
  const service = await startStore();
  const store = await connectStore(service.uri, { databaseName: 'traceability', secret: 'x'.repeat(32) });
  try {
    await prepareCollections(store);
    const content = await deploy(store);
    const keys = await playAll(store);
    const traces = await traceInstances(store, content, keys);
    const tests = testsByRequirement();
    const rows = Object.entries(REQUIREMENTS).map(([id, title]) => rowOf({ id, title, tests }, traces.get(id)));
    for (const row of rows) print(row);
    if (process.argv.includes('--write')) {
      writeFileSync(path.join(ROOT, 'docs', 'procedure.md'), procedurePage(content, rows));
    }
    const missing = rows.filter(({ isShown }) => !isShown).map(({ id }) => id);
    console.log(`\n${rows.length - missing.length} of ${rows.length} requirements are shown`);
    if (missing.length === 0) return;
    console.log(`Expected a completed element or a test for each, but there is none for ${missing.join(', ')}`);
    process.exitCode = 1;
  } finally {
    await store.close();
    await service.stop();
  }
}

async function deploy(store: Store): Promise<ReleaseContent> {
  const owner = await ensureDemoAccounts(store, 'a password of the tests', '2026-01-05T13:00:00Z');
  const { release } = await deployProcedures(store, readProcedures(DEFINITIONS), owner);
  return (await store.releases.content(release.number)) as ReleaseContent;
}

/** Plays the requests that the first start shows, then every scenario of other processes; the keys of all instances. */
async function playAll(store: Store): Promise<string[]> {
  const release = await store.releases.current();
  if (!release) throw new Error('Expected a release, but there is none');
  await seed({
    store,
    release,
    publicUrl: PUBLIC_URL,
    folder: CHAT,
    now: Date.parse('2026-03-02T15:00:00Z'),
    // What stays open is not gone on with: this report ends here.
    instances: { start: () => Promise.resolve() },
    onProgress: () => undefined,
  });
  for (const { at, steps } of readProcessScenarios(path.join(CHAT, 'scenarios/processes'))) {
    const playground = await Playground.open(store, Date.parse(at), { publicUrl: PUBLIC_URL });
    for (const step of steps) await playground.play(step);
  }
  return (await store.state.list('instances', { key: { gte: '0' } })).map(({ key }) => key);
}

/** Files of tests that name a requirement by its id, in brackets: `has five contracts (T-2)`. */
function testsByRequirement(folder = ROOT): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const visit = (inside: string): void => {
    for (const entry of readdirSync(inside, { withFileTypes: true })) {
      const file = path.join(inside, entry.name);
      if (entry.isDirectory()) {
        if (!WITHOUT_TESTS.has(entry.name)) visit(file);
      } else if (/\.test\.tsx?$/.test(entry.name)) {
        const ids = new Set(readFileSync(file, 'utf8').match(/(?<=\()[OSFTCAKD]-\d{1,2}(?=\))/g) ?? []);
        for (const id of ids) found.set(id, [...(found.get(id) ?? []), path.relative(ROOT, file)]);
      }
    }
  };
  visit(folder);
  return found;
}

function rowOf(
  { id, title, tests }: { id: string; title: string; tests: ReadonlyMap<string, string[]> },
  trace: Trace | undefined,
): Row {
  const elements = [...(trace?.elements ?? [])];
  const completed = elements.filter(([, isCompleted]) => isCompleted).map(([name]) => name);
  const open = elements.filter(([, isCompleted]) => !isCompleted).map(([name]) => name);
  const evidence = [...(trace?.evidence ?? [])].map(([kind, count]) => `${kind} (${count})`);
  const files = tests.get(id) ?? [];
  return {
    id,
    title,
    completed,
    open,
    evidence,
    tests: files,
    instance: trace?.instance ?? null,
    isShown: completed.length > 0 || files.length > 0,
  };
}

function print({ id, title, completed, open, evidence, tests, instance, isShown }: Row): void {
  console.log(`${isShown ? 'ok     ' : 'MISSING'} ${id.padEnd(5)} ${title}`);
  const tell = (what: string, list: string[]): void => {
    if (list.length > 0) console.log(`          ${what}: ${list.join(', ')}`);
  };
  tell(`completed${instance === null ? '' : `, e.g. in ${instance}`}`, completed);
  tell('not completed by a scenario', open);
  tell('evidence', evidence);
  tell('tests', tests);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
