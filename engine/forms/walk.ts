import { typeOf } from './components';
import { isHidden } from './conditions';
import { getAt, parsePath } from './paths';
import type { FormComponent, FormData, FormSchema, FormTools, Path } from './types';

/** Where a component keeps its value; a component without a key keeps none and gets its surroundings' path. */
export function valuePath(component: FormComponent, base: Path): Path {
  return [...base, ...parsePath(component.key)];
}

/** Where a group or list keeps the data of what it holds. */
export function innerPath(component: FormComponent, base: Path): Path {
  return [...base, ...parsePath(component.path)];
}

/** How many rows a list has in the data. */
export function rowCount(component: FormComponent, data: FormData, base: Path): number {
  const rows = getAt(data, innerPath(component, base));
  return Array.isArray(rows) ? rows.length : 0;
}

type Visit = (component: FormComponent, path: Path, base: Path) => void;

/** Calls `visit` for every visible field with a key, in order; those in lists once a row. Hidden branches are left out. */
export function walkFields(schema: FormSchema, data: FormData, tools: FormTools, visit: Visit): void {
  const inside = (components: readonly FormComponent[], base: Path): void => {
    for (const component of components) {
      if (isHidden(component, data, base, tools)) continue;
      const kind = typeOf(component)?.kind;
      if (kind === 'field' && component.key) visit(component, valuePath(component, base), base);
      if (kind === 'container') inside(component.components ?? [], innerPath(component, base));
      if (kind !== 'list') continue;
      const path = innerPath(component, base);
      for (let row = 0; row < rowCount(component, data, base); row++)
        inside(component.components ?? [], [...path, row]);
    }
  };
  inside(schema.components, []);
}

/** Every component of a form, hidden or not, lists once; `path` has `*` for a list's row. */
export function walkSchema(schema: FormSchema, visit: (component: FormComponent, path: string[]) => void): void {
  const inside = (components: readonly FormComponent[], base: string[]): void => {
    for (const component of components) {
      visit(component, [...base, ...parsePath(component.key)]);
      const row = typeOf(component)?.kind === 'list' ? ['*'] : [];
      inside(component.components ?? [], [...base, ...parsePath(component.path), ...row]);
    }
  };
  inside(schema.components, []);
}

/** Components side by side: neighbours with the same `layout.row` make a row. */
export function rowsOf(components: readonly FormComponent[]): FormComponent[][] {
  const rows: FormComponent[][] = [];
  let last: string | undefined;
  for (const component of components) {
    const row = component.layout?.row;
    if (row !== undefined && row === last) rows.at(-1)?.push(component);
    else rows.push([component]);
    last = row;
  }
  return rows;
}
