import type { CatalogueItem, FormComponent, FormSchema } from './types';

/** What people read. A definition is written in Spanish and may say the same in English beside it. */
export type TextLanguage = 'es' | 'en';

const TEXTS = ['label', 'dateLabel', 'timeLabel', 'description', 'text', 'content', 'alt'] as const;
const PATTERN_ERROR = 'patternErrorMessage';
const OPTION = 'option:';
const ENGLISH = ':en';

/**
 * The form as a reader of `language` sees it: each text from the property `<attribute>:en`, each option of its own from
 * `option:<value>:en`; what has no English stays in Spanish. Modeler keeps such properties as they are.
 */
export function formIn(schema: FormSchema, language: TextLanguage): FormSchema {
  return language === 'es' ? schema : { ...schema, components: schema.components.map(inEnglish) };
}

/** The entries of a catalogue as a reader of `language` sees them: `labelEn` in place of `label` where there is one. */
export function catalogueIn<T extends CatalogueItem>(items: readonly T[], language: TextLanguage): T[] {
  return items.map((item) => ({ ...item, label: (language === 'en' && item.labelEn) || item.label }));
}

/** The English texts of a component by the name of their property, e.g. `label:en`. */
export function englishTexts(component: FormComponent): [name: string, text: string][] {
  return Object.entries(component.properties ?? {}).flatMap(([name, text]): [string, string][] =>
    name.endsWith(ENGLISH) && typeof text === 'string' ? [[name, text]] : [],
  );
}

/** Names of English texts that nothing shows: no text of this component and none of its options. */
export function strayTexts(component: FormComponent): string[] {
  const known = new Set([
    ...TEXTS.filter((name) => component[name] !== undefined),
    ...(component.validate?.patternErrorMessage ? [PATTERN_ERROR] : []),
    ...(component.values ?? []).map(({ value }) => `${OPTION}${String(value)}`),
  ]);
  return englishTexts(component)
    .map(([name]) => name)
    .filter((name) => !known.has(name.slice(0, -ENGLISH.length)));
}

function inEnglish(component: FormComponent): FormComponent {
  const { components, validate, values } = component;
  const english = new Map(englishTexts(component));
  const said = (name: string): string | undefined => english.get(name + ENGLISH) || undefined;
  const texts = TEXTS.flatMap((name) => (said(name) === undefined ? [] : [[name, said(name)]]));
  const patternError = said(PATTERN_ERROR);
  return {
    ...component,
    ...(Object.fromEntries(texts) as Partial<FormComponent>),
    ...(patternError ? { validate: { ...validate, patternErrorMessage: patternError } } : {}),
    ...(values
      ? { values: values.map((one) => ({ ...one, label: said(OPTION + String(one.value)) ?? one.label })) }
      : {}),
    ...(components ? { components: components.map(inEnglish) } : {}),
  };
}
