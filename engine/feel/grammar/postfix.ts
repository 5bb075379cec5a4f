import type { FeelNode } from '../tree';
import type { Reader } from './expressions';
import { readPrimary } from './primary';
import type { Scanner } from './scanner';

/** An operand with the path steps, filters and calls behind it. */
export function readPostfix(reader: Reader): FeelNode {
  let node = readPrimary(reader);
  for (;;) {
    const next = readSuffix(reader, node);
    if (!next) return node;
    reader.count();
    node = next;
  }
}

function readSuffix(reader: Reader, of: FeelNode): FeelNode | undefined {
  const { scanner } = reader;
  if (scanner.sees('..')) return undefined;
  if (scanner.accept('.')) return { node: 'path', of, from: scanner.before('.'), name: readPropertyName(reader) };
  if (scanner.sees('(')) return readCall(reader, of);
  if (!scanner.sees('[')) return undefined;
  if (!reader.endsRange) return readFilter(reader, of);
  return reader.either<FeelNode | undefined>(
    () => readFilter(reader, of),
    () => undefined,
  );
}

function readFilter(reader: Reader, list: FeelNode): FeelNode {
  const { scanner } = reader;
  scanner.expect('[');
  const from = scanner.before('[');
  const condition = reader.bracketed(() => reader.expression());
  scanner.expect(']');
  return { node: 'filter', list, condition, from };
}

function readPropertyName(reader: Reader): string {
  const scanner: Scanner = reader.scanner;
  scanner.skip();
  if (scanner.accept('`')) return scanner.quotedName();
  const known = reader.names.longest(scanner.source, scanner.position);
  const name = known?.name ?? scanner.word();
  if (name === undefined) scanner.fail("Expected a name after '.'");
  scanner.position = known?.end ?? scanner.position + name.length;
  return name;
}

function readCall(reader: Reader, target: FeelNode): FeelNode {
  reader.scanner.expect('(');
  return reader.bracketed(
    () => readNamedArguments(reader, target) ?? { node: 'call', function: target, arguments: readArguments(reader) },
  );
}

function readNamedArguments(reader: Reader, target: FeelNode): FeelNode | undefined {
  const scanner: Scanner = reader.scanner;
  const named: { name: string; value: FeelNode }[] = [];
  if (!reader.key()) return undefined;
  do {
    const name = reader.key();
    if (!name) scanner.fail('Expected the name of an argument');
    scanner.position = name.end;
    named.push({ name: name.name, value: reader.expression() });
  } while (scanner.accept(','));
  scanner.expect(')');
  return { node: 'callNamed', function: target, arguments: named };
}

function readArguments(reader: Reader): FeelNode[] {
  const { scanner } = reader;
  const values: FeelNode[] = [];
  if (scanner.accept(')')) return values;
  do values.push(reader.expression());
  while (scanner.accept(','));
  scanner.expect(')');
  return values;
}
