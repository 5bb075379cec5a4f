import fc from 'fast-check';
import type { FormComponent, FormData, FormSchema, FormValidation } from '../../../engine/forms';

/** A form and the data that it is opened with. */
export interface FormCase {
  schema: FormSchema;
  data: FormData;
}

type Arb<T> = fc.Arbitrary<T>;
/** A component without its place, and a value that the data may hold for it. */
interface Part {
  component: Omit<FormComponent, 'id'>;
  value: unknown;
}

const OPTIONS = ['red', 'green', 'blue'].map((value) => ({ label: value.toUpperCase(), value }));
const colour = fc.constantFrom('red', 'green', 'blue', 'black');
const word = fc.constantFrom('', 'a', 'abc', ' abcdef ', '77', 'ana@correo.co', 'no es', '+573001234567', 'ñandú');
const count = fc.integer({ min: 0, max: 6 });
const anything: Arb<unknown> = fc.oneof(
  word,
  count,
  fc.boolean(),
  fc.constant(null),
  fc.constant(['a']),
  fc.constant({}),
);
/** Usually what the field is for, now and then anything. */
const mostly = (usual: Arb<unknown>): Arb<unknown> =>
  fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: anything });

const sometimes = <T>(arbitrary: Arb<T>): Arb<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 2 });
const rules = (shape: Record<string, Arb<unknown>>): Arb<FormValidation | undefined> =>
  sometimes(fc.record({ required: fc.boolean(), ...shape }, { requiredKeys: [] }).map((validate) => validate));

/** @param fitting default values: form-js takes them as they are, we bring them into the field's shape */
function field(
  type: string,
  usual: Arb<unknown>,
  fitting: Arb<unknown>,
  more: Record<string, Arb<unknown>> = {},
): Arb<Part> {
  const given = { defaultValue: sometimes(fitting), disabled: sometimes(fc.constant(true)), ...more };
  return fc.record({
    component: fc.record({ type: fc.constant(type), ...given }),
    value: fc.option(mostly(usual), { nil: undefined, freq: 3 }),
  });
}

const textRules = rules({
  minLength: count,
  maxLength: count,
  pattern: fc.constantFrom('^[a-z]+$', '\\d'),
  validationType: fc.constantFrom('email', 'phone'),
});
const choices = {
  values: fc.constant(OPTIONS),
  validate: rules({}),
};
const many = fc.subarray(['red', 'green', 'blue', 'black']);

const formats = {
  timeSerializingFormat: fc.constantFrom('utc_offset', 'utc_normalized', 'no_timezone'),
  validate: rules({}),
};
const dates: Arb<Part>[] = [
  field('datetime', fc.constantFrom('2026-05-04', '2026-13-45', '04/05/2026'), fc.constant('2026-05-04'), {
    subtype: fc.constant('date'),
    dateLabel: fc.constant('Fecha'),
    validate: rules({}),
  }),
  field('datetime', fc.constantFrom('10:30', '10:30-05:00', '15:30Z', '25:00'), fc.constant(undefined), {
    subtype: fc.constant('time'),
    timeLabel: fc.constant('Hora'),
    ...formats,
  }),
  field(
    'datetime',
    fc.constantFrom('2026-05-04T10:30-05:00', '2026-05-04T10:30', '2026-05-04T15:30Z', 'hoy'),
    fc.constant(undefined),
    {
      subtype: fc.constant('datetime'),
      dateLabel: fc.constant('Cuándo'),
      timeLabel: fc.constant('Hora'),
      ...formats,
    },
  ),
];

const fields: Arb<Part>[] = [
  field('textfield', word, word, { validate: textRules }),
  field('textarea', word, word, { validate: rules({ minLength: count, maxLength: count }) }),
  field('number', fc.oneof(count, fc.constantFrom(1.5, '2', '2.25', -3)), count, {
    validate: rules({ min: count, max: count }),
    decimalDigits: sometimes(fc.constantFrom(0, 1, 2)),
    increment: sometimes(fc.constantFrom('0.5', '2', '0.1')),
  }),
  // Only spaces are no answer to a required field for us; the other rules hold as there.
  field('textarea', fc.constantFrom(' ', 'abc'), word, {
    validate: fc.record({ minLength: count, maxLength: count }, { requiredKeys: [] }),
  }),
  field('number', count, fc.constant('3'), { serializeToString: fc.constant(true) }),
  field('checkbox', fc.boolean(), fc.boolean(), { validate: rules({}) }),
  field('radio', colour, fc.constant('green'), choices),
  field('select', colour, fc.constant('green'), choices),
  field('checklist', many, fc.constant(['red', 'blue']), choices),
  field('taglist', many, fc.constant(['red', 'blue']), choices),
  ...dates,
];
/** What is chosen is among them: form-js looks after it only when it has drawn the field. */
const computed: Arb<Part> = fc.record({
  component: fc.record({
    type: fc.constant('select'),
    valuesExpression: fc.constantFrom('=["red", "green"]', '=[{label: "Rojo", value: "red"}]'),
    validate: rules({}),
  }),
  value: fc.constantFrom(undefined, null, 'red'),
});
const displays: Arb<Part>[] = ['text', 'separator', 'spacer'].map((type) =>
  fc.constant({ component: { type, ...(type === 'text' ? { text: 'Hola' } : {}) }, value: undefined }),
);

/** Gives ids and keys, lets some be hidden by others, and puts the data where the fields look for it. */
function assemble(
  parts: Part[],
  hidden: (number | undefined)[],
  prefix: string,
): { components: FormComponent[]; data: FormData } {
  const data: FormData = {};
  const components = parts.map(({ component, value }, index): FormComponent => {
    const key = `${prefix}${index}`;
    const hiddenBy = hidden[index];
    const conditional =
      hiddenBy === undefined || hiddenBy >= parts.length
        ? {}
        : { conditional: { hide: hides(`${prefix}${hiddenBy}`) } };
    if (value !== undefined) data[key] = value;
    return { id: `F_${key}`, key, label: key, ...clean(component), ...conditional };
  });
  return { components, data };
}

/** Always true or false: where FEEL has no answer form-js hides, and we show (forms.test.ts). */
const hides = (key: string): string => `=if ${key} = null then false else string(${key}) = "red"`;

function clean<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

const level = (prefix: string, most: number) =>
  fc
    .tuple(
      fc.array(fc.oneof(...[...fields, computed].map((arbitrary) => ({ weight: 2, arbitrary })), ...displays), {
        minLength: 1,
        maxLength: most,
      }),
      fc.array(sometimes(count), { minLength: most, maxLength: most }),
    )
    .map(([parts, hidden]) => assemble(parts, hidden, prefix));

const expression: Arb<FormComponent> = fc
  .constantFrom('=string(f0)', '=1 + 1', '=f0')
  .map(
    (source) =>
      ({ id: 'F_sum', type: 'expression', key: 'sum', expression: source, computeOn: 'change' }) as FormComponent,
  );

/** Forms over every component that both know, with groups, lists, conditions and expressions, and data that fits mostly. */
export const randomForm: Arb<FormCase> = fc
  .record({
    top: level('f', 5),
    group: sometimes(fc.record({ inner: level('g', 3), path: fc.constantFrom('', 'box', 'deep.box') })),
    list: sometimes(
      fc.record({
        inner: level('r', 3),
        rows: fc.integer({ min: 0, max: 2 }),
        given: fc.boolean(),
        repetitions: sometimes(count),
      }),
    ),
    computed: sometimes(expression),
  })
  .map(({ top, group, list, computed }) => {
    const components = [...top.components];
    let data: FormData = { ...top.data, stranger: 'x' };
    if (group) {
      const { components: inner, data: values } = group.inner;
      components.push({ id: 'F_group', type: 'group', label: 'Grupo', path: group.path, components: inner });
      data = { ...data, ...nest(group.path, values) };
    }
    if (list) {
      const { components: inner, data: values } = list.inner;
      components.push({
        id: 'F_list',
        type: 'dynamiclist',
        label: 'Lista',
        path: 'rows',
        ...clean({ defaultRepetitions: list.repetitions }),
        components: inner,
      });
      if (list.given) data.rows = Array.from({ length: list.rows }, (_, row) => (row === 0 ? values : {}));
    }
    // What form-js has computed from a date stays as it was before it wrote the date again.
    if (computed && top.components[0]?.type !== 'datetime') components.push(computed);
    return { schema: { id: 'Form', type: 'default', schemaVersion: 18, components } as FormSchema, data };
  });

function nest(path: string, values: FormData): FormData {
  return path
    .split('.')
    .filter(Boolean)
    .reduceRight<FormData>((inner, name) => ({ [name]: inner }), values);
}
