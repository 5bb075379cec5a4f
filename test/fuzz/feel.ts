import fc from 'fast-check';
import { evaluateFeel, type FeelResult, type FeelTree } from '../../engine/feel';
import { parseFeel } from '../../engine/feel/parse';
import type { FeelKind } from '../../engine/feel/tree';
import type { FuzzSubject } from './subject';

/** An expression, whole or broken, or the tests of a decision table's cell. */
export interface FeelCase {
  source: string;
  kind: FeelKind;
}

const ENVIRONMENT = { now: Date.UTC(2026, 10, 24), offsetMinutes: -300 };
const NAMES = ['x', 'y', 'n', 'text', 'items', 'people', 'day', 'monthly salary', 'missing', '?'];
const VARIABLES: Readonly<Record<string, unknown>> = {
  x: 3,
  y: -0.1,
  n: null,
  text: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab',
  items: Array.from({ length: 1_000 }, (_, index) => index % 97),
  people: Array.from({ length: 50 }, (_, index) => ({ name: `Persona ${index}`, age: index, tags: ['a', 'b'] })),
  day: '2026-11-24',
  'monthly salary': 1_500_000,
  '?': 7,
};

const ATOMS = [
  ...NAMES,
  ...['0', '1', '-1', '2.5', '10', '100000', '1e300', '99999999999999999999', 'null', 'true', 'false'],
  ...[
    '""',
    '"a"',
    '"(a*)*b"',
    '"(a|a)*c"',
    '"(.)\\\\1"',
    '"[a-z]{1,50}"',
    '"ñandú \\u{1F600}"',
    '"2026-11-24T10:00:00@America/New_York"',
  ],
  ...[
    '@"2026-11-24"',
    '@"P1Y2M"',
    '@"PT36H"',
    '@"10:00:00"',
    '@"2026-02-30"',
    '@"-999999999-01-01"',
    '@"2026-11-24T10:00:00Z"',
  ],
  ...['1..1000000', '[1..10]', '(1..10)', '>5', '<= x', '[]', '{}', '{a: 1, b: a + 1}', '[1, 2, 3]'],
  ...['items', 'people.age', 'people[age > 10]', 'function(a) a', 'function(a, b) a < b', 'now()', 'today()'],
];
const OPERATORS = ['+', '-', '*', '/', '**', '=', '!=', '<', '<=', '>', '>=', 'and', 'or', 'in', '..', ',', '.'];
const FUNCTIONS = [
  ...[
    'string',
    'number',
    'not',
    'count',
    'sum',
    'mean',
    'median',
    'stddev',
    'mode',
    'product',
    'min',
    'max',
    'all',
    'any',
  ],
  ...[
    'sort',
    'reverse',
    'flatten',
    'union',
    'concatenate',
    'append',
    'distinct values',
    'duplicate values',
    'index of',
  ],
  ...[
    'sublist',
    'insert before',
    'remove',
    'partition',
    'list contains',
    'list replace',
    'string join',
    'split',
    'matches',
  ],
  ...[
    'replace',
    'extract',
    'substring',
    'upper case',
    'string length',
    'contains',
    'to base64',
    'to json',
    'from json',
  ],
  ...[
    'exp',
    'log',
    'sqrt',
    'modulo',
    'decimal',
    'floor',
    'round half up',
    'abs',
    'odd',
    'date',
    'time',
    'date and time',
  ],
  ...['duration', 'years and months duration', 'get value', 'get entries', 'context', 'context put', 'context merge'],
  ...[
    'overlaps',
    'before',
    'includes',
    'range',
    'is',
    'day of week',
    'week of year',
    'last day of month',
    'get or else',
  ],
];

const expressions = fc.letrec<{ node: string }>((tie) => {
  const node = tie('node');
  return {
    node: fc.oneof(
      { maxDepth: 5 },
      { weight: 3, arbitrary: fc.constantFrom(...ATOMS) },
      { weight: 3, arbitrary: fc.tuple(node, fc.constantFrom(...OPERATORS), node).map((parts) => parts.join(' ')) },
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.constantFrom(...FUNCTIONS), fc.array(node, { maxLength: 4 }))
          .map(([name, values]) => `${name}(${values.join(', ')})`),
      },
      { weight: 1, arbitrary: node.map((inner) => `(${inner})`) },
      { weight: 1, arbitrary: fc.tuple(node, node).map(([list, test]) => `${list}[${test}]`) },
      { weight: 1, arbitrary: fc.array(node, { maxLength: 4 }).map((items) => `[${items.join(', ')}]`) },
      { weight: 1, arbitrary: fc.tuple(node, node).map(([a, b]) => `{a: ${a}, "b c": ${b}, f: function(z) f(z)}`) },
      {
        weight: 1,
        arbitrary: fc.tuple(node, node, node).map(([test, then, or]) => `if ${test} then ${then} else ${or}`),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('for', 'some', 'every'), node, node, node)
          .map(
            ([word, one, other, body]) =>
              `${word} i in ${one}, j in ${other} ${word === 'for' ? 'return' : 'satisfies'} ${body}`,
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('1..30', '1..2000', 'items'), node)
          .map(([over, body]) => `for i in ${over} return concatenate(partial, partial, [${body}])`),
      },
      { weight: 1, arbitrary: fc.tuple(node, node, node).map(([a, b, c]) => `${a} between ${b} and ${c}`) },
      { weight: 1, arbitrary: fc.tuple(node, node).map(([f, value]) => `{f: function(n) ${f}, r: f(${value})}.r`) },
    ),
  };
}).node;

/** Cuts, doubles or spoils a piece of an expression. */
const mutated = fc
  .tuple(
    expressions,
    fc.nat(),
    fc.nat(30),
    fc.oneof(
      fc.constant(''),
      fc.string({ maxLength: 4 }),
      fc.constantFrom('(', ')', '[', ']', '{', '"', '..', '@"', 'for ', 'return ', '- ', '\\u'),
    ),
    fc.nat(40),
  )
  .map(([source, at, length, piece, times]) => {
    const from = source.length === 0 ? 0 : at % source.length;
    return source.slice(0, from) + piece.repeat(times) + source.slice(from + length);
  });

export const feel: FuzzSubject<FeelCase> = {
  cases: fc.record({
    source: fc.oneof({ weight: 3, arbitrary: expressions }, { weight: 1, arbitrary: mutated }),
    kind: fc.constantFrom('expression', 'expression', 'unaryTests'),
  }),
  limitMs: 250,
  check: ({ source, kind }) => {
    const parsed = parseFeel(source, { kind, names: NAMES });
    if (!parsed.ok) return wellTold(parsed.problem.message);
    const result = evaluateFeel(parsed.tree, VARIABLES, ENVIRONMENT);
    if (!result.ok) return wellTold(result.problem.message);
    // As far as it is cheap: the stored tree and the same tree again give the same.
    const json = JSON.stringify(result.value);
    if (json === undefined) return 'gave a value that is no JSON';
    if (json.length > 10_000) return undefined;
    const again = evaluateFeel(JSON.parse(JSON.stringify(parsed.tree)) as FeelTree, VARIABLES, ENVIRONMENT);
    return sameAs(again, json);
  },
};

function wellTold(message: string): string | undefined {
  return message.startsWith('Expected ') ? undefined : `has a message that does not say what was expected: ${message}`;
}

function sameAs(result: FeelResult, json: string): string | undefined {
  if (result.ok && JSON.stringify(result.value) === json) return undefined;
  return `gave ${json.slice(0, 100)}, then ${JSON.stringify(result).slice(0, 100)}`;
}
