import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { formIn, walkSchema, type FormComponent, type FormSchema } from '../engine/forms';
import type { Catalogue } from '../protocol/release';

/** What citizens read, and what the chat's staff fill in, is said in English too. */
const FORMS = [
  'registration', 'request', 'off-hours', 'survey', 'answer-request', 'answer-off-hours', 'resolve-escalation',
]; // prettier-ignore
const CATALOGUES = [
  'request-types', 'areas', 'document-types', 'relationships', 'rooms', 'chat-texts', 'closing-reasons',
]; // prettier-ignore

const read = (file: string): string => readFileSync(path.join(__dirname, 'chat-attention', file), 'utf8');
const placeholders = (text: string): string[] => text.match(/\{\{[^{}]*\}\}/g) ?? [];

/** Every text of a component, its own options' too. */
const textsOf = ({ label, description, text, validate, values = [] }: FormComponent): string[] =>
  [label, description, text, validate?.patternErrorMessage, ...values.map((option) => option.label)].filter(
    (one) => one !== undefined,
  );

function allTexts(schema: FormSchema): string[] {
  const texts: string[] = [];
  walkSchema(schema, (component) => texts.push(...textsOf(component)));
  return texts;
}

// "No" is one word in both languages.
const SAME = new Set(['No']);

it.each(FORMS)('the form %s has English for each of its texts, with the same values filled in', (id) => {
  const schema = JSON.parse(read(`forms/${id}.form`)) as FormSchema;
  const spanish = allTexts(schema);
  const english = allTexts(formIn(schema, 'en'));
  expect(spanish.length).toBeGreaterThan(2);
  expect(spanish.filter((text, n) => english[n] === text && !SAME.has(text))).toEqual([]);
  expect(english.map(placeholders)).toEqual(spanish.map(placeholders));
});

it.each(CATALOGUES)('the catalogue %s has English for each of its entries, with the same values filled in', (id) => {
  const { items } = parse(read(`catalogues/${id}.yaml`)) as Catalogue;
  expect(items.filter(({ labelEn }) => !labelEn).map((item) => item.id)).toEqual([]);
  for (const { label, labelEn = '' } of items)
    expect([...placeholders(labelEn)].sort()).toEqual([...placeholders(label)].sort());
});
