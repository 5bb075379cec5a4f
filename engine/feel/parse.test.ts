import { BUILT_INS } from './builtins';
import { parseFeel } from './parse';
import type { FeelKind, FeelTree } from './tree';

function tree(source: string, names: string[] = [], kind: FeelKind = 'expression'): FeelTree {
  const parsed = parseFeel(source, { names, kind });
  if (!parsed.ok) throw new Error(`${source}: ${parsed.problem.message}`);
  return parsed.tree;
}

function problem(source: string): { code: string; message: string; from?: number } {
  const parsed = parseFeel(source);
  if (parsed.ok) throw new Error(`${source} was read`);
  return parsed.problem;
}

describe('parseFeel', () => {
  it('gives a tree that is plain JSON', () => {
    const parsed = tree('for i in 1..3 return {a: i, b: [i, @"P1D"]}');
    expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed);
  });

  it('reads names with blanks and signs that are in scope, the longest first', () => {
    expect(tree('monthly payment + fee', ['monthly payment', 'monthly']).names).toEqual(['monthly payment', 'fee']);
    expect(tree('first-reply  time', ['first-reply time', 'first']).root).toEqual({
      node: 'name',
      name: 'first-reply time',
      from: 0,
    });
    expect(tree('first-reply', []).names).toEqual(['first', 'reply']);
  });

  it('knows the names of context entries, variables and parameters inside their scope', () => {
    expect(tree('{first name: "Ana", greeting: "Hola " + first name}.greeting').names).toEqual([]);
    expect(tree('for each item in xs return each item * 2').names).toEqual(['xs']);
    expect(tree('function(the sum: number) the sum + rate').names).toEqual(['rate']);
  });

  it('takes every built-in for one name, blanks or not', () => {
    for (const name of BUILT_INS.keys())
      expect(tree(`${name}(1)`).root).toMatchObject({ node: 'call', function: { name } });
  });

  it('tells the free names once each, and not those that are bound', () => {
    expect(tree('some x in items satisfies x.price > limit and limit > x.min').names).toEqual(['items', 'limit']);
    expect(tree('items[item.a > a]').names).toEqual(['items', 'a']);
  });

  it('reads ranges whose brackets look like filters', () => {
    expect(tree('x in ]1..list[1][').root).toMatchObject({
      node: 'in',
      tests: [{ value: { node: 'range', endIncluded: false } }],
    });
    expect(tree('[1 in ]0..10[, 2]').root).toMatchObject({ node: 'list', items: [{ node: 'in' }, 2] });
  });

  it('reads the unary tests of a cell', () => {
    expect(tree('-', [], 'unaryTests').root).toEqual({ node: 'unaryTests' });
    expect(tree('not("a", "b")', [], 'unaryTests').root).toMatchObject({ negated: true, tests: [{}, {}] });
    expect(tree('-5', [], 'unaryTests').root).toEqual({
      node: 'unaryTests',
      tests: [{ value: { node: 'negate', value: 5, from: 0 } }],
    });
    expect(tree('> 5, [1..2], contains(?, "x")', [], 'unaryTests').root).toMatchObject({
      tests: [{ operator: '>' }, { value: { node: 'range' } }, { usesInput: true }],
    });
  });

  it.each(['1 +', '(1', '"abc', 'if a then b', '{a: 1, a: 2}', 'a b', '', 'for x in', '@5', '[1..2', 'x instance of'])(
    'refuses %p with a place and what was expected',
    (source) => {
      expect(problem(source)).toMatchObject({
        code: 'feel_syntax',
        message: expect.stringMatching(/^Expected /),
        from: expect.any(Number),
      });
    },
  );

  it('refuses what is too deep or too long instead of overflowing the stack', () => {
    expect(problem('('.repeat(500) + '1' + ')'.repeat(500)).message).toContain('levels of nesting');
    expect(problem('x in ('.repeat(100) + '1').code).toBe('feel_syntax');
    expect(problem('1' + '+1'.repeat(5_000)).message).toContain('operations');
    expect(problem('1'.repeat(30_000)).message).toContain('characters');
  });
});
