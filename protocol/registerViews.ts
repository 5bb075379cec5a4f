import { z } from 'zod';
import type { Register, RegisterEntry, RegisterEntryVersion } from './registers';

const text = z.string().min(1).max(200);

/**
 * GET /api/registers/{id}/entries. `filter` is `field:value` (several of one field: any of them) or
 * `field:from..to` (`to` not included; either may be left out), and may be repeated.
 */
export const entriesOfRegisterSchema = z.strictObject({
  filter: z.union([text, z.array(text).max(20)]).optional(),
  order: z.enum(['changed', 'due']).default('changed'),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const exportOfRegisterSchema = entriesOfRegisterSchema.pick({ filter: true, order: true });

/** A register as people see it: choices have their labels. */
export interface RegisterView extends Register {
  /** Whether it has a due date that is still ahead or past, i.e. can be ordered by it. */
  hasDue: boolean;
}

/** What a field's value is called, and the screen that it leads to. */
export interface ShownValue {
  text: string;
  link?: string;
}

/** An entry with what people read instead of ids and references, by field; other fields are read as they are. */
export interface EntryView extends RegisterEntry {
  shown: Record<string, ShownValue[]>;
}

export interface EntryVersionView extends RegisterEntryVersion {
  shown: Record<string, ShownValue[]>;
  byName: string | null;
}

/** GET /api/registers/{id}/entries/{entryId} */
export interface EntryHistory {
  entry: EntryView;
  /** The newest first. */
  versions: EntryVersionView[];
}

/** GET /api/user-tasks/{key}/texts and /api/instances/{key}/texts: texts by reference. */
export interface TextsView {
  texts: Record<string, string>;
}
