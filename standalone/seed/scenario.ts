import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const minutes = z.number().min(0);
const classification = { type: z.string(), area: z.string() };

/** A request as a script: who asks what, what is said when (`after` = minutes since the step before) and how it ends. */
const scenarioSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  channel: z.enum(['chat', 'off-hours', 'api']),
  room: z.string(),
  citizen: z.strictObject({
    name: z.string(),
    documentType: z.enum(['CC', 'CE', 'TI', 'PA', 'PPT', 'PEP', 'NIT']),
    documentNumber: z.string(),
    email: z.string(),
    relationship: z.string(),
  }),
  request: z.strictObject({ ...classification, summary: z.string() }),
  conversation: z
    .array(z.strictObject({ after: minutes, by: z.enum(['citizen', 'advisor']), text: z.string() }))
    .default([]),
  closing: z
    .strictObject({
      after: minutes,
      by: z.enum(['citizen', 'system']),
      reason: z.enum(['abandoned', 'dropped', 'unanswered', 'idle', 'closed']),
    })
    .optional(),
  completion: z
    .strictObject({
      after: minutes,
      outcome: z.enum(['answered', 'referred', 'escalated']),
      ...classification,
      reason: z.string().optional(),
      answer: z.string().optional(),
    })
    .optional(),
  escalation: z
    .array(
      z.union([
        z.strictObject({ level: z.number(), expires: z.literal(true) }),
        z.strictObject({
          level: z.number(),
          after: minutes,
          by: z.string(),
          resolution: z.enum(['answered', 'referred']),
          answer: z.string().optional(),
          reason: z.string().optional(),
        }),
      ]),
    )
    .default([]),
  survey: z
    .strictObject({
      after: minutes,
      score: z.number().int().min(1).max(5),
      resolved: z.boolean(),
      comment: z.string().optional(),
    })
    .nullable()
    .default(null),
});
export type Scenario = z.infer<typeof scenarioSchema>;

/** Every scenario of a procedure's folder, by name. @throws where one doesn't fit, with its file */
export function readScenarios(folder: string): Scenario[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const read = scenarioSchema.safeParse(parse(readFileSync(path.join(folder, name), 'utf8')));
      if (!read.success) throw new Error(`Expected ${name} to be a scenario, but ${z.prettifyError(read.error)}`);
      return read.data;
    });
}
