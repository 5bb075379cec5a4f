import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { settingsPage } from './settingsTable';

const PAGE = path.resolve(__dirname, '../docs/settings.md');

it('documents every setting with its default, as the schema has it', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, settingsPage());
  expect(readFileSync(PAGE, 'utf8')).toBe(settingsPage());
});
