import { parseReference, referencesIn } from '../../protocol/references';
import type { ReleaseContent } from '../../engine/model';
import type { JsonValue } from '../../protocol/json';
import type { Register, RegisterEntry, RegisterEntryVersion, RegisterField } from '../../protocol/registers';
import type { EntryVersionView, EntryView, RegisterView, ShownValue } from '../../protocol/registerViews';
import type { Person } from '../../protocol/product';
import type { Store } from '../../store/connect';
import { isAllowed } from '../v2/access';

const HIDDEN = '(reservado)';

interface Parts {
  store: Store;
  content: ReleaseContent;
  /** Who reads: texts of a request are his to see only if requests are. */
  person: Person;
}

/** The register with the items of its catalogues as values, so that labels stand beside them. */
export function registerView(register: Register, { catalogues }: Pick<ReleaseContent, 'catalogues'>): RegisterView {
  const fields = register.fields.map((field): RegisterField => {
    const items = field.catalogue === undefined ? undefined : catalogues[field.catalogue]?.items;
    return items ? { ...field, values: items.map(({ id, label }) => ({ value: id, label })) } : field;
  });
  return { ...register, fields, hasDue: register.due !== undefined };
}

/** Entries and versions as people read them: names for people and roles, numbers for entries, texts for references. */
export function entryViews(register: Register, { store, content, person }: Parts) {
  const fields = new Map(register.fields.map((field) => [field.key, field]));
  const roles = new Map(content.catalogues.roles?.items.map(({ id, label }) => [id, label]));

  async function shown(data: RegisterEntry['data']): Promise<Record<string, ShownValue[]>> {
    const texts = await readable(store, person, data);
    const entries = Object.entries(data).map(async ([key, value]) => {
      const field = fields.get(key);
      const values = Array.isArray(value) ? value : [value];
      const told = await Promise.all(values.map((one) => shownValue(field, one, texts)));
      return [key, told.filter((one) => one !== null)] as const;
    });
    return Object.fromEntries((await Promise.all(entries)).filter(([, told]) => told.length > 0));
  }

  /** Null: the value says itself what it is. */
  async function shownValue(
    field: RegisterField | undefined,
    value: JsonValue,
    texts: Map<string, string>,
  ): Promise<ShownValue | null> {
    if (typeof value !== 'string') return null;
    if (parseReference(value)) return { text: texts.get(value) ?? HIDDEN };
    switch (field?.type) {
      case 'person':
        return { text: (await store.people.nameOf(value)) ?? value };
      case 'role':
        return { text: roles.get(value) ?? value };
      case 'choice':
        return { text: labelOf(field, value, content) };
      case 'entry':
        return entryLink(value);
      case 'process':
        return { text: value, link: `/instancias/${value}` };
      case 'document':
        return { text: value, link: `/documentos/${value}` };
      case 'conversation':
        return { text: value, link: `/chat/${value}` };
      default:
        return null;
    }
  }

  async function entryLink(id: string): Promise<ShownValue> {
    const entry = await store.registers.get(id);
    if (!entry) return { text: id };
    return { text: entry.number ?? entry.key ?? id, link: `/registros/${entry.register}/${id}` };
  }

  return {
    entry: async (entry: RegisterEntry): Promise<EntryView> => ({ ...entry, shown: await shown(entry.data) }),
    version: async (version: RegisterEntryVersion): Promise<EntryVersionView> => ({
      ...version,
      shown: await shown(version.data),
      byName: version.by && (await store.people.nameOf(version.by)),
    }),
  };
}

function labelOf(field: RegisterField, value: string, { catalogues }: ReleaseContent): string {
  const items = field.catalogue === undefined ? [] : (catalogues[field.catalogue]?.items ?? []);
  const known = field.values?.find((one) => one.value === value) ?? items.find(({ id }) => id === value);
  return known?.label ?? value;
}

/** Texts of staff are part of the entry; what a citizen's request holds is for those who may read requests. */
async function readable(store: Store, person: Person, data: JsonValue): Promise<Map<string, string>> {
  const mayReadRequests = isAllowed(person, 'request.read');
  const references = referencesIn(data).filter((reference) => {
    const owner = parseReference(reference)?.owner;
    return owner === 'text' || (owner === 'request' && mayReadRequests);
  });
  return store.texts.resolve(references);
}
