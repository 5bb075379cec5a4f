import type { FeelType } from '../tree';
import { keyAt, type NameScope } from './names';
import type { Scanner } from './scanner';

/** `number`, `list<date and time>`, `context<a: string>`, `function<number> -> string`, or a declared type's name. */
export function readType(scanner: Scanner, names: NameScope): FeelType {
  const word = scanner.word();
  if (word === 'list' || word === 'range') {
    const mark = scanner.position;
    scanner.acceptWord(word);
    if (scanner.accept('<')) {
      const of = readType(scanner, names);
      scanner.expect('>');
      return { type: word, of };
    }
    scanner.position = mark;
  }
  if (word === 'context') return readContext(scanner, names);
  if (word === 'function') return readFunction(scanner, names);
  return { type: 'named', name: readTypeName(scanner, names) };
}

function readContext(scanner: Scanner, names: NameScope): FeelType {
  scanner.expectWord('context');
  if (!scanner.accept('<')) return { type: 'named', name: 'context' };
  const entries: { name: string; of: FeelType }[] = [];
  while (!scanner.accept('>')) {
    if (entries.length > 0) scanner.expect(',');
    scanner.skip();
    const key = keyAt(scanner.source, scanner.position);
    if (!key) scanner.fail('Expected the name of a context entry');
    scanner.position = key.end;
    entries.push({ name: key.name, of: readType(scanner, names) });
  }
  return { type: 'context', entries };
}

function readFunction(scanner: Scanner, names: NameScope): FeelType {
  scanner.expectWord('function');
  if (!scanner.accept('<')) return { type: 'named', name: 'function' };
  const parameters: FeelType[] = [];
  while (!scanner.accept('>')) {
    if (parameters.length > 0) scanner.expect(',');
    parameters.push(readType(scanner, names));
  }
  scanner.expect('->');
  return { type: 'function', parameters, result: readType(scanner, names) };
}

function readTypeName(scanner: Scanner, names: NameScope): string {
  const parts: string[] = [];
  do {
    scanner.skip();
    const known = names.longest(scanner.source, scanner.position);
    const part = known?.name ?? scanner.word();
    if (part === undefined) scanner.fail('Expected a type');
    scanner.position = known?.end ?? scanner.position + part.length;
    parts.push(part);
  } while (scanner.accept('.'));
  return parts.join('.');
}
