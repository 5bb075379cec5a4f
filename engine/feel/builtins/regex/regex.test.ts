import { Evaluation, BudgetExceeded } from '../../runtime/evaluation';
import { regex } from '.';

const evaluation = (budget = 500_000): Evaluation => new Evaluation({ now: 0, offsetMinutes: 0, budget });

describe('a pattern with back references', () => {
  it.each<[pattern: string, flags: string, text: string, matches: string[]]>([
    ['(a)\\1', 'i', 'xaAx', ['aA']],
    ['(\\w+) \\1', '', 'el el perro', ['el el']],
    ['^(.*),\\1$', '', 'uno,uno', ['uno,uno']],
    ['(["\']).*?\\1', '', `di "sí" o 'no'`, ['"sí"', "'no'"]],
    ['([a-c-[b]])(x|y)\\2\\1', '', 'axxa byyb cyyc', ['axxa', 'cyyc']],
    ['(a|b)*c\\1', '', 'abacab', ['abaca']],
    ['(?:(😀)|b){2,3}?\\1', '', 'b😀😀', ['b😀😀']],
    ['(x)? \\1', '', 'x x  ', ['x x', ' ', ' ']],
    ['(\\d)\\10', '', '770', ['770']],
    ['( a ) \\1', 'x', 'aa', ['aa']],
    ['^(.)\\1$', 'm', 'aa\nbc\ndd', ['aa', 'dd']],
  ])('%s %s finds in %j', (pattern, flags, text, matches) => {
    expect(regex(pattern, flags, evaluation())?.all(text, evaluation())).toEqual(matches);
    expect(regex(pattern, flags, evaluation())?.holds(text, evaluation())).toBe(matches.length > 0);
  });

  it.each(['\\1(a)', '(a\\1)', '(a)\\2', '(a\\1', 'a)(b)\\1', '(a)\\1**', '(a)\\1{3,2}', '(a)[\\1]'])(
    '%s is none',
    (pattern) => {
      expect(regex(pattern, '', evaluation())).toBeNull();
    },
  );

  it('replaces and splits', () => {
    const doubled = regex('(\\w)\\1', '', evaluation());
    expect(doubled?.replaceAll('calle perro', '<$1\\$$0>', evaluation())).toBe('ca<l$ll>e pe<r$rr>o');
    expect(doubled?.split('calle perro', evaluation())).toEqual(['ca', 'e pe', 'o']);
  });

  it('reads a long text, and ends with its budget where it would try for ever', () => {
    expect(regex('(a*)b\\1$', '', evaluation())?.holds(`${'a'.repeat(300)}b${'a'.repeat(300)}`, evaluation())).toBe(
      true,
    );
    expect(() => regex('(a*)*(a*)*\\1b', '', evaluation())?.holds('a'.repeat(200), evaluation(100_000))).toThrow(
      BudgetExceeded,
    );
  });
});

it('leaves blanks out with the flag x, but in a class, which an escaped backslash may precede', () => {
  expect(regex('a b [ ] c', 'x', evaluation())?.all('ab c abc', evaluation())).toEqual(['ab c']);
  expect(regex('\\\\[ ]', 'x', evaluation())?.all('a\\ b', evaluation())).toEqual(['\\ ']);
});
