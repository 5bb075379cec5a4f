import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { JsonValue } from '../../protocol/json';

const json = z.json() as z.ZodType<JsonValue>;
const variables = z.record(z.string(), json);

/** What happens next; `$person:<role>` inside data stands for the id of the demo account with that role. */
const step = z.union([
  /** Lets time pass (ISO 8601 duration of days and time). */
  z.strictObject({ advance: z.string().regex(/^P(\d+D)?(T(\d+H)?(\d+M)?)?$/) }),
  /** Fills in the form of open tasks of an element, as its assignee or by a role among its candidates. */
  z.strictObject({
    complete: z.string(),
    by: z.string(),
    data: variables.default({}),
    /** PDF files handed in, their names by field. */
    files: z.record(z.string(), z.array(z.string())).default({}),
    /** How many of them, those that were created first; default: one. */
    times: z.union([z.int().min(1), z.literal('all')]).default(1),
  }),
  z.strictObject({ publish: z.string(), key: z.string().default(''), variables: variables.default({}) }),
  /** `element`: the start event; default the none start event. */
  z.strictObject({ start: z.string(), element: z.string().optional(), variables: variables.default({}) }),
  /** The demo account of a role is there now, in these rooms. */
  z.strictObject({ present: z.string(), rooms: z.array(z.string()) }),
]);

export const processScenarioSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** When it begins, RFC 3339. */
  at: z.iso.datetime({ offset: true }),
  steps: z.array(step).min(1),
  expect: z.strictObject({
    /** Processes of which an instance completed; every other that began must have completed too. */
    completed: z.array(z.string()).min(1),
    /** Elements that completed, in any of them. */
    elements: z.array(z.string()).default([]),
    /** How many entries of each register were written; the values that one of them ended with. */
    registers: z.record(z.string(), z.strictObject({ entries: z.int(), one: variables.default({}) })).default({}),
  }),
});
export type ProcessScenario = z.infer<typeof processScenarioSchema>;
export type ScenarioStep = ProcessScenario['steps'][number];

/** Every process scenario of a procedure's folder, by name. @throws where one doesn't fit, with its file */
export function readProcessScenarios(folder: string): ProcessScenario[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const read = processScenarioSchema.safeParse(parse(readFileSync(path.join(folder, name), 'utf8')));
      if (!read.success) throw new Error(`Expected ${name} to be a scenario, but ${z.prettifyError(read.error)}`);
      return read.data;
    });
}
