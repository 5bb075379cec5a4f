import type { ArithmeticOperator, ComparisonOperator, FeelNode, FeelTest } from '../tree';
import { readPrimary } from './primary';
import { FeelSyntaxError, Scanner } from './scanner';
import { keyAt, NameScope } from './names';
import { readType } from './types';

const COMPARISONS: readonly ComparisonOperator[] = ['<=', '>=', '!=', '=', '<', '>'];
const MAX_DEPTH = 150;
/** Operators, calls and second attempts together: bounds the depth of the tree and the cost of reading it. */
const MAX_OPERATIONS = 2_000;

/**
 * Recursive descent over the grammar of DMN 1.5 clause 10.3.1.2, one method a level of precedence, loosest first.
 * What starts with a keyword or a bracket is in `primary.ts`.
 */
export class Reader {
  readonly scanner: Scanner;
  readonly names: NameScope;
  private depth = 0;
  private operations = 0;
  /** How many `..` are open: only there may `[` close a range instead of opening a filter. */
  private rangeEnds = 0;
  /** Was `?` read since this was last set to false? */
  sawInput = false;

  constructor(source: string, names: readonly string[]) {
    this.scanner = new Scanner(source);
    this.names = new NameScope(names);
  }

  expression(): FeelNode {
    if (++this.depth > MAX_DEPTH) this.refuse(`Expected at most ${MAX_DEPTH} levels of nesting, but there are more`);
    const node = this.disjunction();
    this.depth--;
    return node;
  }

  /** The end of a range, where a following `[` may belong to the range: `]1..10[`. */
  rangeEnd(): FeelNode {
    this.rangeEnds++;
    const node = this.additive();
    this.rangeEnds--;
    return node;
  }

  /** Comma-separated tests up to what follows them. */
  tests(): FeelTest[] {
    const tests: FeelTest[] = [];
    do tests.push(this.test(() => this.expression()));
    while (this.scanner.accept(','));
    return tests;
  }

  /** Reads one way or, where that fails, from the same place another way. */
  either<T>(first: () => T, second: () => T): T {
    const { position } = this.scanner;
    const { depth, rangeEnds } = this;
    const mark = this.names.mark();
    this.count();
    try {
      return first();
    } catch (error) {
      if (!(error instanceof FeelSyntaxError) || error.final) throw error;
      this.scanner.position = position;
      this.depth = depth;
      this.rangeEnds = rangeEnds;
      this.names.release(mark);
      return second();
    }
  }

  comparisonOperator(): ComparisonOperator | undefined {
    if (this.scanner.sees('->')) return undefined;
    const operator = COMPARISONS.find((candidate) => this.scanner.accept(candidate));
    if (operator) this.count();
    return operator;
  }

  additive(): FeelNode {
    let left = this.multiplicative();
    for (;;) {
      const operator = this.acceptOperator(['+', '-']);
      if (!operator) return left;
      const from = this.scanner.before(operator);
      left = { node: 'arithmetic', operator, left, right: this.multiplicative(), from };
    }
  }

  private test(value: () => FeelNode): FeelTest {
    const operator = this.comparisonOperator();
    if (operator) return { operator, value: this.additive() };
    const outer = this.sawInput;
    this.sawInput = false;
    const node = value();
    const usesInput = this.sawInput;
    this.sawInput = outer || usesInput;
    return { value: node, ...(usesInput ? { usesInput } : {}) };
  }

  private disjunction(): FeelNode {
    let left = this.conjunction();
    while (this.scanner.acceptWord('or')) {
      this.count();
      left = { node: 'or', left, right: this.conjunction() };
    }
    return left;
  }

  private conjunction(): FeelNode {
    let left = this.comparison();
    while (this.scanner.acceptWord('and')) {
      this.count();
      left = { node: 'and', left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): FeelNode {
    let left = this.additive();
    for (;;) {
      const operator = this.comparisonOperator();
      if (operator) {
        const from = this.scanner.before(operator);
        left = { node: 'compare', operator, left, right: this.additive(), from };
      } else if (this.scanner.acceptWord('between')) left = this.between(left);
      else if (this.scanner.acceptWord('in')) left = { node: 'in', value: left, tests: this.inTests() };
      else return left;
    }
  }

  private between(value: FeelNode): FeelNode {
    const from = this.scanner.before('between');
    const low = this.additive();
    this.scanner.expectWord('and');
    return { node: 'between', value, low, high: this.additive(), from };
  }

  private inTests(): FeelTest[] {
    const single = (): FeelTest[] => [this.test(() => this.additive())];
    if (!this.scanner.sees('(')) return single();
    return this.either(() => {
      this.scanner.expect('(');
      const tests = this.tests();
      this.scanner.expect(')');
      return tests;
    }, single);
  }

  private multiplicative(): FeelNode {
    let left = this.power();
    for (;;) {
      if (this.scanner.sees('**')) return left;
      const operator = this.acceptOperator(['*', '/']);
      if (!operator) return left;
      const from = this.scanner.before(operator);
      left = { node: 'arithmetic', operator, left, right: this.power(), from };
    }
  }

  private power(): FeelNode {
    let left = this.negation();
    while (this.scanner.accept('**')) {
      this.count();
      const from = this.scanner.before('**');
      left = { node: 'arithmetic', operator: '**', left, right: this.negation(), from };
    }
    return left;
  }

  private negation(): FeelNode {
    const signs: number[] = [];
    while (this.scanner.accept('-')) signs.push(this.scanner.before('-'));
    if (signs.length > MAX_DEPTH) this.refuse(`Expected at most ${MAX_DEPTH} signs in a row, but there are more`);
    let node = this.instanceOf();
    for (const from of signs.reverse()) node = { node: 'negate', value: node, from };
    return node;
  }

  private instanceOf(): FeelNode {
    let value = this.postfix();
    while (this.scanner.acceptWord('instance')) {
      const from = this.scanner.before('instance');
      this.scanner.expectWord('of');
      value = { node: 'instanceOf', value, of: readType(this.scanner, this.names), from };
    }
    return value;
  }

  private postfix(): FeelNode {
    let node = readPrimary(this);
    for (;;) {
      const next = this.suffix(node);
      if (!next) return node;
      this.count();
      node = next;
    }
  }

  /** A path step, a filter or a call behind `of`. */
  private suffix(of: FeelNode): FeelNode | undefined {
    const scanner: Scanner = this.scanner;
    if (scanner.sees('..')) return undefined;
    if (scanner.accept('.')) return { node: 'path', of, from: scanner.before('.'), name: this.propertyName() };
    if (scanner.sees('(')) return this.call(of);
    if (!scanner.sees('[')) return undefined;
    return this.rangeEnds > 0
      ? this.either<FeelNode | undefined>(
          () => this.filter(of),
          () => undefined,
        )
      : this.filter(of);
  }

  private filter(list: FeelNode): FeelNode {
    this.scanner.expect('[');
    const from = this.scanner.before('[');
    const { rangeEnds } = this;
    this.rangeEnds = 0;
    const condition = this.expression();
    this.scanner.expect(']');
    this.rangeEnds = rangeEnds;
    return { node: 'filter', list, condition, from };
  }

  private propertyName(): string {
    const scanner: Scanner = this.scanner;
    scanner.skip();
    if (scanner.accept('`')) return this.quotedName();
    const known = this.names.longest(scanner.source, scanner.position);
    const name = known?.name ?? scanner.word();
    if (name === undefined) scanner.fail("Expected a name after '.'");
    scanner.position = known?.end ?? scanner.position + name.length;
    return name;
  }

  /** The rest of a name in backticks, as Camunda writes names with signs. */
  quotedName(): string {
    const scanner: Scanner = this.scanner;
    const end = scanner.source.indexOf('`', scanner.position);
    if (end < 0) scanner.fail('Expected a closing backtick');
    const name = scanner.source.slice(scanner.position, end);
    scanner.position = end + 1;
    return name;
  }

  private call(target: FeelNode): FeelNode {
    const scanner: Scanner = this.scanner;
    scanner.expect('(');
    const { rangeEnds } = this;
    this.rangeEnds = 0;
    const node = this.namedArguments(target) ?? { node: 'call', function: target, arguments: this.list(')') };
    this.rangeEnds = rangeEnds;
    return node;
  }

  private namedArguments(target: FeelNode): FeelNode | undefined {
    const named: { name: string; value: FeelNode }[] = [];
    if (!this.key()) return undefined;
    do {
      const name = this.key();
      if (!name) this.scanner.fail('Expected the name of an argument');
      this.scanner.position = name.end;
      named.push({ name: name.name, value: this.expression() });
    } while (this.scanner.accept(','));
    this.scanner.expect(')');
    return { node: 'callNamed', function: target, arguments: named };
  }

  /** `name:` or `"name":`, which is not yet consumed. */
  key(): { name: string; end: number } | undefined {
    const scanner: Scanner = this.scanner;
    scanner.skip();
    const start = scanner.position;
    const text = scanner.string();
    if (text !== undefined) {
      const found = scanner.accept(':') ? { name: text, end: scanner.position } : undefined;
      scanner.position = start;
      return found;
    }
    return keyAt(scanner.source, start);
  }

  /** Comma-separated expressions and the closing sign. */
  list(close: string): FeelNode[] {
    const items: FeelNode[] = [];
    if (this.scanner.accept(close)) return items;
    do items.push(this.expression());
    while (this.scanner.accept(','));
    this.scanner.expect(close);
    return items;
  }

  private acceptOperator(operators: ArithmeticOperator[]): ArithmeticOperator | undefined {
    if (this.scanner.sees('->')) return undefined;
    const operator = operators.find((candidate) => this.scanner.accept(candidate));
    if (operator) this.count();
    return operator;
  }

  private count(): void {
    if (++this.operations > MAX_OPERATIONS)
      this.refuse(`Expected at most ${MAX_OPERATIONS} operations, but there are more`);
  }

  private refuse(message: string): never {
    const { position } = this.scanner;
    throw new FeelSyntaxError(message, position, position, true);
  }
}
