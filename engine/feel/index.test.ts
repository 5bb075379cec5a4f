import { evaluateFeel, type FeelEnvironment, type FeelResult, type JsonValue } from '.';
import type { FeelKind } from './tree';
import { parseFeel } from './parse';
import type { FeelTree } from './tree';

const ENVIRONMENT: FeelEnvironment = {
  now: Date.UTC(2026, 10, 24, 13, 0, 0),
  offsetMinutes: -300,
  calendar: {
    holidays: [{ date: '2026-12-08', name: 'Inmaculada Concepción' }],
    workingHours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '17:00' })),
    offsetMinutes: -300,
  },
};
const VARIABLES = {
  amount: 120,
  kind: 'queja',
  items: [
    { price: 10, tags: ['a'] },
    { price: 30, tags: ['b', 'c'] },
  ],
  person: { name: 'Ana', age: 30, 'first name': 'Ana María' },
  nothing: null,
};

function parse(source: string, kind: FeelKind = 'expression'): FeelTree {
  const parsed = parseFeel(source, { kind, names: ['first name'] });
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.tree;
}

function run(source: string, environment: FeelEnvironment = ENVIRONMENT): FeelResult {
  return evaluateFeel(parse(source), VARIABLES, environment);
}

function value(source: string): JsonValue {
  const result = run(source);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

const EXPECTED: [group: string, cases: [source: string, value: JsonValue][]][] = [
  [
    'numbers',
    [
      ['0.1 + 0.2', 0.3],
      ['1 / 3 * 3 = 1', false],
      ['2 ** 0.5 > 1.41', true],
      ['-2 ** 2', 4],
      ['10 / 0', null],
      ['9007199254740993 - 9007199254740992', 1],
      ['decimal(2.5, 0)', 2],
      ['round half up(-2.5, 0)', -3],
      ['modulo(-12, 5)', 3],
      ['number("1.234,5", ".", ",")', 1234.5],
      ['string(1e-7 * 1)', '0.0000001'],
      ['sqrt(16)', 4],
    ],
  ],
  [
    'logic and comparison',
    [
      ['true and nothing', null],
      ['false and nothing', false],
      ['true or nothing', true],
      ['not(nothing)', null],
      ['nothing = null', true],
      ['1 = "1"', null],
      ['amount between 100 and 120', true],
      ['kind in ("queja", "reclamo")', true],
      ['amount in (< 10, [100..200))', true],
      ['5 in [null..10]', null],
      ['if nothing then 1 else 2', 2],
      ['"á" < "b"', false],
      ['[1, "a"] instance of list<number>', false],
      ['{a: 1} instance of context<a: number>', true],
    ],
  ],
  [
    'strings',
    [
      ['substring("foobar", 3, 3)', 'oba'],
      ['substring(start position: -2, string: "foobar")', 'ar'],
      ['string length("🐎ab")', 3],
      ['replace("abcd", "(ab)(cd)", "$2-$1")', 'cd-ab'],
      ['matches("Solicitud 123", "^solicitud \\d+$", "i")', true],
      ['matches("B", "[A-Z-[OI]]")', true],
      ['matches("O", "[A-Z-[OI]]")', false],
      ['split("a;b;;c", ";")', ['a', 'b', '', 'c']],
      ['string join(["a", null, "b"], ", ")', 'a, b'],
      ['extract("a1b22", "[0-9]+")', ['1', '22']],
      ['to base64("añ")', 'YcOx'],
      ['upper case("ñandú")', 'ÑANDÚ'],
      ['"a" + 1', null],
    ],
  ],
  [
    'lists and contexts',
    [
      ['items[price > 20].tags', [['b', 'c']]],
      ['items[-1].price', 30],
      ['items.price', [10, 30]],
      ['amount[item > 1]', [120]],
      ['sum(items.price)', 40],
      ['count([])', 0],
      ['sum([])', null],
      ['flatten([1, [2, [3]]])', [1, 2, 3]],
      ['sort(items, function(a, b) a.price > b.price).price', [30, 10]],
      ['for i in 1..3, j in [10, 20] return i * j', [10, 20, 20, 40, 30, 60]],
      ['for i in 0..4 return if i = 0 then 1 else i * partial[-1]', [1, 1, 2, 6, 24]],
      ['some i in items satisfies i.price > 20', true],
      ['every i in [] satisfies false', true],
      ['distinct values([1, 2, 1])', [1, 2]],
      ['partition([1, 2, 3], 2)', [[1, 2], [3]]],
      ['context put(person, "age", 31).age', 31],
      ['context put({a: {b: 1}}, ["a", "b"], 2)', { a: { b: 2 } }],
      ['get entries({a: 1})', [{ key: 'a', value: 1 }]],
      ['get value(person, "name")', 'Ana'],
      ['person.first name', 'Ana María'],
      ['is defined(missing)', false],
      ['get or else(missing, "x")', 'x'],
      ['{double: function(x) x * 2, y: double(4)}.y', 8],
      ['string({a: "b", c: [1, @"P1D"]})', '{a: "b", c: [1, P1D]}'],
    ],
  ],
  [
    'dates, times and durations',
    [
      ['date("2024-02-29") + duration("P1Y")', '2025-02-28'],
      ['date("2023-02-29")', null],
      ['@"2026-11-24T08:00:00-05:00" - @"2026-11-24T12:00:00Z"', 'PT1H'],
      ['@"2026-03-29T01:30:00@Europe/Paris" + @"PT1H"', '2026-03-29T03:30:00@Europe/Paris'],
      ['date and time("2021-01-01T24:00:00")', '2021-01-02T00:00:00'],
      ['now()', '2026-11-24T08:00:00-05:00'],
      ['today()', '2026-11-24'],
      ['@"2026-11-24".weekday', 2],
      ['day of week(@"2026-11-24")', 'Tuesday'],
      ['week of year(@"2027-01-01")', 53],
      ['years and months duration(@"2025-01-31", @"2026-03-30")', 'P1Y1M'],
      ['@"PT90M".hours', 1],
      ['duration("P1DT2H") / 2', 'PT13H'],
      ['time(8, 30, 0, @"-PT5H")', '08:30:00-05:00'],
      ['last day of month(@"2028-02-10")', '2028-02-29'],
      ['before(@"2026-01-01", [@"2026-01-02"..@"2026-01-03"])', true],
      ['overlaps([1..5], [5..8])', true],
      ['overlaps([1..5), [5..8])', false],
    ],
  ],
  [
    'working time',
    [
      ['is working day(@"2026-12-08")', false],
      ['add working days(@"2026-12-04", 2)', '2026-12-09'],
      ['working days between(@"2026-12-04", @"2026-12-09")', 2],
      ['add working hours(@"2026-12-04T16:00:00-05:00", 2)', '2026-12-07T09:00:00-05:00'],
      ['working hours between(@"2026-12-04T16:00:00-05:00", @"2026-12-07T09:00:00-05:00")', 2],
      ['count(colombian holidays(2026))', 18],
    ],
  ],
];

describe.each(EXPECTED)('evaluateFeel: %s', (_group, cases) => {
  it.each(cases)('%s', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });
});

describe('evaluateFeel', () => {
  it('says why a value is null', () => {
    expect(run('1 + "a"')).toMatchObject({ ok: true, value: null, warnings: [{ code: 'invalid_type' }] });
    expect(run('missing')).toMatchObject({
      ok: true,
      value: null,
      warnings: [{ code: 'no_variable', message: expect.stringContaining('missing') }],
    });
    expect(run('substring(1)')).toMatchObject({ warnings: [{ code: 'invalid_arguments' }] });
  });

  it.each([
    ['1 + missing', 'missing'],
    ['1 + "a"', '+ "a"'],
    ['2 * 3 - - "a"', '- "a"'],
    ['`odd-name`', '`odd'],
    ['1 < "a"', '< "a"'],
    ['3 between 1 and null', 'between'],
    ['{a: 1}.b', '.b'],
    ['[1, 2][3]', '[3]'],
    ['[1..null]', '..'],
    ['abs(1 + abs("a"))', 'abs("a")'],
    ['abs(value: "a")', 'abs'],
    ['{f: function(a) a}.f(1, 2)', '.f'],
    ['for i in 1.."a" return i', '.."a"'],
    ['[] = null or some x in null satisfies x', 'some'],
    ['@"2026-02-30"', '@'],
    ['1 instance of nothing', 'instance'],
    ['sort([1, 2], function(a, b) a.x)', '.x'],
  ])('says where a value became null: %s', (source, place) => {
    const result = run(source);
    expect(result.ok && result.warnings[0]).toMatchObject({ from: source.indexOf(place) });
  });

  it('says where a call stands again after the calls inside it', () => {
    const result = run('substring(upper case("a"), "b")');
    expect(result).toMatchObject({ ok: true, warnings: [{ code: 'invalid_arguments', from: 0 }] });
  });

  it('asks for each name that is used, once', () => {
    const asked: string[] = [];
    const result = evaluateFeel(
      parse('a + a + (if false then b else c)'),
      (name) => {
        asked.push(name);
        return 1;
      },
      ENVIRONMENT,
    );
    expect(result).toMatchObject({ value: 3 });
    expect(asked).toEqual(['a', 'c']);
  });

  it('reads only own entries, never the prototype', () => {
    for (const source of [
      'person.constructor',
      'person.toString',
      'constructor',
      'toString',
      '{}.hasOwnProperty',
      'person["__proto__"]',
    ]) {
      expect(run(source)).toMatchObject({ ok: true });
      expect(JSON.stringify(value(source) ?? [])).toBe('[]');
    }
    expect(value('get value({}, "constructor")')).toBeNull();
  });

  it('evaluates the unary tests of a cell against their input', () => {
    const holds = (cell: string, input: unknown): unknown => {
      const result = evaluateFeel(parse(cell, 'unaryTests'), { ...VARIABLES, '?': input }, ENVIRONMENT);
      return result.ok && result.value;
    };
    expect(holds('-', null)).toBe(true);
    expect(holds('"a", "b"', 'b')).toBe(true);
    expect(holds('not("a", "b")', 'c')).toBe(true);
    expect(holds('> 5', 6)).toBe(true);
    expect(holds('> 5', 'x')).toBe(false);
    expect(holds('[1..10)', 10)).toBe(false);
    expect(holds('? > 5 and ? < amount', 100)).toBe(true);
    expect(holds('null', null)).toBe(true);
    expect(holds('["a", "b"]', 'a')).toBe(true);
    expect(holds('false', false)).toBe(true);
  });

  it.each([
    'for i in 1..1000000000 return i',
    'for i in 1..2000, j in 1..2000 return i',
    '{f: function(n) f(n + 1), x: f(1)}.x',
    'count(for a in 1..100, b in 1..100, c in 1..1000 return 1)',
    'for i in 1..100 return if i = 1 then "aaaaaaaaaa" else partial[-1] + partial[-1]',
    'for i in 1..100 return if i = 1 then [1, 2] else concatenate(partial[-1], partial[-1])',
    '@"0001-01-01" in [@"0001-01-01"..@"9999-01-01"] and count(for d in @"0001-01-01"..@"9999-01-01" return d) > 0',
  ])('gives up %s when its budget is spent', (source) => {
    const start = performance.now();
    const problem = { code: 'feel_budget_exceeded', message: expect.any(String), from: expect.any(Number) };
    expect(run(source)).toEqual({ ok: false, problem });
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('matches a catastrophic pattern in linear time', () => {
    const start = performance.now();
    expect(value(`matches("${'a'.repeat(5_000)}!", "^(a+)+$")`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('honours a smaller budget', () => {
    expect(run('for i in 1..50 return i', { ...ENVIRONMENT, budget: 20 })).toMatchObject({ ok: false });
    expect(run('for i in 1..50 return i', { ...ENVIRONMENT, budget: 500 })).toMatchObject({ ok: true });
  });
});

it('evaluates trees of version 2, which say no places', () => {
  const root = { node: 'name' as const, name: 'missing' };
  const result = evaluateFeel({ version: 2, source: 'missing', names: ['missing'], root }, {}, ENVIRONMENT);
  expect(result.ok && result.warnings).toEqual([{ code: 'no_variable', message: expect.any(String) }]);
});

it('evaluates trees of version 1, which running instances carry', () => {
  const literal = (value: string) => ({ node: 'string' as const, value });
  const root = {
    node: 'in' as const,
    value: { node: 'name' as const, name: 'x' },
    tests: [
      { test: 'compare', operator: '>' as const, value: { node: 'number' as const, value: '5' } },
      { test: 'expression', value: literal('a'), usesInput: false },
    ],
  };
  const tree = { version: 1 as const, kind: 'expression', source: 'x in (> 5, "a")', names: ['x'], root };
  const holds = (x: unknown) => evaluateFeel(tree, { x }, ENVIRONMENT);
  expect([7, 3, 'a'].map(holds)).toMatchObject([{ value: true }, { value: null }, { value: true }]);
});
