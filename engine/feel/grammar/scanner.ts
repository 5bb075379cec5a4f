import type { FeelProblem } from '../tree';
import { identifierAt } from './names';

/** What the grammar throws; `parseFeel` turns it into a value. */
export class FeelSyntaxError extends Error {
  constructor(
    message: string,
    readonly from: number,
    readonly to: number,
    /** Not to be tried another way: the expression is beyond a limit. */
    readonly final = false,
  ) {
    super(message);
  }

  toProblem(): FeelProblem {
    return { code: 'feel_syntax', message: this.message, from: this.from, to: this.to };
  }
}

const BLANK = /(?:[\s\u{FEFF}]|\/\/[^\n]*|\/\*[^]*?\*\/)*/uy;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', "'": "'", '"': '"', '\\': '\\' };

/** Reads characters; knows nothing of the grammar. Every reading first skips blanks and comments. */
export class Scanner {
  position = 0;

  constructor(readonly source: string) {}

  skip(): void {
    BLANK.lastIndex = this.position;
    this.position += BLANK.exec(this.source)?.[0].length ?? 0;
  }

  atEnd(): boolean {
    this.skip();
    return this.position >= this.source.length;
  }

  /** Is this sign next? Nothing is read. */
  sees(sign: string): boolean {
    this.skip();
    return this.source.startsWith(sign, this.position);
  }

  /** Where the sign or word begins that was read last. */
  before(sign: string): number {
    return this.position - sign.length;
  }

  accept(sign: string): boolean {
    if (!this.sees(sign)) return false;
    this.position += sign.length;
    return true;
  }

  expect(sign: string): void {
    if (!this.accept(sign)) this.fail(`Expected '${sign}'`);
  }

  seesWord(word: string): boolean {
    this.skip();
    return identifierAt(this.source, this.position) === word;
  }

  acceptWord(word: string): boolean {
    if (!this.seesWord(word)) return false;
    this.position += word.length;
    return true;
  }

  expectWord(word: string): void {
    if (!this.acceptWord(word)) this.fail(`Expected '${word}'`);
  }

  word(): string | undefined {
    this.skip();
    return identifierAt(this.source, this.position);
  }

  number(): string | undefined {
    this.skip();
    NUMBER.lastIndex = this.position;
    const text = NUMBER.exec(this.source)?.[0];
    if (text !== undefined) this.position += text.length;
    return text;
  }

  /** A string literal, when a quote is next. */
  string(): string | undefined {
    if (!this.accept('"')) return undefined;
    const start = this.position - 1;
    let text = '';
    for (;;) {
      const character = this.source[this.position++];
      if (character === undefined) throw new FeelSyntaxError('Expected a closing quote', start, this.source.length);
      if (character === '"') return text;
      text += character === '\\' ? this.escape() : character;
    }
  }

  /** The rest of a name in backticks, as Camunda writes names with signs. */
  quotedName(): string {
    const end = this.source.indexOf('`', this.position);
    if (end < 0) this.fail('Expected a closing backtick');
    const name = this.source.slice(this.position, end);
    this.position = end + 1;
    return name;
  }

  fail(expected: string): never {
    this.skip();
    const rest = this.source.slice(this.position, this.position + 20);
    const found = rest === '' ? 'the expression ends' : `found '${rest}'`;
    throw new FeelSyntaxError(
      `${expected}, but ${found}`,
      this.position,
      Math.min(this.source.length, this.position + 20),
    );
  }

  /** After a backslash. An unknown escape stands for itself, as regular expressions are written in strings. */
  private escape(): string {
    const code = /u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})/y;
    code.lastIndex = this.position;
    const match = code.exec(this.source);
    const digits = match?.[1] ?? match?.[2];
    if (match && digits !== undefined) {
      const point = parseInt(digits, 16);
      if (point > 0x10ffff) this.fail('Expected a code point up to 10FFFF');
      this.position += match[0].length;
      return String.fromCodePoint(point);
    }
    const character = this.source[this.position++] ?? '';
    return ESCAPES[character] ?? `\\${character}`;
  }
}
