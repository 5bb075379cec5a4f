import { compileRe2 } from './re2';
import { readClass, readEscape, translate } from './translate';

/** A pattern as what is tried one after the other. */
export type Part =
  | { part: 'character'; test: (character: string) => boolean }
  | { part: 'start' | 'end' }
  | { part: 'reference'; group: number }
  | { part: 'group'; group: number | null; alternatives: Part[][] }
  | { part: 'repeat'; of: Part; min: number; max: number; greedy: boolean };

const MAX_NESTING = 50;

/** Reads a pattern of XPath 2.0 with back references; null where it is none. `size` counts its parts. */
export function readPattern(source: string, flags: string): { parts: Part[]; size: number } | null {
  const reader = new PartReader(source, flags);
  const alternatives = reader.alternatives(0);
  if (!alternatives || !reader.atEnd()) return null;
  return { parts: [{ part: 'group', group: null, alternatives }], size: reader.size };
}

class PartReader {
  size = 0;
  private at = 0;
  private opened = 0;
  private readonly closed = new Set<number>();

  constructor(
    private readonly source: string,
    private readonly flags: string,
  ) {}

  atEnd(): boolean {
    return this.at >= this.source.length;
  }

  alternatives(level: number): Part[][] | null {
    const found: Part[][] = [];
    do {
      const parts = this.sequence(level);
      if (!parts) return null;
      found.push(parts);
    } while (this.accept('|'));
    return found;
  }

  private sequence(level: number): Part[] | null {
    const parts: Part[] = [];
    while (!this.atEnd() && !'|)'.includes(this.source[this.at] ?? '')) {
      const atom = this.atom(level);
      const part = atom && this.quantified(atom);
      if (!part) return null;
      this.size++;
      parts.push(part);
    }
    return parts;
  }

  private atom(level: number): Part | null {
    const character = this.source[this.at] ?? '';
    if (character === '(') return this.group(level);
    if (this.accept('^')) return { part: 'start' };
    if (this.accept('$')) return { part: 'end' };
    if ('*+?{'.includes(character)) return null;
    if (/^\\[1-9]/.test(this.source.slice(this.at, this.at + 2))) return this.reference();
    return this.character();
  }

  private group(level: number): Part | null {
    if (level > MAX_NESTING) return null;
    this.at++;
    const capturing = !this.source.startsWith('?:', this.at);
    if (!capturing) this.at += 2;
    const group = capturing ? ++this.opened : null;
    const alternatives = this.alternatives(level + 1);
    if (!alternatives || !this.accept(')')) return null;
    if (group !== null) this.closed.add(group);
    return { part: 'group', group, alternatives };
  }

  /** As many digits as there are groups before; a group must be closed. */
  private reference(): Part | null {
    let end = this.at + 2;
    while (/\d/.test(this.source[end] ?? '') && Number(this.source.slice(this.at + 1, end + 1)) <= this.opened) end++;
    const group = Number(this.source.slice(this.at + 1, end));
    this.at = end;
    return this.closed.has(group) ? { part: 'reference', group } : null;
  }

  /** A letter, dot, class or escape: one character, which RE2 tells. */
  private character(): Part | null {
    const read = this.piece();
    if (!read) return null;
    this.at = read.end;
    const re2 = compileRe2(`^(?:${read.text})$`, this.flags.replace('m', ''));
    if (!re2) return null;
    return { part: 'character', test: (character) => re2.matcher(character).find() };
  }

  private piece(): { text: string; end: number } | null {
    const character = this.source[this.at];
    if (character === '[') return readClass(this.source, this.at);
    if (character === '\\') return readEscape(this.source, this.at, false);
    const point = String.fromCodePoint(this.source.codePointAt(this.at) ?? 0);
    return { text: translate(point, this.flags) ?? point, end: this.at + point.length };
  }

  private quantified(of: Part): Part | null {
    const match = /^(?:([*+?])|\{(\d{1,4})(,)?(\d{1,4})?\})(\?)?/.exec(this.source.slice(this.at, this.at + 20));
    if (!match) return this.source[this.at] === '{' ? null : of;
    this.at += match[0].length;
    const [, sign, least = '0', comma, most] = match;
    const min = sign ? (sign === '+' ? 1 : 0) : Number(least);
    const max = sign ? (sign === '?' ? 1 : Infinity) : comma ? Number(most ?? Infinity) : min;
    return max < min ? null : { part: 'repeat', of, min, max, greedy: match[5] === undefined };
  }

  private accept(sign: string): boolean {
    if (this.source[this.at] !== sign) return false;
    this.at++;
    return true;
  }
}
