import type { FormSchema } from './types';
import { walkSchema } from './walk';

/** A field whose value is personal and is never a process variable. */
export interface PersonalField {
  id: string;
  /** Path in the data, `*` for a list's row. */
  path: string[];
  /** Whose document keeps the value; `instance`: free text of staff, kept with the process instance. */
  owner: 'person' | 'request' | 'instance';
}

/** The fields marked with the property `personal` (`person`, `instance`, or anything else for the request). */
export function personalFields(schema: FormSchema): PersonalField[] {
  const found: PersonalField[] = [];
  walkSchema(schema, ({ id, properties }, path) => {
    const mark = properties?.personal;
    if (mark === undefined || mark === false || mark === 'false') return;
    found.push({ id, path, owner: mark === 'person' || mark === 'instance' ? mark : 'request' });
  });
  return found;
}
