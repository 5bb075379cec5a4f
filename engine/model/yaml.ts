import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { CalendarData } from '../calendar';
import type { Catalogue } from '../../protocol/release';
import type { Procedure, Template } from './release';

export type YamlResult = { ok: true; value: unknown } | { ok: false; message: string };

/** Parses YAML without aliases (a few lines of which can stand for gigabytes). */
export function parseYaml(text: string): YamlResult {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) return { ok: false, message: `Expected YAML, but ${error.message.split('\n')[0]}` };
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 0 }) };
  } catch {
    return { ok: false, message: 'Expected YAML without aliases, but there is one' };
  }
}

const id = z.string().min(1);
const catalogueItem = z.looseObject({
  id,
  label: z.string(),
  labelEn: z.string().optional(),
  parent: z.string().optional(),
});
const catalogue = z.looseObject({ id, label: z.string(), items: z.array(catalogueItem) });
const template = z.looseObject({ id, subject: z.string(), body: z.string() });
const procedure = z.looseObject({
  id,
  code: z.string(),
  name: z.string(),
  processes: z.array(z.looseObject({ id, file: z.string(), name: z.string() })),
});
const date = z.iso.date();
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const calendar = z.looseObject({
  holidays: z.array(z.object({ date, name: z.string(), law: z.string().optional() })).optional(),
  workingHours: z.array(z.object({ weekday: z.int().min(1).max(7), from: time, to: time })).optional(),
  offsetMinutes: z.int().min(-840).max(840).optional(),
});

/** Each reader returns the checked value, or the message of what is wrong with it. */
export function readCatalogue(value: unknown): Catalogue | string {
  const result = checked(catalogue, value);
  if (typeof result === 'string') return result;
  const ids = new Set(result.items.map((item) => item.id));
  if (ids.size !== result.items.length) return 'Expected the ids of the items to be unique, but two are equal';
  const orphan = result.items.find(({ parent }) => parent !== undefined && !ids.has(parent));
  if (orphan) return `Expected the parent of '${orphan.id}' to be an item, but '${orphan.parent}' is none`;
  return result as Catalogue;
}

export function readTemplate(value: unknown): Template | string {
  return checked(template, value) as Template | string;
}

export function readProcedure(value: unknown): Procedure | string {
  return checked(procedure, value) as Procedure | string;
}

/** The first span that ends before it begins, or that reaches into another of its day. */
function badSpan(spans: CalendarData['workingHours']): CalendarData['workingHours'][number] | undefined {
  return spans.find(
    (span, index) =>
      span.from >= span.to ||
      spans
        .slice(0, index)
        .some(({ weekday, from, to }) => weekday === span.weekday && from < span.to && span.from < to),
  );
}

/** The parts of the calendar that a file of `common/` has; files about other things have none. */
export function readCalendar(value: unknown): Partial<CalendarData> | string {
  const result = checked(calendar, value);
  if (typeof result === 'string') return result;
  const { holidays, workingHours, offsetMinutes } = result;
  const bad = badSpan(workingHours ?? []);
  if (bad)
    return `Expected spans of hours that end after they begin and don't overlap, but ${bad.from}–${bad.to} of weekday ${bad.weekday} does`;
  return {
    ...(holidays && { holidays: holidays }),
    ...(workingHours && { workingHours }),
    ...(offsetMinutes !== undefined && { offsetMinutes }),
  };
}

/** The value as the schema has it, or the message of what is wrong with it. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T | string {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return `Expected ${issue?.path.join('.') || 'the file'} to be valid, but ${issue?.message ?? 'it is not'}`;
}
