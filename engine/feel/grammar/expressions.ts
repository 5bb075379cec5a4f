import type { ArithmeticOperator, ComparisonOperator, FeelNode, FeelTest } from '../tree';
import { readPostfix } from './postfix';
import { FeelSyntaxError, Scanner } from './scanner';
import { keyAt, NameScope } from './names';
import { readType } from './types';

const COMPARISONS: readonly ComparisonOperator[] = ['<=', '>=', '!=', '=', '<', '>'];
const MAX_DEPTH = 150;
/** Operators, calls and second attempts together: bounds the depth of the tree and the cost of reading it. */
const MAX_OPERATIONS = 2_000;

/**
 * Recursive descent over the grammar of DMN 1.5 clause 10.3.1.2, one method a level of precedence, loosest first.
 * What starts with a keyword or a bracket is in `primary.ts`, what follows such an operand in `postfix.ts`.
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

  /** Reads between brackets, where no `[` closes a range around them. */
  bracketed<T>(read: () => T): T {
    const { rangeEnds } = this;
    this.rangeEnds = 0;
    const result = read();
    this.rangeEnds = rangeEnds;
    return result;
  }

  /** May a `[` that follows close a range? */
  get endsRange(): boolean {
    return this.rangeEnds > 0;
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
    let value = readPostfix(this);
    while (this.scanner.acceptWord('instance')) {
      const from = this.scanner.before('instance');
      this.scanner.expectWord('of');
      value = { node: 'instanceOf', value, of: readType(this.scanner, this.names), from };
    }
    return value;
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

  private acceptOperator(operators: ArithmeticOperator[]): ArithmeticOperator | undefined {
    if (this.scanner.sees('->')) return undefined;
    const operator = operators.find((candidate) => this.scanner.accept(candidate));
    if (operator) this.count();
    return operator;
  }

  /** Pays for an operator, call or second attempt. */
  count(): void {
    if (++this.operations > MAX_OPERATIONS)
      this.refuse(`Expected at most ${MAX_OPERATIONS} operations, but there are more`);
  }

  private refuse(message: string): never {
    const { position } = this.scanner;
    throw new FeelSyntaxError(message, position, position, true);
  }
}
