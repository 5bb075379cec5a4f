import { evaluateFeel } from '../../feel';
import { parseFeel } from '../../feel/parse';
import { uelToFeel } from './uel';

const VARIABLES = { test: 'ab', n: 2, order: { total: 12.5, lines: ['one'] }, none: null, $x: 1 };

function evaluate(uel: string) {
  const feel = uelToFeel(uel);
  const parsed = parseFeel(feel ?? '');
  if (!parsed.ok) throw new Error(`${feel}: ${parsed.problem.message}`);
  const result = evaluateFeel(parsed.tree, VARIABLES, { now: 0, offsetMinutes: 0 });
  return result.ok ? result.value : result.problem.message;
}

describe('UEL as FEEL', () => {
  it.each([
    ['test.contains("a")', true],
    ['!test.contains("a")', false],
    ["${test.contains('c')}", false],
    ['order.lines.contains("one")', true],
    ['n<3', true],
    ['${n}', 2],
    ['${n + 1 == 3 && order.total >= 12}', true],
    ['n eq 2 and not (n gt 2)', true],
    ['n % 2 == 0 || false', null],
    ['-n < 0', true],
    ['${n > 1 ? "many" : "one"}', 'many'],
    ['empty none', true],
    ['test.startsWith("a") && test.length() == 2', true],
    ['order.lines.size() * 2 - 1', 1],
    ['test.equals("ab")', true],
  ])('%s', (uel, value) => {
    if (value === null) expect(uelToFeel(uel)).toBeNull();
    else expect(evaluate(uel)).toEqual(value);
  });

  it.each([
    ['what grows with each word', `${'empty '.repeat(40)}n`],
    ['what grows with each call', `n${'.contains(n)'.repeat(40)}`],
    ['deep parentheses', `${'('.repeat(9_000)}n${')'.repeat(9_000)}`],
    ['many signs', `${'!'.repeat(9_000)}n`],
    ['many choices', `${'n?n:'.repeat(4_000)}n`],
    ['what is too long', `n${'+1'.repeat(300_000)}`],
  ])('gives up %s', (_what, uel) => {
    expect(uelToFeel(uel)).toBeNull();
  });

  it.each(['', 'n <', 'test.delete()', '${n', 'n @ 2', '"open', 'n 2'])('does not understand %s', (uel) => {
    expect(uelToFeel(uel)).toBeNull();
  });
});
