import {
  catalogueIn,
  checkForm,
  englishMessages,
  formIn,
  optionsOf,
  spanishMessages,
  usesFeel,
  validate,
} from './index';
import type { CatalogueItem, FormComponent, FormSchema, FormTools } from './types';

const topics: readonly CatalogueItem[] = [
  { id: 'becas', label: 'Becas', labelEn: 'Scholarships' },
  { id: 'cartera', label: 'Cartera' },
];
const score: FormComponent = {
  id: 'score',
  type: 'radio',
  key: 'score',
  label: '¿Cómo le fue?',
  values: [
    { label: '5, muy bien', value: 5 },
    { label: 'No', value: false },
    { label: 'Otra', value: 'other' },
  ],
  properties: { 'label:en': 'How did it go?', 'option:5:en': '5, very well', 'option:false:en': 'No, it did not' },
};
const schema: FormSchema = {
  id: 'form',
  components: [
    { id: 'hint', type: 'text', text: 'Solicitud {{number}}', properties: { 'text:en': 'Request {{number}}' } },
    {
      id: 'person',
      type: 'group',
      label: 'Persona',
      path: 'person',
      properties: { 'label:en': 'Person' },
      components: [
        {
          id: 'name',
          type: 'textfield',
          key: 'name',
          label: 'Nombre',
          description: 'Como aparece en su documento',
          validate: { pattern: '^[A-Z]', patternErrorMessage: 'Empiece con mayúscula.' },
          properties: { personal: 'person', 'label:en': 'Name', 'patternErrorMessage:en': 'Begin with a capital.' },
        },
      ],
    },
    { id: 'topic', type: 'select', key: 'topic', label: 'Tema', properties: { catalogue: 'topics' } },
    score,
  ],
};
const tools = (language: 'es' | 'en'): FormTools => ({
  catalogue: (id) => (id === 'topics' ? catalogueIn(topics, language) : undefined),
  messages: language === 'en' ? englishMessages : spanishMessages,
});

describe('a form in English', () => {
  it('says what has English in English and the rest in Spanish, and keeps everything else', () => {
    const english = formIn(schema, 'en');
    const [hint, group, topic, rating] = english.components;
    expect(hint?.text).toBe('Request {{number}}');
    expect(group?.label).toBe('Person');
    expect(group?.components?.[0]).toMatchObject({
      key: 'name',
      label: 'Name',
      description: 'Como aparece en su documento',
      validate: { pattern: '^[A-Z]', patternErrorMessage: 'Begin with a capital.' },
    });
    expect(topic).toEqual(schema.components[2]);
    expect(rating?.values).toEqual([
      { label: '5, very well', value: 5 },
      { label: 'No, it did not', value: false },
      { label: 'Otra', value: 'other' },
    ]);
  });

  it('is the same form in Spanish', () => {
    expect(formIn(schema, 'es')).toBe(schema);
  });

  it('refuses in English, with the English label', () => {
    const data = { person: { name: 'ana' }, topic: 'becas', score: 4 };
    expect(validate(formIn(schema, 'en'), data, tools('en'))).toEqual([
      { id: 'name', path: 'person.name', label: 'Name', messages: ['Begin with a capital.'] },
      { id: 'score', path: 'score', label: 'How did it go?', messages: ['Choose one of the options.'] },
    ]);
    expect(validate(schema, data, tools('es')).map(({ messages }) => messages)).toEqual([
      ['Empiece con mayúscula.'],
      ['Elija una de las opciones.'],
    ]);
  });

  it('chooses from the catalogue in English, from Spanish where an entry has none', () => {
    const labels = (language: 'es' | 'en') =>
      optionsOf(schema.components[2]!, {}, [], tools(language)).map(({ label }) => label);
    expect(labels('en')).toEqual(['Scholarships', 'Cartera']);
    expect(labels('es')).toEqual(['Becas', 'Cartera']);
  });
});

describe('the check of a form with English', () => {
  const check = (component: FormComponent) =>
    checkForm(
      { id: 'form', components: [component] },
      { parseFeel: (source) => (source === '' ? 'empty' : undefined) },
    );

  it('accepts it, and needs FEEL where only the English does', () => {
    expect(schema.components.flatMap(check)).toEqual([]);
    expect(usesFeel([{ id: 'a', type: 'text', text: 'Hola', properties: { 'text:en': 'Hello {{name}}' } }])).toBe(true);
  });

  it('refuses English for a text or an option that the component does not have', () => {
    const stray = { ...score, properties: { 'lable:en': 'How?', 'option:7:en': 'Seven' } };
    expect(check(stray).map(({ code, message }) => [code, message])).toEqual([
      ['form_stray_text', 'Expected "lable:en" to say a text of this component in English, but it has no such text'],
      ['form_stray_text', 'Expected "option:7:en" to say a text of this component in English, but it has no such text'],
    ]);
  });

  it('refuses FEEL in it that does not parse', () => {
    const broken = { id: 'a', type: 'text', text: 'Hola', properties: { 'text:en': 'Hello {{}}' } };
    expect(check(broken).map(({ code }) => code)).toEqual(['form_feel']);
  });
});

it('writes numbers of a message as each language does, whatever the host', () => {
  expect([spanishMessages.max(1234567.5), spanishMessages.min(-1000), spanishMessages.increment(0.05)]).toEqual([
    'El valor máximo es 1.234.567,5.',
    'El valor mínimo es -1.000.',
    'Escriba un múltiplo de 0,05.',
  ]);
  expect([englishMessages.max(1234567.5), englishMessages.minLength(1)]).toEqual([
    'The maximum is 1,234,567.5.',
    'Write at least 1 character.',
  ]);
});
