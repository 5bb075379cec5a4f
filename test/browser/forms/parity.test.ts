import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { formFeel } from '../../../engine/forms/feel';
import { initialData, output, validate, type FormTools } from '../../../engine/forms';
import { launchBrowser, visitor } from '../support/browser';
import { randomForm, type FormCase } from './randomForms';

jest.setTimeout(120_000);

/** What a form hands in, and how many errors each component has. */
interface Verdict {
  data: Record<string, unknown>;
  errors: Record<string, number>;
}

const BUNDLE = path.join(__dirname, 'bundle.mjs');
const MOST_CODE = 20_000_000;
const SEED = Number(process.env.FORMS_SEED ?? 20_261_124);
const CASES = Number(process.env.FORMS_CASES ?? 200);
const NOW = Date.UTC(2026, 4, 4, 15);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** form-js itself, in a real browser. */
async function judgeAll(cases: FormCase[]): Promise<Verdict[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [BUNDLE], { maxBuffer: MOST_CODE });
  const { page } = await visitor(browser, 'http://localhost');
  await page.setContent('<!doctype html><html lang="es"><body></body></html>');
  await page.addScriptTag({ content: stdout });
  return page.evaluate<Verdict[]>(`judge(${JSON.stringify(cases)})`);
}

function ours({ schema, data }: FormCase): Verdict {
  const tools: FormTools = { feel: formFeel({ now: NOW, offsetMinutes: -300 }) };
  const filled = initialData(schema, data, tools);
  const errors: Verdict['errors'] = {};
  for (const { id, messages } of validate(schema, filled, tools)) errors[id] = (errors[id] ?? 0) + messages.length;
  return { data: output(schema, filled, tools), errors };
}

it('hands in the same data and finds the same errors as form-js', async () => {
  const cases = fc.sample(randomForm, { seed: SEED, numRuns: CASES });
  const theirs = await judgeAll(cases);
  const different = cases.flatMap((one, index) => {
    const mine = JSON.parse(JSON.stringify(ours(one))) as Verdict;
    const verdict = theirs[index];
    return isEqual(mine, verdict) ? [] : [{ ...one, ours: mine, theirs: verdict }];
  });
  expect(different.slice(0, 3)).toEqual([]);
});

function isEqual(one: unknown, other: unknown): boolean {
  return sorted(one) === sorted(other);
}

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
