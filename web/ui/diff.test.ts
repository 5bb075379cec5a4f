import { diffLines } from './diff';

const shown = (before: string, after: string): string[] =>
  diffLines(before, after).map(({ kind, text }) => ({ same: ' ', add: '+', del: '-' })[kind] + text);

describe('the difference of two texts', () => {
  it('shows nothing when they are equal', () => {
    expect(diffLines('a\nb', 'a\nb')).toEqual([]);
  });

  it('shows changed lines with a little of what is around them', () => {
    expect(shown('1\n2\n3\n4\nx\n6\n7\n8\n9', '1\n2\n3\n4\ny\n6\n7\n8\n9')).toEqual([
      ' 2',
      ' 3',
      ' 4',
      '-x',
      '+y',
      ' 6',
      ' 7',
      ' 8',
    ]);
  });

  it('keeps lines that both have between two changes', () => {
    expect(shown('a\nkeep\nb', 'c\nkeep\nd')).toEqual(['-a', '+c', ' keep', '-b', '+d']);
  });

  it('shows a whole new file as added', () => {
    expect(shown('', 'a\nb')).toEqual(['+a', '+b']);
  });
});
