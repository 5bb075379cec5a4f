import { evaluate, unaryTest } from 'feelin';
import { evaluateFeel, type FeelTree } from '../engine/feel';
import { parseFeel } from '../engine/feel/parse';
import { median, printTable } from './support/figures';

const ENVIRONMENT = { now: Date.parse('2026-11-24T15:00:00Z'), offsetMinutes: -300 };
const PAIRS = 7;
const EVALUATIONS = 300;

interface Work {
  name: string;
  source: string;
  kind: FeelTree['kind'];
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

/** Expressions of the kind that processes and decision tables use, beside feelin, in interleaved pairs. */
function main(): void {
  const rows = WORK.map((work) => {
    const tree = parsed(work);
    const own: number[] = [];
    const other: number[] = [];
    for (let pair = 0; pair <= PAIRS; pair += 1) {
      const [mine, theirs] = [time(work, (input) => evaluateFeel(tree, input, ENVIRONMENT)), time(work, feelin(work))];
      // The first pair warms both up.
      if (pair > 0) {
        own.push(mine);
        other.push(theirs);
      }
    }
    const ratios = own.map((value, pair) => value / (other[pair] ?? NaN));
    return {
      work: work.name,
      'µs here': median(own),
      'µs feelin 8.2': median(other),
      'here / feelin': median(ratios),
    };
  });
  printTable(rows);
}

function parsed({ source, kind }: Work): FeelTree {
  const result = parseFeel(source, { kind });
  if (!result.ok) throw new Error(result.problem.message);
  return result.tree;
}

function feelin({ source, kind }: Work): (input: Record<string, unknown>) => unknown {
  return kind === 'unaryTests' ? (input) => unaryTest(source, input) : (input) => evaluate(source, input);
}

/** µs of one evaluation. */
function time({ input }: Work, evaluateOne: (input: Record<string, unknown>) => unknown): number {
  const inputs = Array.from({ length: EVALUATIONS }, (_, index) => input(index));
  const began = performance.now();
  for (const one of inputs) evaluateOne(one);
  return ((performance.now() - began) * 1_000) / EVALUATIONS;
}

main();
