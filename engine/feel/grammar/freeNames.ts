import type { FeelNode, FeelOperation, FeelTest, Iterator } from '../tree';

type Bound = ReadonlySet<string>;

/** Names that an expression takes from its scope, in order of first use. A built-in that is only called counts too. */
export function freeNames(root: FeelNode): string[] {
  const found = new Set<string>();
  visit(root, new Set(), found);
  return [...found];
}

function withNames(bound: Bound, ...names: string[]): Bound {
  return new Set([...bound, ...names]);
}

function visitTests(tests: readonly FeelTest[], bound: Bound, found: Set<string>): void {
  for (const test of tests) visit(test.value, bound, found);
}

function visitIterators(iterators: readonly Iterator[], bound: Bound, found: Set<string>): Bound {
  return iterators.reduce((inner, iterator) => {
    visit(iterator.in, inner, found);
    return withNames(inner, iterator.name);
  }, bound);
}

function visit(node: FeelNode, bound: Bound, found: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  switch (node.node) {
    case 'name':
      if (!bound.has(node.name)) found.add(node.name);
      return;
    case 'context':
      return visitContext(node.entries, bound, found);
    case 'filter':
      visit(node.list, bound, found);
      return visit(node.condition, withNames(bound, 'item'), found);
    case 'function':
      return visit(node.body, withNames(bound, ...node.parameters.map((parameter) => parameter.name)), found);
    case 'for':
      return visit(node.value, withNames(visitIterators(node.iterators, bound, found), 'partial'), found);
    case 'some':
    case 'every':
      return visit(node.condition, visitIterators(node.iterators, bound, found), found);
    case 'in':
      visit(node.value, bound, found);
      return visitTests(node.tests, withNames(bound, '?'), found);
    case 'unaryTests':
      return visitTests(node.tests ?? [], bound, found);
    default:
      for (const child of children(node)) visit(child, bound, found);
  }
}

function visitContext(entries: readonly { name: string; value: FeelNode }[], bound: Bound, found: Set<string>): void {
  let inner = bound;
  for (const entry of entries) {
    visit(entry.value, inner, found);
    inner = withNames(inner, entry.name);
  }
}

/** Children of a node that binds no names, in order. */
function children(node: FeelOperation): FeelNode[] {
  return Object.values(node).flatMap((value: unknown) => {
    const candidates: unknown[] = Array.isArray(value) ? value : [value];
    return candidates.flatMap((candidate) => {
      if (isNode(candidate)) return [candidate];
      return isArgument(candidate) ? [candidate.value] : [];
    });
  });
}

function isNode(value: unknown): value is FeelOperation {
  return typeof value === 'object' && value !== null && 'node' in value;
}

function isArgument(value: unknown): value is { value: FeelOperation } {
  return typeof value === 'object' && value !== null && 'value' in value && isNode(value.value);
}
