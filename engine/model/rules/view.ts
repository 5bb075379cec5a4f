import { isElement, parentOf, usesZeebe, type ModdleElement, type ParsedModel } from '../moddle';
import type { ModelView } from './rule';
import { siblingsOf } from './structure';

/** Reads a parsed model once, without its drawings. */
export function viewOf({ rootElement, references }: ParsedModel): ModelView & { elements: ModdleElement[] } {
  const elements = contentsOf(rootElement);
  const byTarget = new Map<unknown, { element: ModdleElement; property: string }[]>();
  for (const { element, property } of references) {
    const value = element.get(property);
    for (const target of Array.isArray(value) ? (value as unknown[]) : [value]) {
      const known = byTarget.get(target);
      if (known) known.push({ element, property: localName(property) });
      else byTarget.set(target, [{ element, property: localName(property) }]);
    }
  }
  const typesByScope = new Map<ModdleElement, ReadonlySet<string>>();
  const namedBy = new Map<ModdleElement, Set<string>>();
  for (const { element, property } of references)
    namedBy.set(element, (namedBy.get(element) ?? new Set()).add(localName(property)));
  return {
    elements,
    usesZeebe: usesZeebe(rootElement),
    all: (type) => elements.filter((element) => element.$instanceOf(type)),
    isExecutable(element) {
      for (let at: ModdleElement | undefined = element; at; at = parentOf(at))
        if (at.$type === 'bpmn:Process') return at.get('isExecutable') === true;
      return true;
    },
    typesBeside(element) {
      const scope = parentOf(element) ?? element;
      const known = typesByScope.get(scope) ?? new Set(siblingsOf(element).map(({ $type }) => $type));
      typesByScope.set(scope, known);
      return known;
    },
    names: (element, property) => namedBy.get(element)?.has(property) ?? false,
    referring(target, property) {
      const found = byTarget.get(target) ?? [];
      return [...new Set(found.filter((each) => each.property === property).map(({ element }) => element))];
    },
  };
}

function contentsOf(root: ModdleElement): ModdleElement[] {
  const found: ModdleElement[] = [];
  const pending = [root];
  for (let element = pending.pop(); element; element = pending.pop()) {
    found.push(element);
    pending.push(...childrenOf(element).reverse());
  }
  return found;
}

function childrenOf(element: ModdleElement): ModdleElement[] {
  return Object.entries(element)
    .filter(([name]) => {
      const property = element.$descriptor.propertiesByName[name];
      return property && !property.isReference && property.name !== 'bpmn:diagrams';
    })
    .flatMap(([, value]): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter(isElement)
    .filter(({ $type }) => $type.startsWith('bpmn:'));
}

export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
