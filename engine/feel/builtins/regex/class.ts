/** Characters of an XPath class, as pairs of first and last code point. */
type Spans = readonly (readonly [first: number, last: number])[];

const LAST = 0x10ffff;
const ESCAPES: Readonly<Record<string, Spans>> = {
  n: [[10, 10]],
  r: [[13, 13]],
  t: [[9, 9]],
  d: [[48, 57]],
  s: [
    [9, 10],
    [13, 13],
    [32, 32],
  ],
};

/** A class and where it ends. */
export interface ReadClass {
  spans: Spans;
  end: number;
}

/**
 * Reads a class with a subtraction (`[A-Z-[OI]]`), which RE2 does not know, from its `[`. Null where it has members
 * other than characters, ranges and simple escapes.
 */
export function readSubtraction(pattern: string, start: number): ReadClass | null {
  let at = start + 1;
  const negated = pattern[at] === '^';
  if (negated) at++;
  const spans: [number, number][] = [];
  while (at < pattern.length && pattern[at] !== ']') {
    if (pattern[at] === '-' && pattern[at + 1] === '[') {
      const inner = readSubtraction(pattern, at + 1);
      if (!inner || pattern[inner.end] !== ']') return null;
      return { spans: subtract(negated ? complement(spans) : spans, inner.spans), end: inner.end + 1 };
    }
    const member = readMember(pattern, at);
    if (!member) return null;
    spans.push(...member.spans.map(([first, last]): [number, number] => [first, last]));
    at = member.end;
  }
  return at < pattern.length ? { spans: negated ? complement(spans) : spans, end: at + 1 } : null;
}

/** A character, an escape or a range. */
function readMember(pattern: string, start: number): ReadClass | null {
  const first = readCharacter(pattern, start);
  if (!first) return null;
  const isRange = pattern[first.end] === '-' && pattern[first.end + 1] !== '[' && pattern[first.end + 1] !== ']';
  if (!isRange) return first;
  const last = readCharacter(pattern, first.end + 1);
  const [from, to] = [first.spans[0]?.[0] ?? 0, last?.spans[0]?.[0] ?? -1];
  return last && to >= from ? { spans: [[from, to]], end: last.end } : null;
}

function readCharacter(pattern: string, at: number): ReadClass | null {
  if (pattern[at] !== '\\') {
    const point = pattern.codePointAt(at) ?? 0;
    return { spans: [[point, point]], end: at + (point > 0xffff ? 2 : 1) };
  }
  const escaped = pattern[at + 1] ?? '';
  const known = Object.hasOwn(ESCAPES, escaped) ? ESCAPES[escaped] : undefined;
  if (!known && /[a-zA-Z0-9]/.test(escaped)) return null;
  const point = escaped.codePointAt(0) ?? 0;
  return { spans: known ?? [[point, point]], end: at + 2 };
}

function complement(spans: Spans): Spans {
  return subtract([[0, LAST]], spans);
}

function subtract(spans: Spans, without: Spans): Spans {
  return without.reduce<Spans>(
    (rest, [first, last]) =>
      rest.flatMap(([from, to]): (readonly [number, number])[] => {
        if (last < from || first > to) return [[from, to]];
        const parts: (readonly [number, number])[] = [];
        if (from < first) parts.push([from, first - 1]);
        if (to > last) parts.push([last + 1, to]);
        return parts;
      }),
    spans,
  );
}

/** The class as RE2 writes it. */
export function classText(spans: Spans): string {
  const point = (value: number): string => `\\x{${value.toString(16)}}`;
  if (spans.length === 0) return '[^\\x{0}-\\x{10FFFF}]';
  return `[${spans.map(([first, last]) => `${point(first)}-${point(last)}`).join('')}]`;
}
