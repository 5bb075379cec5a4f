import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CalendarData } from '../engine/calendar';
import { evaluateFeel } from '../engine/feel';
import { parseFeel } from '../engine/feel/parse';
import { parseYaml, readCalendar } from '../engine/model/yaml';

const page = readFileSync(path.join(__dirname, '../docs/feel.md'), 'utf8');
/** Rows of two columns of code: an expression and the JSON of its result. */
const examples = [...page.matchAll(/^\| `(.+?)` +\| `(.+?)` +\|$/gm)].map(([, source = '', result = '']) => [
  source,
  result,
]);

function part(name: string): Partial<CalendarData> {
  const parsed = parseYaml(readFileSync(path.join(__dirname, 'common', name), 'utf8'));
  const read = parsed.ok ? readCalendar(parsed.value) : parsed.message;
  if (typeof read === 'string') throw new Error(read);
  return read;
}

describe('docs/feel.md', () => {
  const empty: CalendarData = { holidays: [], workingHours: [], offsetMinutes: -300 };
  const calendar = { ...empty, ...part('holidays.yaml'), ...part('working-hours.yaml') };
  const environment = { now: Date.parse('2026-11-24T10:00:00-05:00'), offsetMinutes: -300, calendar };

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(20);
  });

  it.each(examples)('%s gives %s', (source, result) => {
    const parsed = parseFeel(source);
    if (!parsed.ok) throw new Error(parsed.problem.message);
    expect(evaluateFeel(parsed.tree, {}, environment)).toEqual({ ok: true, value: JSON.parse(result), warnings: [] });
  });
});
