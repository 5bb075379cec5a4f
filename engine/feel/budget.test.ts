import { evaluateFeel, type FeelResult } from '.';
import { parseFeel } from './parse';

const LISTS =
  'a: for i in 1..1000 return i, b: for i in 1..1000 return a, c: for i in 1..1000 return b, d: for i in 1..1000 return b';
const LONG = 's: (for i in 1..20 return if i = 1 then "ab" else partial[-1] + partial[-1])[20]';

const CALENDAR = {
  holidays: [{ date: '2026-12-08', name: 'Inmaculada Concepción' }],
  workingHours: [{ weekday: 1, from: '08:00', to: '17:00' }],
  offsetMinutes: 0,
};

function run(source: string, budget?: number): FeelResult {
  const parsed = parseFeel(source);
  if (!parsed.ok) throw new Error(`${source}: ${parsed.problem.message}`);
  const environment = { now: 0, offsetMinutes: 0, calendar: CALENDAR, ...(budget && { budget }) };
  return evaluateFeel(parsed.tree, { text: 'a'.repeat(40) }, environment);
}

describe('the budget of steps ends', () => {
  it.each([
    'for i in 1..1000000000 return i',
    'for i in 1..1000, j in 1..1000 return i + j',
    'some x in 1..10000 satisfies every y in 1..10000 satisfies x > y + 20000',
    'for i in 1..100000 return exp(i / 7)',
    'for i in 1..100000 return i ** 0.3',
    'for i in 1..30 return concatenate(partial, partial, [1])',
    'distinct values(for i in 1..10000 return i)',
    'sort(for i in 1..50000 return modulo(i * 7919, 10007))',
    'for i in 1..10000 return matches(text, "((a{30}){30})" + string(i))',
    `{${LONG}, r: matches(s, "^(a|b)*(ab)*[ab]{1,900}$")}.r`,
    `{${LONG}, r: for i in 1..10000 return s < s + "a"}.r`,
    `{${LISTS}, r: c = d}.r`,
    `{${LISTS}, r: string(c)}.r`,
    `{${LISTS}, r: c}.r`,
    'for i in 1..3000 return context put(if i = 1 then {} else partial[-1], string(i), i)',
    'for year in 1..1200 return is working day(date(year, 3, 3))',
    'for year in 1..200 return colombian holidays(year)',
  ])('%s', (source) => {
    expect(run(source, 50_000)).toMatchObject({
      ok: false,
      problem: {
        code: 'feel_budget_exceeded',
        message: 'Expected the evaluation to end within its budget of steps, but it did not',
      },
    });
  });
});

it.each([
  'for i in 1..60 return if i = 1 then "ab" else partial[-1] + partial[-1]',
  `{${LONG}, r: for i in 1..10000 return upper case(s)}.r`,
])('the budget of memory ends: %s', (source) => {
  expect(run(source)).toMatchObject({ ok: false, problem: { message: expect.stringContaining('budget of memory') } });
});

it.each([
  '{f: function(n) f(n) + f(n), r: f(1)}.r',
  `{f: function(n) ${'['.repeat(100)}f(n)${']'.repeat(100)}, r: f(1)}.r`,
  '{f: function(a, b) sort([1, 2], f), r: f(1, 2)}.r',
  '{f: function(a, b) list replace([1, 2], f, 3), r: f(1, 2)}.r',
  'string(for i in 1..600 return [partial[-1]])',
])('the budget of depth ends: %s', (source) => {
  expect(run(source)).toMatchObject({ ok: false, problem: { message: expect.stringContaining('budget of depth') } });
});

describe('the budget allows', () => {
  it.each<[string, unknown]>([
    ['{f: function(n) if n = 0 then 0 else n + f(n - 1), r: f(100)}.r', 5050],
    ['count(for i in 1..50000 return i)', 50_000],
    ['sum(for i in 1..20000 return i * 2)', 400_020_000],
  ])('%s', (source, value) => {
    expect(run(source)).toMatchObject({ ok: true, value });
  });
});

it('is spent alike whenever it is evaluated, whatever was evaluated before', () => {
  const source = 'matches(text, "a{1,50}b")';
  const enough = (budget: number): boolean => run(source, budget).ok;
  const least = (): number => {
    let budget = 1;
    while (!enough(budget)) budget += 50;
    return budget;
  };
  expect(least()).toBe(least());
});
