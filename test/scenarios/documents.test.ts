import path from 'node:path';
import { documentFeel } from '../../activities/documents/expressions';
import { renderDocument } from '../../activities/documents/render';
import { buildDocument } from '../../domain/reports/document';
import type { ReleaseContent } from '../../engine/model';
import { releaseOf } from '../../engine/testing/model';
import type { DocumentData, DocumentModel } from '../../protocol/documents';
import type { Figure } from '../../protocol/indicators';
import { jobTypes } from '../../protocol/jobTypes';
import type { JsonValue, Variables } from '../../protocol/json';
import { readProcedures } from '../../standalone/procedures';

/** The shipped templates, filled with data as their processes hand it in. */

let content: ReleaseContent;
beforeAll(async () => {
  content = await releaseOf(readProcedures(path.resolve(__dirname, '../../definitions')), jobTypes);
});

const figure = (id: string, group: string, parts: Figure['parts'] = []): Figure => ({
  id,
  label: `Indicador ${id}`,
  group,
  unit: '%',
  value: 91.5,
  target: 90,
  better: 'higher',
  isMet: true,
  previous: 88,
  trend: 'up',
  rows: 120,
  parts,
});
const figures = [
  figure('requests', 'volume', [{ key: 'chat', value: 100, rows: 100 }]),
  figure('service-level', 'service'),
  figure('satisfaction', 'satisfaction'),
  figure('quality-score', 'quality'),
  figure('by-type', 'classification', [{ key: 'solicitud.informacion-general', value: 120, rows: 120 }]),
  figure('by-area', 'classification', [{ key: 'becas', value: 120, rows: 120 }]),
  figure('complaints', 'complaints', [{ key: 'becas', value: 7, rows: 7 }]),
  figure('escalations', 'service'),
] as unknown as JsonValue;

const document = { number: 'IM-2026-001', round: 2, isDraft: false, createdAt: '2026-02-03T13:00:00.000Z' };
const signed = { person: 'p1', at: '2026-02-03T13:00:00.000Z' };
const month = { period: { from: '2026-01-01', to: '2026-01-31' }, monthName: 'enero de 2026', figures, document };

function fill(template: string, data: Variables): DocumentModel {
  const catalogues = Object.fromEntries(
    Object.values(content.catalogues).map(({ id, items }) => [id, items as JsonValue]),
  );
  const labelOf = (catalogue: string, id: string) =>
    content.catalogues[catalogue]?.items.find((item) => item.id === id)?.label ?? id;
  return buildDocument(
    content.documents[template]!,
    { ...data, catalogues },
    {
      feel: documentFeel({ now: 0, offsetMinutes: -300 }),
      nameOf: (kind, id, catalogue = '') => (kind === 'person' ? `Persona ${id}` : labelOf(catalogue || 'roles', id)),
      documentOf: (id) => ({ title: `Documento ${id}`, number: 'IM-1', sha256: 'ab' }),
    },
  );
}

const textOf = (model: DocumentModel): string => JSON.stringify(model);

it('makes the contract’s monthly report of its figures, narrative, actions and rounds', async () => {
  const model = fill('monthly-report', {
    ...month,
    contractId: 'atencion-usuarios',
    narrative: { service: 'Se cumplió.', satisfaction: 'Subió.', facts: null },
    actions: [{ number: 'AM-1', description: 'Capacitar', owner: 'gerop', dueDate: '2026-03-01', status: 'open' }],
    rounds: [{ round: 1, observations: 'Falta la causa.', at: '2026-02-02T13:00:00.000Z' }],
    preparedBy: signed,
    approved: signed,
  });
  expect(model.title).toBe('Informe mensual de atención por chat: enero de 2026');
  for (const text of [
    'por los demás canales',
    'Se cumplió.',
    'Capacitar',
    'Gerente Operativo',
    'Falta la causa.',
    'Persona p1',
    'Becas',
    'Chat',
  ])
    expect([text, textOf(model).includes(text)]).toEqual([text, true]);
  expect(model.blocks.at(-1)).toMatchObject({ type: 'signatures', lines: [{ person: 'Persona p1' }] });
  const data: DocumentData = { template: 'monthly-report', ...document, release: 1, model, data: {} };
  const files = await renderDocument(['zip', 'json', 'pdf'], data, { origin: 'M5-1-03', attached: [] });
  expect(files.map(({ name }) => name)).toEqual([
    'IM-2026-001-ronda-2.pdf',
    'IM-2026-001-ronda-2.json',
    'IM-2026-001-ronda-2.zip',
  ]);
  expect(files[2]?.content.includes('SHA256SUMS')).toBe(true);
});

it('makes the report of complaints, the delivery to an interventor and the minutes of the committee', () => {
  expect(textOf(fill('complaints-report', { ...month, remark: null, signed }))).toContain('Sin observaciones');
  const delivery = { supervisor: 'p1', report: 'd1', reportNumber: 'IM-2026-001', reportHash: 'ab' };
  expect(textOf(fill('report-delivery', { ...month, ...delivery }))).toContain('Documento d1');
  const minutes = fill('supervision-minutes', {
    ...month,
    reportNumber: 'IM-2026-001',
    meetingDate: '2026-02-10',
    minutes: 'Se presentó el informe.',
    rounds: [{ at: '2026-02-10', observations: 'Aclarar la espera.', answer: null }],
    deliveries: [{ supervisor: 'p1', deliveredOn: '2026-02-03', printed: true, magnetic: true, receivedAt: signed.at }],
    report: 'd1',
    signed,
  });
  expect(textOf(minutes)).toContain('Aclarar la espera.');
  expect(textOf(minutes)).toContain('"Sí"');
});
