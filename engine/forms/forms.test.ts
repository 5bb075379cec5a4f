import { evaluate, unaryTest } from 'feelin';
import {
  acceptSubmission,
  checkForm,
  emptyRow,
  fillText,
  fromLocalInput,
  getAt,
  initialData,
  optionsOf,
  output,
  personalFields,
  rowsOf,
  setAt,
  toLocalInput,
  usesFeel,
  validate,
  type FormComponent,
  type FormSchema,
  type FormTools,
} from './index';

/** feelin is what form-js itself evaluates with, so it is the yardstick here. */
const tools: FormTools = {
  feel: {
    evaluate: (source, scope) => evaluate(source, scope).value,
    unaryTest: (source, scope) => unaryTest(source, scope).value,
  },
  catalogue: (id) =>
    id === 'request-types'
      ? [
          { id: 'solicitud', label: 'Solicitud' },
          { id: 'general', label: 'Información general', parent: 'solicitud' },
          { id: 'reclamo', label: 'Reclamo' },
        ]
      : undefined,
};

const form = (...components: Partial<FormComponent>[]): FormSchema => ({
  id: 'form',
  components: components.map((component, n) => ({ id: `c${n}`, type: 'textfield', ...component })),
});
const messages = (schema: FormSchema, data: Record<string, unknown>, more: FormTools = {}): string[] =>
  validate(schema, initialData(schema, data, { ...tools, ...more }), { ...tools, ...more }).flatMap((e) => e.messages);

describe('the data a form opens with', () => {
  it('gives every field its default or its empty value and keeps what belongs to no field', () => {
    const schema = form(
      { key: 'name', defaultValue: 'Ana' },
      { key: 'contact.phone' },
      { key: 'agree', type: 'checkbox' },
      { key: 'topics', type: 'checklist', values: [{ label: 'A', value: 'a' }] },
      { key: 'age', type: 'number' },
    );
    expect(initialData(schema, { other: 1 }, tools)).toEqual({
      other: 1,
      name: 'Ana',
      contact: { phone: '' },
      agree: false,
      topics: [],
      age: null,
    });
  });

  it('brings given values into the shape of their fields, as form-js does', () => {
    const values = [{ label: 'A', value: 'a' }];
    const schema = form(
      { key: 'text' },
      { key: 'agree', type: 'checkbox' },
      { key: 'one', type: 'select', values },
      { key: 'many', type: 'checklist', values },
      { key: 'count', type: 'number' },
      { key: 'day', type: 'datetime', subtype: 'date' },
      { key: 'files', type: 'filepicker' },
    );
    const given = { text: 7, agree: 'true', one: 'z', many: ['a', 'z'], count: '12.5', day: '2026-02-30', files: 'x' };
    const shaped = { text: '7', agree: false, one: null, many: ['a'], count: 12.5, day: null, files: null };
    expect(initialData(schema, given, tools)).toEqual(shaped);
  });

  it('computes expression fields that build on each other', () => {
    const schema = form(
      { key: 'double', type: 'expression', expression: '=sum * 2' },
      { key: 'sum', type: 'expression', expression: '=a + b' },
    );
    expect(initialData(schema, { a: 1, b: 2 }, tools)).toMatchObject({ sum: 3, double: 6 });
  });

  it('opens a list with its repetitions and makes further empty rows', () => {
    const list: Partial<FormComponent> = {
      type: 'dynamiclist',
      path: 'findings',
      defaultRepetitions: 2,
      components: [{ id: 'x', type: 'textfield', key: 'what' }],
    };
    expect(initialData(form(list), {}, tools)).toEqual({ findings: [{ what: '' }, { what: '' }] });
    expect(emptyRow(form(list).components[0] as FormComponent, tools)).toEqual({ what: '' });
  });
});

describe('validation', () => {
  it('speaks Spanish and names the field and its path', () => {
    const schema = form({ key: 'contact.name', label: 'Nombre', validate: { required: true } });
    expect(validate(schema, initialData(schema, {}, tools), tools)).toEqual([
      { id: 'c0', path: 'contact.name', label: 'Nombre', messages: ['Este dato es obligatorio.'] },
    ]);
  });

  it.each<[string, Partial<FormComponent>, unknown, number]>([
    ['a required box that is not ticked', { type: 'checkbox', validate: { required: true } }, false, 1],
    [
      'the answer "no" of a radio',
      { type: 'radio', values: [{ label: 'No', value: false }], validate: { required: true } },
      false,
      0,
    ],
    ['a text of only blanks', { validate: { required: true } }, '  ', 1],
    ['a text too short once trimmed', { validate: { minLength: 3 } }, ' ab ', 1],
    ['a text too long', { validate: { maxLength: 3 } }, 'abcd', 1],
    ['an optional text left empty', { validate: { minLength: 3, pattern: '^x' } }, '', 0],
    ['an optional text of spaces', { validate: { minLength: 3, pattern: '^x' } }, ' ', 2],
    ['a multiple of its step', { type: 'number', increment: '0.1' }, 0.3, 0],
    ['a number between two steps', { type: 'number', increment: 2 }, 3, 1],
    ['a text beside its pattern', { validate: { pattern: '^\\d+$' } }, '12a', 1],
    ['an address without a domain', { validate: { validationType: 'email' } }, 'ana@correo', 1],
    ['a good address', { validate: { validationType: 'email' } }, 'ana@correo.gov.co', 0],
    ['a phone without country', { validate: { validationType: 'phone' } }, '3001234567', 1],
    ['a number below its minimum', { type: 'number', validate: { min: 5 } }, 4, 1],
    ['zero below its minimum', { type: 'number', validate: { min: 1 } }, 0, 1],
    ['a maximum given by FEEL', { type: 'number', validate: { max: '=limit' } }, 11, 1],
    ['too many decimals', { type: 'number', decimalDigits: 2 }, 1.234, 1],
    ['very small decimals', { type: 'number', decimalDigits: 2 }, 1e-7, 1],
    ['a disabled field', { disabled: true, validate: { required: true } }, '', 0],
  ])('judges %s', (_, component, value, count) => {
    expect(messages(form({ key: 'x', ...component }), { x: value, limit: 10 })).toHaveLength(count);
  });

  it("uses the form's own sentence for a pattern and a matcher given from outside", () => {
    const schema = form({ key: 'x', validate: { pattern: '^a', patternErrorMessage: 'Empiece por a.' } });
    expect(messages(schema, { x: 'b' })).toEqual(['Empiece por a.']);
    expect(messages(schema, { x: 'b' }, { matches: () => true })).toEqual([]);
  });

  it('refuses dates gone by in Bogotá', () => {
    const schema = form({ key: 'd', type: 'datetime', subtype: 'date', disallowPassedDates: true });
    expect(messages(schema, { d: '2026-11-23' }, { today: '2026-11-24' })).toHaveLength(1);
    expect(messages(schema, { d: '2026-11-24' }, { today: '2026-11-24' })).toHaveLength(0);
  });
});

describe('conditions', () => {
  const schema = form(
    { key: 'kind' },
    { key: 'why', conditional: { hide: '=kind != "other"' }, validate: { required: true } },
    {
      type: 'group',
      path: 'inner',
      conditional: { hide: '=kind = "none"' },
      components: [{ id: 'g', type: 'textfield', key: 'x' }],
    },
  );

  it('leave hidden fields out of validation and of what is handed in', () => {
    const data = initialData(schema, { kind: 'none', why: 'old' }, tools);
    expect(validate(schema, data, tools)).toEqual([]);
    expect(output(schema, data, tools)).toEqual({ kind: 'none' });
    const shown = initialData(schema, { kind: 'other' }, tools);
    expect(validate(schema, shown, tools).map((error) => error.id)).toEqual(['c1']);
  });

  it('see the row of a list as `this` and its number as `i`', () => {
    const list = form({
      type: 'dynamiclist',
      path: 'rows',
      components: [
        { id: 'a', type: 'textfield', key: 'a' },
        { id: 'b', type: 'textfield', key: 'b', conditional: { hide: '=this.a = "no"' }, validate: { required: true } },
      ],
    });
    const data = initialData(list, { rows: [{ a: 'no' }, { a: 'yes' }] }, tools);
    expect(validate(list, data, tools).map((error) => error.path)).toEqual(['rows.1.b']);
    expect(output(list, data, tools)).toEqual({ rows: [{ a: 'no' }, { a: 'yes', b: '' }] });
  });

  it('tell whether a form needs FEEL at all', () => {
    expect(usesFeel(schema.components)).toBe(true);
    expect(usesFeel(form({ key: 'a', label: 'A' }).components)).toBe(false);
  });
});

describe('choices from a catalogue', () => {
  const select: FormComponent = { id: 's', type: 'select', key: 'type', properties: { catalogue: 'request-types' } };

  it('are its leaves, grouped by their heading', () => {
    expect(optionsOf(select, {}, [], tools)).toEqual([
      { value: 'general', label: 'Información general', group: 'Solicitud' },
      { value: 'reclamo', label: 'Reclamo' },
    ]);
  });

  it('refuse at the server what is not among them', () => {
    const { errors } = acceptSubmission(form(select), { type: 'solicitud' }, {}, tools);
    expect(errors.map((error) => error.messages)).toEqual([['Elija una de las opciones.']]);
  });
});

describe("what the server takes from a client's submission", () => {
  it('is only what the form lets a person enter', () => {
    const schema = form({ key: 'answer' }, { key: 'number', readonly: true }, { key: 'off', disabled: true });
    const sent = { answer: 'sí', number: 'forged', off: 'forged', admin: true };
    const { data, errors } = acceptSubmission(schema, sent, { number: 'S-1', off: 'kept' }, tools);
    expect({ data, errors }).toEqual({ data: { answer: 'sí', number: 'S-1' }, errors: [] });
  });

  it('includes fields that appear because of another answer, and rows of lists in lists', () => {
    const schema = form(
      { key: 'why', conditional: { hide: '=kind != "other"' } },
      { key: 'kind' },
      {
        type: 'dynamiclist',
        path: 'a',
        components: [
          { id: 'l', type: 'dynamiclist', path: 'b', components: [{ id: 'x', type: 'textfield', key: 'x' }] },
        ],
      },
    );
    const sent = { kind: 'other', why: 'because', a: [{ b: [{ x: '1' }, { x: '2' }] }] };
    expect(acceptSubmission(schema, sent, {}, tools).data).toEqual(sent);
  });

  it('does not let a value of another type pass for an answer', () => {
    const schema = form(
      { key: 'text', validate: { required: true } },
      { key: 'n', type: 'number', validate: { required: true } },
    );
    expect(acceptSubmission(schema, { text: {}, n: true }, {}, tools).errors).toHaveLength(2);
  });

  it('never reaches into a prototype', () => {
    expect(() => setAt({}, ['__proto__', 'x'], 1)).toThrow('Expected a data key');
    expect(getAt({}, ['constructor', 'name'])).toBeUndefined();
  });
});

describe('dates and times', () => {
  it.each<[FormComponent['subtype'], string, string]>([
    ['datetime', '2026-11-24T15:00Z', '2026-11-24T10:00'],
    ['datetime', '2026-11-24T10:00-05:00', '2026-11-24T10:00'],
    ['time', '15:30Z', '10:30'],
    ['date', '2026-11-24', '2026-11-24'],
  ])('of subtype %s show %s in Bogotá time', (subtype, stored, local) => {
    expect(toLocalInput({ id: 'd', type: 'datetime', subtype }, stored)).toBe(local);
  });

  it('in texts are read in Bogotá time, and addresses keep their dates', () => {
    const data = { startsAt: '2026-02-20T20:05:00Z', since: '2026-02-20T00:30:00.000-05:00', from: '2026-02-01' };
    const text = 'El {{startsAt}} o {{since}}: [ver](/indicadores?desde={{from}})';
    expect(fillText(text, data, [], tools)).toBe(
      'El 20/02/2026, 3:05 p. m. o 20/02/2026, 12:30 a. m.: [ver](/indicadores?desde=2026-02-01)',
    );
    expect(fillText('="Desde " + startsAt', data, [], tools)).toBe('Desde 20/02/2026, 3:05 p. m.');
  });

  it('are stored as the form asks', () => {
    const component: FormComponent = { id: 'd', type: 'datetime', subtype: 'datetime' };
    expect(fromLocalInput(component, '2026-11-24T10:00')).toBe('2026-11-24T10:00-05:00');
    const utc: FormComponent = { ...component, timeSerializingFormat: 'utc_normalized' };
    expect(fromLocalInput(utc, '2026-11-24T20:00')).toBe('2026-11-25T01:00Z');
  });
});

describe('the check at deployment', () => {
  const parseFeel = (source: string): string | undefined => (source.includes('?!') ? 'unexpected' : undefined);
  const codes = (schema: unknown): string[] =>
    checkForm(schema, { parseFeel, hasCatalogue: () => false }).map((p) => p.code);

  it.each<[string, FormSchema, string]>([
    ['a type it does not know', form({ type: 'iframe' }), 'form_unknown_type'],
    ['two equal ids', form({ id: 'a', key: 'a' }, { id: 'a', key: 'b' }), 'form_duplicate_id'],
    ['two equal keys', form({ key: 'a' }, { key: 'a' }), 'form_duplicate_key'],
    ['a field without a key', form({}), 'form_key_missing'],
    ['a key into a prototype', form({ key: '__proto__.x' }), 'form_key_refused'],
    ['a list without a path', form({ type: 'dynamiclist', components: [] }), 'form_path_missing'],
    ['FEEL that does not parse', form({ key: 'a', conditional: { hide: '=?!' } }), 'form_feel'],
    ['a block in a template', form({ type: 'text', text: '{{#if x}}y{{/if}}' }), 'form_template_block'],
    [
      'an unknown catalogue',
      form({ key: 'a', type: 'select', properties: { catalogue: 'x' } }),
      'form_unknown_catalogue',
    ],
    ['a select without options', form({ key: 'a', type: 'select' }), 'form_no_options'],
    ['a broken pattern', form({ key: 'a', validate: { pattern: '(' } }), 'form_pattern'],
    ['an image from elsewhere', form({ type: 'image', source: 'https://example.org/x.png' }), 'form_image_source'],
  ])('finds %s', (_, schema, code) => {
    expect(codes(schema)).toContain(code);
  });

  it.each([[null], [[]], [{}], [{ id: 'x' }], [{ id: 'x', components: [1] }]])('refuses the shape of %j', (value) => {
    expect(codes(value)).toEqual(['form_shape']);
  });

  it('passes a good form', () => {
    expect(codes(form({ key: 'a', label: 'Hola {{name}}' }, { type: 'separator' }))).toEqual([]);
  });
});

describe('structure', () => {
  it('lists personal fields with their owner', () => {
    const schema = form(
      { key: 'mail', properties: { personal: 'person' } },
      {
        type: 'dynamiclist',
        path: 'rows',
        components: [{ id: 'p', type: 'textfield', key: 'x', properties: { personal: true } }],
      },
      { key: 'open', properties: { personal: 'false' } },
    );
    expect(personalFields(schema)).toEqual([
      { id: 'c0', path: ['mail'], owner: 'person' },
      { id: 'p', path: ['rows', '*', 'x'], owner: 'request' },
    ]);
  });

  it('puts neighbours of one layout row side by side', () => {
    const row = { row: 'r1' };
    const schema = form({ key: 'a', layout: row }, { key: 'b', layout: row }, { key: 'c' });
    expect(rowsOf(schema.components).map((cells) => cells.length)).toEqual([2, 1]);
  });
});
