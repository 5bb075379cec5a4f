import type { Catalogue } from '../../protocol/release';
import type { Register, RegisterEntry } from '../../protocol/registers';
import { checkEntry, dueOf, isOpenEntry, numberOf, type EntryData } from './entries';
import { matchesEntry, termFor, termsOf, type EntryWhere } from './query';

const actions: Register = {
  id: 'improvement-actions',
  label: 'Acciones de mejora',
  number: 'AM-{year}-{seq:4}',
  fields: [
    {
      key: 'source',
      label: 'Origen',
      type: 'choice',
      values: [{ value: 'audit', label: 'Auditoría' }],
      required: true,
    },
    { key: 'area', label: 'Área', type: 'choice', catalogue: 'areas' },
    { key: 'owner', label: 'Responsable', type: 'role' },
    { key: 'dueDate', label: 'Fecha', type: 'date' },
    { key: 'status', label: 'Estado', type: 'text' },
    { key: 'weight', label: 'Peso', type: 'number' },
    { key: 'items', label: 'Hallazgos', type: 'entry', multiple: true },
  ],
  read: ['coord'],
  columns: ['source', 'owner'],
  filters: ['source', 'owner', 'status', 'items'],
  due: 'dueDate',
  state: { field: 'status', open: ['open'], closed: ['closed', 'cancelled'] },
};
const catalogues = { areas: { id: 'areas', label: 'Áreas', items: [{ id: 'becas', label: 'Becas' }] } as Catalogue };

function entry(data: RegisterEntry['data'], more: Partial<RegisterEntry> = {}): RegisterEntry {
  const made = '2026-02-01T10:00:00.000Z';
  const rest = {
    key: null,
    number: null,
    version: 1,
    due: null,
    processInstanceKey: '1',
    createdAt: made,
    updatedAt: made,
  };
  return { id: 'e1', register: actions.id, isOpen: isOpenEntry(actions, data), data, ...rest, ...more };
}

it('says what of an entry does not fit its register', () => {
  expect(checkEntry(actions, { source: 'audit', area: 'becas', weight: 3, items: ['a', 'b'] }, catalogues)).toEqual([]);
  expect(checkEntry(actions, { area: 'lunar', weight: '3', dueDate: 'mañana', colour: 'red' }, catalogues)).toEqual([
    "Expected a field of register improvement-actions, but 'colour' is none",
    'Expected a value for source, but there is none',
    'Expected area to be a value of areas, but got "lunar"',
    'Expected dueDate to be a date, but got "mañana"',
    'Expected weight to be a number, but got "3"',
  ]);
});

it('numbers entries within a year', () => {
  expect(numberOf('AM-{year}-{seq:4}', '2026', 12)).toBe('AM-2026-0012');
  expect(numberOf('{seq}', '2026', 12)).toBe('12');
});

it('knows what is open and until when', () => {
  const data: EntryData[] = [{ status: 'open' }, { status: 'closed' }, {}];
  expect(data.map((one) => isOpenEntry(actions, one))).toEqual([true, false, true]);
  expect(dueOf(actions, { dueDate: '2026-02-03' })).toBe('2026-02-03');
  expect(dueOf(actions, { dueDate: '2026-02-03T08:00:00-05:00' })).toBe('2026-02-03T13:00:00.000Z');
  expect(dueOf(actions, { dueDate: 'mañana' })).toBeNull();
  expect(isOpenEntry({ ...actions, state: undefined }, {})).toBeNull();
});

it('finds an entry by each of its filters, and asks by the one that narrows most', () => {
  expect(termsOf(actions, { source: 'audit', items: ['x', 'y'], weight: 3 }, true)).toEqual([
    'improvement-actions',
    'improvement-actions|isOpen=true',
    'improvement-actions|source=audit',
    'improvement-actions|items=x',
    'improvement-actions|items=y',
  ]);
  expect(termFor(actions, { isOpen: true, source: ['audit'], owner: 'coord' })).toBe('improvement-actions|owner=coord');
  expect(termFor(actions, { isOpen: true })).toBe('improvement-actions|isOpen=true');
  expect(termFor(actions, { weight: 3 })).toBe('improvement-actions');
});

it('compares values, lists and ranges', () => {
  const one = entry({ source: 'audit', dueDate: '2026-02-10', weight: 3, items: ['x', 'y'] });
  const fitting: EntryWhere[] = [
    { source: 'audit' },
    { source: ['committee', 'audit'] },
    { items: 'y' },
    { dueDate: { from: '2026-02-01', to: '2026-02-11' } },
    { weight: { from: 3 } },
    { owner: null },
    { isOpen: true },
    { createdAt: { from: '2026-02-01T04:59:00-05:00', to: '2026-02-01T05:01:00-05:00' } },
  ];
  const other: EntryWhere[] = [
    { source: 'committee' },
    { dueDate: { to: '2026-02-10' } },
    { weight: { to: 3 } },
    { source: null },
    { owner: { from: 'a' } },
    { items: ['z'] },
    { source: { from: 'Tarde', to: 'Todo' } },
  ];
  expect(fitting.filter((where) => !matchesEntry(one, where))).toEqual([]);
  expect(other.filter((where) => matchesEntry(one, where))).toEqual([]);
});
