import { classText, readSubtraction } from './class';

/** Blocks of `\p{IsName}` that RE2 does not know. */
const BLOCKS: Readonly<Record<string, string>> = {
  IsBasicLatin: '\\x{0}-\\x{7F}',
  'IsLatin-1Supplement': '\\x{80}-\\x{FF}',
  'IsLatinExtended-A': '\\x{100}-\\x{17F}',
  'IsLatinExtended-B': '\\x{180}-\\x{24F}',
};

/** XPath to RE2: names' classes, blocks, subtraction, the dot that matches no line end. Null where it is no pattern. */
export function translate(pattern: string, flags: string): string | null {
  const dot = flags.includes('s') ? '.' : '[^\\n\\r]';
  let result = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] ?? '';
    if (character === '[') {
      const read = readClass(pattern, index);
      if (!read) return null;
      result += read.text;
      index = read.end - 1;
    } else if (character === '\\') {
      const read = readEscape(pattern, index, false);
      if (!read) return null;
      result += read.text;
      index = read.end - 1;
    } else {
      result += character === '.' ? dot : character;
    }
  }
  return result;
}

/** What the flag `x` leaves: blanks count only inside a class. */
export function withoutBlanks(pattern: string): string {
  let depth = 0;
  let result = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] ?? '';
    if (character === '\\' && /[[\]\\]/.test(pattern[index + 1] ?? '')) {
      result += character + (pattern[++index] ?? '');
      continue;
    }
    if (character === '[') depth++;
    if (character === ']') depth--;
    if (depth > 0 || !/\s/.test(character)) result += character;
  }
  return result;
}

/** A piece of a pattern as RE2 writes it, and where it ends. */
export interface Read {
  text: string;
  end: number;
}

export function readClass(pattern: string, start: number): Read | null {
  let text = '';
  for (let index = start; index < pattern.length; index++) {
    const character = pattern[index] ?? '';
    if (character === '-' && pattern[index + 1] === '[') {
      const read = readSubtraction(pattern, start);
      return read && { text: classText(read.spans), end: read.end };
    }
    if (character === '\\') {
      const escape = readEscape(pattern, index, true);
      if (!escape) return null;
      text += escape.text;
      index = escape.end - 1;
      continue;
    }
    if (character === '[' && index > start) return null;
    text += character;
    if (character === ']') return { text, end: index + 1 };
  }
  return null;
}

export function readEscape(pattern: string, start: number, inClass: boolean): Read | null {
  const escaped = pattern[start + 1] ?? '';
  // A back reference, which RE2 does not know.
  if (/[0-9]/.test(escaped)) return null;
  const block = /^\\([pP])\{(Is[A-Za-z0-9-]+)\}/.exec(pattern.slice(start, start + 40));
  const spans = block?.[2] === undefined ? undefined : BLOCKS[block[2]];
  if (block && spans !== undefined) {
    const negated = block[1] === 'P';
    if (inClass && negated) return null;
    return { text: inClass ? spans : `[${negated ? '^' : ''}${spans}]`, end: start + block[0].length };
  }
  return { text: escapeOf(escaped, inClass), end: start + 2 };
}

function escapeOf(escaped: string, inClass: boolean): string {
  const start = 'A-Z_a-z\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{1FFF}:';
  const classes: Readonly<Record<string, string>> = { i: start, c: `${start}\\-.0-9\\x{B7}` };
  const set = Object.hasOwn(classes, escaped) ? classes[escaped] : undefined;
  if (!set) return `\\${escaped}`;
  return inClass ? set : `[${set}]`;
}
