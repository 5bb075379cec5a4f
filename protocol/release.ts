import type { JsonValue } from './json';

/** A file of a deployment. `name` is its path inside the procedure's folder, e.g. `processes/request-handling.bpmn`. */
export interface Resource {
  name: string;
  content: string;
}

export interface Catalogue {
  id: string;
  label: string;
  items: CatalogueItem[];
}

const PEOPLE = 'people:';

/** `people:<role>` stands for the active members of staff with that role, wherever a form names a catalogue. */
export function roleOfPeople(catalogueId: string): string | null {
  return catalogueId.startsWith(PEOPLE) ? catalogueId.slice(PEOPLE.length) : null;
}

/** An entry of a catalogue; `labelEn` is its label for readers of English. */
export type CatalogueItem = { id: string; label: string; labelEn?: string; parent?: string } & {
  [name: string]: JsonValue | undefined;
};
