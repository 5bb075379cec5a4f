export interface DiffLine {
  kind: 'same' | 'add' | 'del';
  text: string;
}

const CONTEXT = 3;

/** Lines taken away and added between two texts, by their longest common subsequence; long equal stretches are cut. */
export function diffLines(before: string, after: string): DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end += 1;
  const middle = compare(old.slice(start, old.length - end), now.slice(start, now.length - end));
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  if (middle.length === 0) return [];
  return [
    ...old.slice(Math.max(0, start - CONTEXT), start).map(same),
    ...middle,
    ...old.slice(old.length - end, old.length - end + CONTEXT).map(same),
  ];
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.split('\n'));

const MAX_CELLS = 4_000_000;

function compare(old: string[], now: string[]): DiffLine[] {
  const replaced: DiffLine[] = [
    ...old.map((text) => ({ kind: 'del' as const, text })),
    ...now.map((text) => ({ kind: 'add' as const, text })),
  ];
  if (old.length * now.length > MAX_CELLS) return replaced;
  const lengths = commonLengths(old, now);
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: 'same', text: old[i]! });
      i += 1;
      j += 1;
    } else if (j < now.length && (i === old.length || lengths[i]![j + 1]! > lengths[i + 1]![j]!))
      lines.push({ kind: 'add', text: now[j++]! });
    else lines.push({ kind: 'del', text: old[i++]! });
  }
  return lines;
}

/** `lengths[i][j]`: length of the longest common subsequence of `old` from i and `now` from j. */
function commonLengths(old: string[], now: string[]): Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      lengths[i]![j] =
        old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}
