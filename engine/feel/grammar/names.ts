import { normalizeName } from '../values/name';

/**
 * FEEL names may hold blanks and signs (`date and time`, `monthly-payment`), so what is one name depends on the names
 * in scope. The longest known name wins; anything else is a plain identifier.
 */

const START = '?_$\\p{L}\\p{So}\\u{200C}\\u{200D}';
const PART = `${START}\\p{M}\\p{N}·\\u{203F}\\u{2040}`;
const IDENTIFIER = new RegExp(`[${START}][${PART}]*`, 'uy');
const PART_FOLLOWS = new RegExp(`[${PART}]`, 'uy');
/** Anything up to a colon that can be a context key or a parameter name. */
const KEY = new RegExp(`([${START}][^:(){}\\[\\]",]*?)\\s*:`, 'uy');

/** Built-in functions and properties with blanks: they are names wherever they stand. */
const BUILT_IN_NAMES = [
  'add working days',
  'add working hours',
  'colombian holidays',
  'context merge',
  'context put',
  'date and time',
  'day of week',
  'day of year',
  'days and time duration',
  'distinct values',
  'duplicate values',
  'end included',
  'ends with',
  'finished by',
  'from json',
  'get entries',
  'get or else',
  'get value',
  'index of',
  'insert before',
  'is defined',
  'is blank',
  'is empty',
  'is working day',
  'last day of month',
  'list contains',
  'list replace',
  'met by',
  'month of year',
  'overlapped by',
  'overlaps after',
  'overlaps before',
  'put all',
  'random number',
  'round down',
  'round half down',
  'round half up',
  'round up',
  'start included',
  'started by',
  'starts with',
  'string join',
  'string length',
  'substring after',
  'substring before',
  'time offset',
  'to base64',
  'to json',
  'upper case',
  'lower case',
  'week of year',
  'working days between',
  'working hours between',
  'years and months duration',
];

interface KnownName {
  name: string;
  /** Code of its first character: most names can be passed over by it. */
  first: number;
  pattern: RegExp;
}

function knownName(name: string): KnownName {
  return { name, first: name.charCodeAt(0), pattern: patternOf(name) };
}

const BUILT_IN_KNOWN: readonly KnownName[] = BUILT_IN_NAMES.map(knownName);

/** Names in scope while an expression is read; inner scopes are pushed and popped as it is entered and left. */
export class NameScope {
  private readonly known: KnownName[] = [];

  constructor(names: readonly string[]) {
    this.known.push(...BUILT_IN_KNOWN);
    names.forEach((name) => this.add(name));
  }

  mark(): number {
    return this.known.length;
  }

  release(mark: number): void {
    this.known.length = mark;
  }

  /** Plain identifiers are read without help and are not kept. */
  add(name: string): void {
    const normalized = normalizeName(name);
    IDENTIFIER.lastIndex = 0;
    const plain = IDENTIFIER.exec(normalized);
    if (plain?.index === 0 && plain[0] === normalized) return;
    if (normalized !== '') this.known.push(knownName(normalized));
  }

  /** The longest known name at `at`, else undefined. */
  longest(source: string, at: number): { name: string; end: number } | undefined {
    let best: { name: string; end: number } | undefined;
    const next = source.charCodeAt(at);
    for (const { name, first, pattern } of this.known) {
      if (first !== next) continue;
      pattern.lastIndex = at;
      const match = pattern.exec(source);
      if (!match) continue;
      const end = at + match[0].length;
      PART_FOLLOWS.lastIndex = end;
      if (!PART_FOLLOWS.test(source) && (!best || end > best.end)) best = { name, end };
    }
    return best;
  }
}

/** A plain identifier at `at`. */
export function identifierAt(source: string, at: number): string | undefined {
  IDENTIFIER.lastIndex = at;
  return IDENTIFIER.exec(source)?.[0];
}

/** `name :` at `at`: a context key or a named argument. */
export function keyAt(source: string, at: number): { name: string; end: number } | undefined {
  KEY.lastIndex = at;
  const match = KEY.exec(source);
  return match ? { name: normalizeName(match[1] ?? ''), end: at + match[0].length } : undefined;
}

function patternOf(name: string): RegExp {
  const tokens = name.match(/[\p{L}\p{M}\p{N}_?$]+|\s|[^\s\p{L}\p{M}\p{N}_?$]/gu) ?? [];
  const parts = tokens.map((token) => {
    if (token === ' ') return '\\s+';
    return token.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(parts.join(''), 'y');
}
