import { resolve } from './conditions';
import { getAt, parsePath } from './paths';
import type { CatalogueItem, FormComponent, FormData, FormOption, FormTools, Path } from './types';

/** The choices of a component: its catalogue, FEEL, a list in the data, or its own values, in this order. */
export function optionsOf(component: FormComponent, data: FormData, base: Path, tools: FormTools): FormOption[] {
  const catalogue = component.properties?.catalogue;
  if (typeof catalogue === 'string') return fromCatalogue(tools.catalogue?.(catalogue) ?? []);
  if (component.valuesExpression) return fromList(resolve(component.valuesExpression, data, base, tools));
  if (component.valuesKey) return fromList(getAt(data, parsePath(component.valuesKey)));
  return fromList(component.values);
}

function fromCatalogue(items: readonly CatalogueItem[]): FormOption[] {
  const headings = new Set(items.map((item) => item.parent));
  const labels = new Map(items.map((item) => [item.id, item.label]));
  return items
    .filter((item) => !headings.has(item.id))
    .map((item) => {
      const group = item.parent === undefined ? undefined : labels.get(item.parent);
      return { value: item.id, label: item.label, ...(group === undefined ? {} : { group }) };
    });
}

function fromList(list: unknown): FormOption[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown): FormOption[] => {
    if (typeof item === 'string' || typeof item === 'number') return [{ value: item, label: String(item) }];
    if (typeof item !== 'object' || item === null) return [];
    const { label, value } = item as { label?: unknown; value?: unknown };
    if (value === undefined && typeof label !== 'string') return [];
    const own = value === undefined ? label : value;
    return [{ value: own, label: typeof label === 'string' ? label : String(own) }];
  });
}
