import type { FeelNode, Iterator, Parameter } from '../tree';
import { numberFrom } from '../values/number';
import type { Reader } from './expressions';
import { keyAt } from './names';
import type { Scanner } from './scanner';
import { readType } from './types';

const RESERVED = new Set(['then', 'else', 'in', 'return', 'satisfies', 'and', 'or', 'between', 'instance', 'of']);

type Keyword = (reader: Reader) => FeelNode;

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  null: () => null,
  true: () => true,
  false: () => false,
  if: readIf,
  for: readFor,
  some: (reader) => readQuantified(reader, 'some'),
  every: (reader) => readQuantified(reader, 'every'),
  function: readFunction,
};

/** Literals, names, brackets and what starts with a keyword. */
export function readPrimary(reader: Reader): FeelNode {
  const scanner: Scanner = reader.scanner;
  const number = scanner.number();
  if (number !== undefined) return numberNode(number);
  const text = scanner.string();
  if (text !== undefined) return text;
  if (scanner.accept('(')) return readParentheses(reader);
  if (scanner.accept('[')) return readBrackets(reader);
  if (scanner.accept(']')) return readRange(reader, reader.additive(), false);
  if (scanner.accept('{')) return readContext(reader);
  if (scanner.accept('@')) {
    const from = scanner.before('@');
    const value = scanner.string();
    if (value === undefined) scanner.fail("Expected a string after '@'");
    return { node: 'at', value, from };
  }
  if (scanner.accept('`')) return { node: 'name', from: scanner.before('`'), name: scanner.quotedName() };
  return readName(reader);
}

function numberNode(digits: string): FeelNode {
  const value = numberFrom(digits);
  return typeof value === 'number' ? value : { node: 'number', value: digits };
}

function readName(reader: Reader): FeelNode {
  const { names } = reader;
  const scanner: Scanner = reader.scanner;
  const known = names.longest(scanner.source, scanner.position);
  const word = scanner.word();
  const from = scanner.position;
  if (known && known.end > scanner.position + (word?.length ?? 0)) {
    scanner.position = known.end;
    return { node: 'name', name: known.name, from };
  }
  if (word === undefined || RESERVED.has(word)) scanner.fail('Expected an expression');
  scanner.position += word.length;
  const keyword = Object.hasOwn(KEYWORDS, word) ? KEYWORDS[word] : undefined;
  if (keyword) return keyword(reader);
  if (word === '?') reader.sawInput = true;
  return { node: 'name', name: word, from };
}

/** `(expression)`, `(1..10]` or the range `(< 10)`. */
function readParentheses(reader: Reader): FeelNode {
  const operator = reader.comparisonOperator();
  if (operator) {
    const from = reader.scanner.before(operator);
    const value = reader.additive();
    reader.scanner.expect(')');
    return { node: 'comparisonRange', operator, value, from };
  }
  const value = reader.expression();
  if (reader.scanner.sees('..')) return readRange(reader, value, false);
  reader.scanner.expect(')');
  return value;
}

function readBrackets(reader: Reader): FeelNode {
  if (reader.scanner.accept(']')) return { node: 'list', items: [] };
  const first = reader.expression();
  if (reader.scanner.sees('..')) return readRange(reader, first, true);
  const items = [first];
  while (reader.scanner.accept(',')) items.push(reader.expression());
  reader.scanner.expect(']');
  return { node: 'list', items };
}

function readRange(reader: Reader, start: FeelNode, startIncluded: boolean): FeelNode {
  const scanner: Scanner = reader.scanner;
  scanner.expect('..');
  const from = scanner.before('..');
  const end = reader.rangeEnd();
  const endIncluded = scanner.accept(']');
  if (!endIncluded && !scanner.accept(')') && !scanner.accept('[')) scanner.fail("Expected ']' or ')'");
  return { node: 'range', startIncluded, endIncluded, start, end, from };
}

function readContext(reader: Reader): FeelNode {
  const { names } = reader;
  const scanner: Scanner = reader.scanner;
  const entries: { name: string; value: FeelNode }[] = [];
  const mark = names.mark();
  while (!scanner.accept('}')) {
    if (entries.length > 0) scanner.expect(',');
    const key = reader.key();
    if (!key) scanner.fail('Expected the name of a context entry');
    if (entries.some((entry) => entry.name === key.name)) scanner.fail(`Expected one entry '${key.name}'`);
    scanner.position = key.end;
    entries.push({ name: key.name, value: reader.expression() });
    names.add(key.name);
  }
  // The names stay known: `{first name: "x"}.first name` and filters over literals need them behind the bracket.
  if (entries.length === 0) names.release(mark);
  return { node: 'context', entries };
}

function readIf(reader: Reader): FeelNode {
  const condition = reader.expression();
  reader.scanner.expectWord('then');
  const then = reader.expression();
  reader.scanner.expectWord('else');
  return { node: 'if', condition, then, else: reader.expression() };
}

/** `name in domain, …`; names stay in scope for what follows. */
function readIterators(reader: Reader, close: string): Iterator[] {
  const iterators: Iterator[] = [];
  do {
    const name = readBoundName(reader, 'in');
    reader.scanner.expectWord('in');
    const start = reader.expression();
    const from = reader.scanner.accept('..') ? reader.scanner.before('..') : undefined;
    const range = from !== undefined;
    iterators.push({ name, in: range ? { node: 'iteration', start, end: reader.expression(), from } : start });
    reader.names.add(name);
  } while (reader.scanner.accept(','));
  reader.scanner.expectWord(close);
  return iterators;
}

/** A new name up to a keyword: it may have blanks. */
function readBoundName(reader: Reader, keyword: string): string {
  const words: string[] = [];
  while (!reader.scanner.seesWord(keyword)) {
    const word = reader.scanner.word();
    if (word === undefined) reader.scanner.fail('Expected a name');
    reader.scanner.position += word.length;
    words.push(word);
  }
  if (words.length === 0) reader.scanner.fail('Expected a name');
  return words.join(' ');
}

function readFor(reader: Reader): FeelNode {
  const from = reader.scanner.before('for');
  const mark = reader.names.mark();
  const iterators = readIterators(reader, 'return');
  const value = reader.expression();
  reader.names.release(mark);
  return { node: 'for', iterators, value, from };
}

function readQuantified(reader: Reader, node: 'some' | 'every'): FeelNode {
  const from = reader.scanner.before(node);
  const mark = reader.names.mark();
  const iterators = readIterators(reader, 'satisfies');
  const condition = reader.expression();
  reader.names.release(mark);
  return { node, iterators, condition, from };
}

function readFunction(reader: Reader): FeelNode {
  const { names } = reader;
  const scanner: Scanner = reader.scanner;
  const parameters: Parameter[] = [];
  const mark = names.mark();
  scanner.expect('(');
  while (!scanner.accept(')')) {
    if (parameters.length > 0) scanner.expect(',');
    const parameter = readParameter(reader);
    names.add(parameter.name);
    parameters.push(parameter);
  }
  const external = scanner.acceptWord('external');
  const body = reader.expression();
  names.release(mark);
  return { node: 'function', parameters, external, body };
}

function readParameter(reader: Reader): Parameter {
  const { names } = reader;
  const scanner: Scanner = reader.scanner;
  scanner.skip();
  const typed = keyAt(scanner.source, scanner.position);
  if (typed) {
    scanner.position = typed.end;
    return { name: typed.name, of: readType(scanner, names) };
  }
  const end = scanner.source.slice(scanner.position).search(/[,)]/);
  if (end <= 0) scanner.fail('Expected the name of a parameter');
  const name = scanner.source.slice(scanner.position, scanner.position + end).trim();
  scanner.position += end;
  return { name: name.replace(/\s+/g, ' ') };
}
