import type { DocumentTemplate } from '../protocol/documents';
import type { Variables } from '../protocol/json';
import type { Store } from '../store/connect';
import { jobInput, startJobBed, type Jobs } from '../test/support/jobs';

jest.setTimeout(30_000);

const NOW = Date.parse('2026-11-03T03:00:00Z');
const TEMPLATE: DocumentTemplate = {
  id: 'report',
  label: 'Informe',
  title: 'Informe de {{ month }}',
  number: 'IM-{year}-{seq:3}',
  formats: ['pdf', 'xlsx', 'json'],
  read: ['gerop'],
  sections: [
    { type: 'paragraph', text: 'Hecho el {{ document.createdAt }} por {{ maker }}: {{ note }}' },
    { type: 'keyValues', rows: [{ label: 'Elaboró', value: '=maker', format: 'person' }] },
    {
      type: 'table',
      caption: 'Áreas',
      rows: '=areas',
      columns: [
        { label: 'Área', value: '=area', format: 'catalogue', catalogue: 'areas' },
        { label: 'Casos', value: '=cases' },
      ],
    },
    { type: 'signatures', lines: [{ label: 'Coordinador' }] },
  ],
};

let store: Store;
let jobs: Jobs;

beforeAll(async () => {
  const areas = { id: 'areas', label: 'Áreas', items: [{ id: 'becas', label: 'Becas' }] };
  const content = { documents: { report: TEMPLATE }, catalogues: { areas } };
  ({ store, jobs } = await startJobBed(content, { now: () => NOW }));
  const at = new Date(NOW).toISOString();
  await store.people.add({
    personId: 'p1',
    kind: 'staff',
    username: 'p1',
    name: 'Persona Una',
    email: null,
    roles: ['gerop'],
    passwordHash: null,
    state: 'active',
    createdAt: at,
    citizen: null,
  });
  await store.texts.save(KEY, { 'note@1': 'Todo en orden' }, { by: 'p1', at });
});
afterAll(() => store.close());

const KEY = '2251799813685000000';
const DATA = { month: 'octubre', maker: 'p1', note: `text:${KEY}:note@1`, areas: [{ area: 'becas', cases: 12 }] };

const job = (element: number, variables: Variables) =>
  jobInput({ template: 'report', data: DATA, ...variables }, { elementInstanceKey: `225179981368500000${element}` });

it('numbers, renders and archives a document once, however often its job runs', async () => {
  const first = await jobs['document-create'](job(1, { isDraft: true }));
  expect(await jobs['document-create'](job(1, { isDraft: true, data: { month: 'otro' } }))).toEqual(first);
  const record = await store.documents.get(first.documentId as string);
  expect(record).toMatchObject({ number: 'IM-2026-001', round: 1, isDraft: true, title: 'Informe de octubre' });
  expect(record?.files.map(({ format, name }) => [format, name])).toEqual([
    ['pdf', 'IM-2026-001-borrador.pdf'],
    ['xlsx', 'IM-2026-001-borrador.xlsx'],
    ['json', 'IM-2026-001-borrador.json'],
  ]);
  for (const { sha256, size } of record!.files) expect((await store.files.get(sha256))?.length).toBe(size);
  expect((await store.documents.model(record!)).blocks).toMatchObject([
    { text: expect.stringMatching(/^Hecho el 2 de noviembre de 2026.* por p1: Todo en orden$/) },
    { rows: [{ label: 'Elaboró', value: { text: 'Persona Una' } }] },
    { rows: [[{ text: 'Becas' }, { text: '12', number: 12 }]] },
    { lines: [{ label: 'Coordinador', person: null }] },
  ]);
});

it('writes a tagged PDF in Spanish with a title, and hashes that are those of the data', async () => {
  const { documentId, sha256 } = await jobs['document-create'](job(2, {}));
  const record = await store.documents.get(documentId as string);
  const [pdf, xlsx, json] = await Promise.all(record!.files.map((file) => store.files.get(file.sha256)));
  const text = pdf!.toString('latin1');
  for (const mark of ['/Marked true', '/StructTreeRoot', '/Lang (es-CO)', 'pdfuaid'])
    expect([mark, text.includes(mark)]).toEqual([mark, true]);
  expect(xlsx!.subarray(0, 2).toString()).toBe('PK');
  expect(record!.files[2]?.sha256).toBe(sha256);
  expect(JSON.parse(json!.toString())).toMatchObject({
    data: { ...DATA, note: 'Todo en orden' },
    template: 'report',
    round: 1,
    isDraft: false,
  });
});

it('gives the next round the number of the one before', async () => {
  const first = await jobs['document-create'](job(3, { isDraft: true }));
  const second = await jobs['document-create'](job(4, { previous: first.documentId ?? null }));
  expect(second).toMatchObject({ documentNumber: first.documentNumber, round: 2 });
  const rounds = await store.documents.rounds(first.documentNumber as string);
  expect(rounds.map(({ round, isDraft }) => [round, isDraft])).toEqual([
    [1, true],
    [2, false],
  ]);
});

it('refuses a template and a round before that are not there', async () => {
  await expect(jobs['document-create'](job(5, { template: 'none' }))).rejects.toThrow(/template none/);
  await expect(jobs['document-create'](job(6, { previous: 'none' }))).rejects.toThrow(/document none/);
});
