import { factOf, daysBetween, type Fact } from '../domain/reports/facts';
import { figuresFor, indicatorsOf, targetsOf } from '../domain/reports/period';
import { formula } from '../engine/feel/formula';
import { compileRelease } from '../engine/model';
import { jobTypes } from '../protocol/jobTypes';
import { readProcedures } from '../standalone/procedures';
import { prepareCollections } from '../store/collections';
import { connectStore } from '../store/connect';
import { startStore } from '../test/support/services';
import { printTable } from './support/figures';

const CHATS = Number(process.argv[2] ?? 200_000);
const PERIOD = { from: '2026-10-01', to: '2026-10-31' };
const BEFORE = { from: '2026-09-01', to: '2026-09-30' };
const NOW = new Date('2026-11-03T13:00:00Z');
const ROUNDS = 3;
const OUTCOMES = ['answered', 'answered', 'answered', 'referred', 'escalated', 'abandoned'];

/**
 * Every indicator of the procedure over a month of chats and the month before, from the store's daily facts, as the job
 * `indicators` counts them.
 */
async function main(): Promise<void> {
  const service = await startStore();
  const store = await connectStore(service.uri, { databaseName: 'bench', secret: 'a secret for the benchmark only' });
  try {
    await prepareCollections(store);
    for (const period of [BEFORE, PERIOD]) {
      const days = daysBetween(period.from, period.to);
      const each = Math.ceil(CHATS / days.length);
      for (const day of days) await store.facts.save(day, factsOf(day, each), NOW, true);
    }
    const compiled = await compileRelease(readProcedures('definitions'), { jobTypes });
    if (!compiled.ok) throw new Error('Expected definitions/ to compile, but they do not');
    const { catalogues, registers } = compiled.content;
    const items = indicatorsOf(catalogues['indicators']);
    const environment = { now: NOW.getTime(), offsetMinutes: -300 };
    const rows: Record<string, string | number>[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const read = store.indicatorRows.reader(registers, NOW);
      const began = performance.now();
      const facts = await store.facts.of(PERIOD, NOW);
      const readMs = performance.now() - began;
      const start = performance.now();
      const tools = { compile: (source: string) => formula(source, environment) };
      const figures = await figuresFor(items, PERIOD, {
        rowsOf: read,
        targets: targetsOf(catalogues['contracts']),
        tools,
      });
      const seconds = (performance.now() - start) / 1_000;
      rows.push({
        round,
        chats: facts.length,
        'one month read (ms)': readMs,
        figures: figures.length,
        'report (s)': seconds,
      });
    }
    printTable(rows);
  } finally {
    await store.close();
    await service.stop();
  }
}

function factsOf(day: string, count: number): Fact[] {
  return Array.from({ length: count }, (_, n) => {
    const at = (seconds: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + seconds * 1_000).toISOString();
    const outcome = OUTCOMES[n % OUTCOMES.length] ?? null;
    const begin = n % 30_000;
    const left = outcome === 'abandoned';
    return factOf(
      {
        requestNumber: `2026-${day}-${n}`,
        channel: n % 9 === 0 ? 'off-hours' : 'chat',
        roomId: n % 3 === 0 ? 'credito' : 'general',
        declaredType: 'queja.sugerencia',
        type: n % 5 === 0 ? 'reclamo' : 'solicitud.informacion-general',
        area: ['becas', 'cartera', 'credito-educativo'][n % 3] ?? 'becas',
        correction: n % 11 === 0 ? {} : null,
        state: 'closed',
        outcome,
        referralNumber: outcome === 'referred' ? 'V-1' : null,
        repeatContact: n % 13 === 0,
        resolvedLevel: outcome === 'escalated' ? 1 + (n % 3) : null,
        openedAt: at(begin),
        closedAt: at(begin + 900),
        survey: n % 4 === 0 ? { score: 1 + (n % 5), resolved: n % 3 > 0 } : null,
      },
      {
        advisorId: `advisor-${n % 40}`,
        assignedAt: at(begin + (n % 700)),
        firstAssignedAt: left ? null : at(begin + (n % 700)),
        firstReplyAt: left ? null : at(begin + (n % 700) + 30),
        lastMessageAt: at(begin + 850),
        closedAt: at(begin + 900),
        closeReason: 'closed',
        transfers: n % 17 === 0 ? 1 : 0,
      },
    );
  });
}

void main();
