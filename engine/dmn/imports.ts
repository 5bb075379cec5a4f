import { childrenOf, parseXml } from './xml';

interface Names {
  namespace: string;
  imports: string[];
}

/** A document's namespace and those that it imports; undefined where it is no XML. */
function namesOf(xml: string): Names | undefined {
  try {
    const root = parseXml(xml);
    return {
      namespace: root.attributes['namespace'] ?? '',
      imports: childrenOf(root, 'import').map(({ attributes }) => attributes['namespace'] ?? ''),
    };
  } catch {
    return undefined;
  }
}

/** The documents among `others` that a DMN document imports, directly or through others. */
export function importedBy(xml: string, others: readonly string[]): string[] {
  const wanted = namesOf(xml)?.imports ?? [];
  if (wanted.length === 0) return [];
  const known = others.filter((other) => other !== xml).map((other) => ({ other, names: namesOf(other) }));
  const found = new Set<string>();
  for (let namespace = wanted.pop(); namespace !== undefined; namespace = wanted.pop()) {
    for (const { other, names } of known) {
      if (names?.namespace !== namespace || found.has(other)) continue;
      found.add(other);
      wanted.push(...names.imports);
    }
  }
  return [...found];
}
