import { evaluate, unaryTest } from 'feelin';
import { evaluateFeel, type FeelTree } from '../engine/feel';
import { parseFeel } from '../engine/feel/parse';
import type { FeelKind } from '../engine/feel/tree';
import { bundledBytes } from './support/bundle';
import { inTurns, median, printTable } from './support/figures';

const ENVIRONMENT = { now: Date.parse('2026-11-24T15:00:00Z'), offsetMinutes: -300 };
const PAIRS = 7;
const EVALUATIONS = 300;

interface Work {
  name: string;
  source: string;
  kind: FeelKind;
  /** Another input for every evaluation, so that nothing is answered from memory. */
  input: (index: number) => Record<string, unknown>;
}

const WORK: Work[] = [
  {
    name: 'gateway condition',
    kind: 'expression',
    source: 'outcome = "referred" and amount > 1000000 or priority = "high"',
    input: (index) => ({ outcome: index % 2 ? 'referred' : 'answered', amount: index * 7_000, priority: 'normal' }),
  },
  {
    name: 'date comparison',
    kind: 'expression',
    source: 'date(openedAt) + duration("P15D") < date("2026-11-24")',
    input: (index) => ({ openedAt: `2026-11-${String(1 + (index % 28)).padStart(2, '0')}` }),
  },
  {
    name: 'unary tests, texts',
    kind: 'unaryTests',
    source: '"reclamo", "queja", "denuncia"',
    input: (index) => ({ '?': ['reclamo', 'queja', 'solicitud'][index % 3] }),
  },
  { name: 'unary tests, range', kind: 'unaryTests', source: '[10..500]', input: (index) => ({ '?': index }) },
  {
    name: 'list work',
    kind: 'expression',
    source: 'sum(for item in items return item.price * item.quantity)',
    input: (index) => ({ items: Array.from({ length: 20 }, (_, at) => ({ price: at + index, quantity: 2 })) }),
  },
  {
    name: 'filter and count',
    kind: 'expression',
    source: 'count(items[price > 10])',
    input: (index) => ({ items: Array.from({ length: 20 }, (_, at) => ({ price: at + (index % 10) })) }),
  },
];

/**
 * Expressions of the kind that processes and decision tables use, beside feelin, in interleaved pairs; what reading one
 * costs; how much the run time adds to a bundle.
 */
async function main(): Promise<void> {
  benchEvaluate();
  benchParse();
  await reportBundle();
}

function benchEvaluate(): void {
  const rows = WORK.map((work) => {
    const tree = parsed(work);
    const { one, other, ratio } = inTurns(
      PAIRS,
      () => time(work, (input) => evaluateFeel(tree, input, ENVIRONMENT)),
      () => time(work, feelin(work)),
    );
    return { work: work.name, 'µs here': one, 'µs feelin 8.2': other, 'here / feelin': ratio };
  });
  printTable(rows);
}

function parsed({ source, kind }: Pick<Work, 'source' | 'kind'>): FeelTree {
  const result = parseFeel(source, { kind });
  if (!result.ok) throw new Error(result.problem.message);
  return result.tree;
}

function feelin({ source, kind }: Work): (input: Record<string, unknown>) => unknown {
  return kind === 'unaryTests' ? (input) => unaryTest(source, input) : (input) => evaluate(source, input);
}

/** Reads 1,000 different expressions as they come in processes. */
function benchParse(): void {
  const sources = Array.from({ length: 1_000 }, (_, index) => {
    const { source } = WORK[index % WORK.length] ?? { source: '' };
    return `if count(items[price > ${index}]) > 3 then ${source.includes(',') ? `x in (${source})` : `x = (${source})`} else null`;
  });
  const rounds = Array.from({ length: PAIRS }, () => {
    const began = performance.now();
    for (const source of sources) parsed({ source, kind: 'expression' });
    return ((performance.now() - began) * 1_000) / sources.length;
  });
  printTable([{ work: 'parse, mean of 1,000', 'µs here': median(rounds), 'µs first round': rounds[0] ?? NaN }]);
}

/** With decimal.js and re2js, and the zones of the world. */
async function reportBundle(): Promise<void> {
  const rows = [];
  for (const entry of ['engine/feel/index.ts', 'engine/dmn/index.ts', 'engine/feel/parse.ts']) {
    const { bytes, gzipped } = await bundledBytes(entry);
    rows.push({ 'bundle of': entry, 'kB minified': bytes / 1_000, 'kB gzip': gzipped / 1_000 });
  }
  printTable(rows);
}

/** µs of one evaluation, in the middle of all. */
function time({ input }: Work, evaluateOne: (input: Record<string, unknown>) => unknown): number {
  const inputs = Array.from({ length: EVALUATIONS }, (_, index) => input(index));
  const times = inputs.map((one) => {
    const began = performance.now();
    evaluateOne(one);
    return (performance.now() - began) * 1_000;
  });
  return median(times);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
