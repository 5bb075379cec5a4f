import { z } from 'zod';
import type { JsonValue } from './json';
import type { Register } from './registers';

const text = z.string().min(1).max(200);

/** Pages end with a time and an id. */
const beginsWithTime = (cursor: string): boolean => !Number.isNaN(Date.parse(cursor.split(' ')[0] ?? ''));

/**
 * GET /api/registers/{id}/entries. `filter` is `field:value` (several of one field: any of them) or
 * `field:from..to` (`to` not included; either may be left out), and may be repeated.
 */
export const entriesOfRegisterSchema = z.strictObject({
  filter: z.union([text, z.array(text).max(20)]).optional(),
  order: z.enum(['changed', 'due']).default('changed'),
  cursor: z.string().max(100).refine(beginsWithTime, 'Expected the cursor of an earlier page').optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const exportOfRegisterSchema = entriesOfRegisterSchema.pick({ filter: true, order: true });

/** A register as people see it: choices have their labels; `hasDue`: it can be ordered by a due date. */
export const registerView = z.custom<Register & { hasDue: boolean }>();
export type RegisterView = z.output<typeof registerView>;

/** What a field's value is called, and the screen that it leads to. */
const shownValue = z.strictObject({ text: z.string(), link: z.string().optional() });
export type ShownValue = z.output<typeof shownValue>;
const shown = z.record(z.string(), z.array(shownValue));
const data = z.record(z.string(), z.custom<JsonValue>());

/** An entry with what people read instead of ids and references, by field; other fields are read as they are. */
export const entryView = z.strictObject({
  id: z.string(),
  register: z.string(),
  key: z.string().nullable(),
  number: z.string().nullable(),
  data,
  version: z.int(),
  due: z.string().nullable(),
  isOpen: z.boolean().nullable(),
  processInstanceKey: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  shown,
});
export type EntryView = z.output<typeof entryView>;

const entryVersion = z.strictObject({
  version: z.int(),
  data,
  at: z.string(),
  by: z.string().nullable(),
  byName: z.string().nullable(),
  processInstanceKey: z.string(),
  elementInstanceKey: z.string(),
  shown,
});
export type EntryVersionView = z.output<typeof entryVersion>;

/** GET /api/registers/{id}/entries/{entryId}; the newest version first. */
export const entryHistory = z.strictObject({ entry: entryView, versions: z.array(entryVersion) });
export type EntryHistory = z.output<typeof entryHistory>;

/** GET /api/user-tasks/{key}/texts and /api/instances/{key}/texts: texts by reference. */
export const textsView = z.strictObject({ texts: z.record(z.string(), z.string()) });
export type TextsView = z.output<typeof textsView>;
