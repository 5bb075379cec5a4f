import type { DocumentTools } from '../../domain/reports/document';
import type { NameOf } from '../../domain/reports/format';
import type { Catalogue } from '../../protocol/release';
import type { Store } from '../../store/connect';
import type { DocumentRecord } from '../../store/product/documents';

/** People and documents that a document names. */
interface Known {
  people: Map<string, string | null>;
  documents: Map<string, DocumentRecord | null>;
}

type Names = Pick<DocumentTools, 'nameOf' | 'documentOf'>;

/**
 * Runs `build`, which asks for names at once, with the names that the store knows: a first run says whom it asks for,
 * the second one gets them.
 */
export async function withNames<T>(
  store: Pick<Store, 'people' | 'documents'>,
  catalogues: Readonly<Record<string, Catalogue>>,
  build: (names: Names) => T,
): Promise<{ built: T; named: DocumentRecord[] }> {
  const known: Known = { people: new Map(), documents: new Map() };
  const names = namesFrom(known, catalogues);
  const first = build(names);
  if (known.people.size + known.documents.size === 0) return { built: first, named: [] };
  for (const id of known.people.keys()) known.people.set(id, await store.people.nameOf(id));
  for (const id of known.documents.keys()) known.documents.set(id, await store.documents.get(id));
  return { built: build(names), named: [...known.documents.values()].filter((one) => one !== null) };
}

function namesFrom({ people, documents }: Known, catalogues: Readonly<Record<string, Catalogue>>): Names {
  const labelOf = (catalogue: string, id: string): string =>
    catalogues[catalogue]?.items.find((item) => item.id === id)?.label ?? id;
  const nameOf: NameOf = (kind, id, catalogue = '') => {
    if (kind === 'role') return labelOf('roles', id);
    if (kind === 'catalogue') return labelOf(catalogue, id);
    if (!people.has(id)) people.set(id, null);
    return people.get(id) ?? id;
  };
  return {
    nameOf,
    documentOf: (id) => {
      if (!documents.has(id)) documents.set(id, null);
      return documents.get(id) ?? { title: id, number: '', sha256: '' };
    },
  };
}
