import fc from 'fast-check';
import { evaluateFeel } from '.';
import { parseFeel } from './parse';
import type { FeelTree } from './tree';

const trees = new Map<string, FeelTree>();

function treeOf(source: string): FeelTree {
  const known = trees.get(source);
  if (known) return known;
  const parsed = parseFeel(source);
  if (!parsed.ok) throw new Error(`${source}: ${parsed.problem.message}`);
  trees.set(source, parsed.tree);
  return parsed.tree;
}

function value(source: string, variables: Record<string, unknown> = {}): unknown {
  const result = evaluateFeel(treeOf(source), variables, { now: 0, offsetMinutes: -300 });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

/** Each law is an expression that is true whatever its variables are. */
function law<T extends Record<string, unknown>>(
  source: string,
  variables: { [Name in keyof T]: fc.Arbitrary<T[Name]> },
) {
  it(source, () => {
    fc.assert(
      fc.property(fc.record(variables), (given) => {
        expect(value(source, given)).toBe(true);
      }),
    );
  });
}

const logical = fc.constantFrom(true, false, null);
const integer = fc.integer({ min: -1_000, max: 1_000 });
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number));
const numbers = fc.array(fc.oneof(integer, double), { maxLength: 30 });
const texts = fc.array(fc.string({ maxLength: 5, unit: 'grapheme' }), { maxLength: 20 });
const days = fc.integer({ min: -1_000_000, max: 2_000_000 });
const seconds = fc.integer({ min: -2_000_000_000, max: 4_000_000_000 });
const zone = fc.constantFrom(
  'America/Bogota',
  'America/New_York',
  'Europe/Madrid',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'UTC',
);

describe('and, or and not over true, false and null', () => {
  const three = { a: logical, b: logical, c: logical };
  // `is` compares null with null, where `=` of two results is enough for booleans only.
  law('is(a and b, b and a) and is(a or b, b or a)', three);
  law('is((a and b) and c, a and (b and c)) and is((a or b) or c, a or (b or c))', three);
  law('is(a and (b or c), (a and b) or (a and c)) and is(a or (b and c), (a or b) and (a or c))', three);
  law('is(not(a and b), not(a) or not(b)) and is(not(a or b), not(a) and not(b))', three);
  law('is(a and true, a) and is(a or false, a) and (a and false) = false and (a or true) = true', { a: logical });
});

describe('ranges', () => {
  const points = { x: double, a: double, b: double };
  law('(x in [a..b]) = (x >= a and x <= b) and (x in (a..b)) = (x > a and x < b)', points);
  law('(x in [a..b)) = (x between a and b and x < b) and (x in ]a..b]) = (x between a and b and x > a)', points);
  const pair = fc.tuple(integer, integer).map(([a, b]) => (a < b ? [a, b] : [b, a + 1]));
  const two = { p: pair, q: pair };
  const ranges = '{r: [p[1]..p[2]], s: [q[1]..q[2])';
  law(`${ranges}, v: before(r, s) = after(s, r) and meets(r, s) = met by(s, r)}.v`, two);
  law(`${ranges}, v: includes(r, s) = during(s, r) and overlaps(r, s) = overlaps(s, r)}.v`, two);
  law(`${ranges}, v: starts(r, s) = started by(s, r) and finishes(r, s) = finished by(s, r)}.v`, two);
  law(`${ranges}, v: (before(r, s) or after(r, s)) != overlaps(r, s)}.v`, two);
});

describe('dates and times', () => {
  const origin = 'date("1970-01-01")';
  law(`{d: ${origin} + duration("P1D") * n, v: date(string(d)) = d and date(d.year, d.month, d.day) = d}.v`, {
    n: days,
  });
  law(`{d: ${origin} + duration("P1D") * n, v: d + duration("P1D") * m - duration("P1D") * m = d}.v`, {
    n: days,
    m: days,
  });
  law(`{d: ${origin} + duration("P1D") * n, v: (d - ${origin}) / duration("P1D") = n}.v`, { n: days });
  const moment = 'm: date and time("1970-01-01T00:00:00Z") + duration("PT1S") * s';
  law(`{${moment}, z: date and time(m, zone), v: z = m and z.timezone = zone}.v`, { s: seconds, zone });
  law(`{${moment}, z: date and time(m, zone), v: z + duration("PT1S") * t = m + duration("PT1S") * t}.v`, {
    ...{ s: seconds, zone },
    t: fc.integer({ min: -100_000_000, max: 100_000_000 }),
  });
  law(`{${moment}, v: date and time(string(m)) = m and date and time(date(m), time(m)) = m}.v`, { s: seconds });
  law('{d: duration("PT1S") * s, v: duration(string(d)) = d and -(-d) = d}.v', { s: seconds });
  law('{d: duration("P1M") * n, v: duration(string(d)) = d and d.years * 12 + d.months = n}.v', { n: integer });
});

describe('numbers and texts', () => {
  law('number(string(x)) = x and from json(to json(x)) = x', { x: double });
  law('{d: x / 7, v: number(string(d)) = d}.v', { x: integer });
  law('x + y - y = x and x - y = -(y - x) and (y = 0 or x * y / y = x)', { x: integer, y: integer });
  law('modulo(x, y) = x - y * floor(x / y)', { x: integer, y: integer.filter((divisor) => divisor !== 0) });
  const text = fc.string({ maxLength: 20, unit: 'grapheme' });
  law('string(s) = s and string length(s + t) = string length(s) + string length(t)', { s: text, t: text });
  law('string join(split(s, ""), "") = s and from json(to json(s)) = s', { s: text });
  law('t = "" or string length(s) = 0 or contains(s + t, t) and ends with(s + t, t) and starts with(s + t, s)', {
    ...{ s: text, t: text },
  });
});

describe('lists', () => {
  law('{s: sort(l), v: every i in 1..count(s) - 1 satisfies count(s) < 2 or s[i] <= s[i + 1]}.v', { l: numbers });
  law(
    '{s: sort(l), v: sort(s) = s and count(s) = count(l) and sum(append(s, 0)) = sum(append(sort(reverse(l)), 0))}.v',
    {
      l: fc.array(integer, { maxLength: 30 }),
    },
  );
  law('every x in l satisfies count(index of(sort(l), x)) = count(index of(l, x))', { l: numbers });
  law('sort(l, function(a, b) a > b) = reverse(sort(l))', { l: texts.map((items) => [...new Set(items)]) });
  law('{d: distinct values(l), v: distinct values(d) = d and union(l, l) = d and count(duplicate values(d)) = 0}.v', {
    l: numbers,
  });
  law('(every x in l satisfies list contains(distinct values(l), x)) and count(distinct values(l)) <= count(l)', {
    l: texts,
  });
  law('reverse(reverse(l)) = l and concatenate(l, []) = l and flatten([[l], []]) = l', { l: texts });
});
