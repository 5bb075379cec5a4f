import { MAX_LENGTH } from '../../feel/parse';

/**
 * The Unified Expression Language (JSR 245; the `${…}` of Java engines), translated to FEEL as far as conditions and
 * numbers need it: literals, names with paths, comparisons, logic, arithmetic, choice, `empty` and a few methods of
 * texts and lists.
 */
const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([A-Za-z_$][\w$]*)|(&&|\|\||[=!<>]=|[-+*/%!<>?:().,[\]]))/y;

interface Token {
  kind: 'number' | 'text' | 'name' | 'sign';
  value: string;
}

/** Operators by how strongly they bind, weakest first, each with its name in FEEL. */
const LEVELS: readonly Readonly<Record<string, string>>[] = [
  { '||': 'or', or: 'or' },
  { '&&': 'and', and: 'and' },
  { '==': '=', eq: '=', '!=': '!=', ne: '!=' },
  { '<': '<', lt: '<', '>': '>', gt: '>', '<=': '<=', le: '<=', '>=': '>=', ge: '>=' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/', div: '/' },
];

/** Methods, as FEEL functions of the value that they are called on. */
const METHODS: Readonly<Record<string, string>> = {
  startsWith: 'starts with',
  endsWith: 'ends with',
  length: 'string length',
  size: 'count',
};

/** Parentheses, choices and signs inside each other. */
const MAX_DEPTH = 200;

class Unreadable extends Error {}

/** The FEEL for an expression with or without `${…}`; null when it is not one that is understood. */
export function uelToFeel(text: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  const inside = /^[$#]\{([\s\S]*)\}$/.exec(text.trim())?.[1] ?? text;
  try {
    const reader = new Reader(tokensOf(inside));
    const feel = reader.choice();
    return reader.isAtEnd ? feel : null;
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(text);
    if (!match) throw new Unreadable();
    const [, number, double, single, name, sign = ''] = match;
    if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (name !== undefined) tokens.push({ kind: 'name', value: name });
    else if (double !== undefined || single !== undefined)
      tokens.push({ kind: 'text', value: (double ?? single ?? '').replaceAll(/\\(.)/g, '$1') });
    else tokens.push({ kind: 'sign', value: sign });
  }
  return tokens;
}

class Reader {
  private next = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get isAtEnd(): boolean {
    return this.next === this.tokens.length;
  }

  choice(): string {
    return this.inside(() => {
      const condition = this.binary(0);
      if (!this.takes('?')) return condition;
      const yes = this.choice();
      this.expect(':');
      return `(if ${condition} then ${yes} else ${this.choice()})`;
    });
  }

  /** One level deeper. What is no longer FEEL that we would parse is given up before it grows on. */
  private inside(read: () => string): string {
    if (++this.depth > MAX_DEPTH) throw new Unreadable();
    const feel = sized(read());
    this.depth -= 1;
    return feel;
  }

  private binary(level: number): string {
    const operators = LEVELS[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (let operator = this.operator(operators); operator; operator = this.operator(operators))
      left = `(${left} ${operator} ${this.binary(level + 1)})`;
    return left;
  }

  private operator(operators: Readonly<Record<string, string>>): string | undefined {
    const token = this.tokens[this.next];
    const operator =
      token && token.kind !== 'text' && Object.hasOwn(operators, token.value) ? operators[token.value] : undefined;
    if (operator !== undefined) this.next += 1;
    return operator;
  }

  private unary(): string {
    if (this.takes('!') || this.takes('not')) return `not(${this.operand()})`;
    if (this.takes('-')) return `-(${this.operand()})`;
    if (this.takes('empty')) return isEmpty(this.operand());
    return this.path();
  }

  private operand(): string {
    return this.inside(() => this.unary());
  }

  private path(): string {
    let value = this.primary();
    while (this.takes('.')) {
      const name = this.token('name');
      value = this.takes('(') ? sized(call(name, value, this.rest())) : `${value}.${name}`;
    }
    return value;
  }

  private primary(): string {
    const token = this.tokens[this.next];
    if (!token) throw new Unreadable();
    this.next += 1;
    if (token.kind === 'text') return JSON.stringify(token.value);
    if (token.kind === 'sign') {
      if (token.value !== '(') throw new Unreadable();
      const inner = this.choice();
      this.expect(')');
      return `(${inner})`;
    }
    return token.value;
  }

  /** Arguments up to the closing parenthesis. */
  private rest(): string[] {
    const given: string[] = [];
    if (this.takes(')')) return given;
    do given.push(this.choice());
    while (this.takes(','));
    this.expect(')');
    return given;
  }

  private takes(value: string): boolean {
    const token = this.tokens[this.next];
    if (!token || token.kind === 'text' || token.value !== value) return false;
    this.next += 1;
    return true;
  }

  private expect(value: string): void {
    if (!this.takes(value)) throw new Unreadable();
  }

  private token(kind: Token['kind']): string {
    const token = this.tokens[this.next];
    if (token?.kind !== kind) throw new Unreadable();
    this.next += 1;
    return token.value;
  }
}

function sized(feel: string): string {
  if (feel.length > MAX_LENGTH) throw new Unreadable();
  return feel;
}

function call(method: string, value: string, given: string[]): string {
  if (method === 'isEmpty') return isEmpty(value);
  if (method === 'contains')
    return `(if ${value} instance of string then contains(${[value, ...given].join(', ')}) else list contains(${[value, ...given].join(', ')}))`;
  if (method === 'equals') return `(${value} = ${given.join(', ')})`;
  const name = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (name === undefined) throw new Unreadable();
  return `${name}(${[value, ...given].join(', ')})`;
}

function isEmpty(value: string): string {
  return `(${value} = null or ${value} = "" or ${value} = [])`;
}
