import { evaluateFeel } from '../../engine/feel';
import { parseFeel } from '../../engine/feel/parse';
import type { DocumentTemplate, TemplateSection } from '../../protocol/documents';
import type { Variables } from '../../protocol/json';
import { buildDocument, type DocumentTools } from './document';

const tools: DocumentTools = {
  feel: (source, scope) => {
    const parsed = parseFeel(source);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    const result = evaluateFeel(parsed.tree, scope, { now: 0, offsetMinutes: -300 });
    if (!result.ok) throw new Error(result.problem.message);
    return result.value;
  },
  nameOf: (kind, id) => (kind === 'person' ? `Señora ${id}` : `${kind} ${id}`),
  documentOf: (id) => ({ title: `Documento ${id}`, number: 'IM-1', sha256: 'ab' }),
};

function blocks(sections: TemplateSection[], data: Variables) {
  const template: DocumentTemplate = {
    id: 't',
    label: 'Informe',
    title: 'Informe de {{ month }}',
    number: 'IM-{seq}',
    formats: ['pdf'],
    read: ['owner'],
    sections,
  };
  return buildDocument(template, data, tools);
}

it('fills texts with FEEL, dates as people write them, and nothing as nothing', () => {
  const text = 'Del {{ from }}: {{ count(rows) }} casos{{ missing }}.\n\nSegundo párrafo.';
  const model = blocks([{ type: 'paragraph', text }], { month: 'octubre', from: '2026-10-01', rows: [1, 2] });
  expect(model).toEqual({
    title: 'Informe de octubre',
    blocks: [
      { type: 'paragraph', text: 'Del 1 de octubre de 2026: 2 casos.' },
      { type: 'paragraph', text: 'Segundo párrafo.' },
    ],
  });
});

it('leaves a text that only begins like a time as it was written', () => {
  const note = '2026-10-01T25:70 no contestó';
  const model = blocks([{ type: 'paragraph', text: '{{ note }} / {{ day }}' }], { note, day: '2026-13-45' });
  expect(model.blocks).toEqual([{ type: 'paragraph', text: `${note} / 2026-13-45` }]);
});

it('makes a table of a list: row names in scope, names for ids, numbers that can be counted with', () => {
  const section: TemplateSection = {
    type: 'table',
    caption: 'Acciones',
    rows: '=actions',
    columns: [
      { label: 'Responsable', value: '=owner', format: 'person' },
      { label: 'Días', value: '=days' },
      { label: 'Mes', value: '=month' },
    ],
  };
  const actions = [
    { owner: 'p1', days: 1500.5 },
    { owner: 'p2', days: null },
  ];
  expect(blocks([section], { month: 'octubre', actions }).blocks).toEqual([
    {
      type: 'table',
      caption: 'Acciones',
      columns: [
        { label: 'Responsable', isNumber: false },
        { label: 'Días', isNumber: true },
        { label: 'Mes', isNumber: false },
      ],
      rows: [
        [{ text: 'Señora p1' }, { text: '1.500,5', number: 1500.5 }, { text: 'octubre' }],
        [{ text: 'Señora p2' }, { text: '—' }, { text: 'octubre' }],
      ],
      empty: 'Sin registros en el periodo.',
    },
  ]);
});

it('leaves out sections whose condition does not hold, and repeats those of a list', () => {
  const sections: TemplateSection[] = [
    { type: 'heading', text: 'Nunca', if: '=final' },
    { type: 'each', rows: '=items', sections: [{ type: 'heading', level: 3, text: '{{ name }} de {{ month }}' }] },
  ];
  const model = blocks(sections, { month: 'mayo', final: false, items: [{ name: 'A' }, { name: 'B' }] });
  expect(model.blocks).toEqual([
    { type: 'heading', level: 3, text: 'A de mayo' },
    { type: 'heading', level: 3, text: 'B de mayo' },
  ]);
});

it('shows figures with target and trend, and who signed', () => {
  const figures = [
    {
      id: 'served',
      label: 'Atendidas',
      unit: '%',
      value: 93.25,
      target: 90,
      better: 'higher',
      isMet: true,
      previous: null,
      trend: null,
      rows: 400,
    },
  ];
  const sections: TemplateSection[] = [
    { type: 'figures', caption: 'Indicadores', rows: '=figures' },
    {
      type: 'signatures',
      lines: [
        { label: 'Gerente', person: '=signer' },
        { label: 'Coordinador', person: '=other' },
      ],
    },
    { type: 'attachments', caption: 'Anexos', documents: '=["d1"]' },
  ];
  const [table, signatures, attachments] = blocks(sections, { figures, signer: 'p1' }).blocks;
  expect(table).toMatchObject({
    rows: [['Atendidas', '93,25 %', '≥ 90 %', 'Sí', '—', '—', '400'].map((text) => ({ text }))],
  });
  expect(signatures).toEqual({
    type: 'signatures',
    lines: [
      { label: 'Gerente', person: 'Señora p1', at: null },
      { label: 'Coordinador', person: null, at: null },
    ],
  });
  expect(attachments).toMatchObject({ items: [{ title: 'Documento d1', number: 'IM-1', sha256: 'ab' }] });
});
