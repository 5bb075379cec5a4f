import { BpmnModdle } from 'bpmn-moddle';
import bpmn from 'bpmn-moddle/resources/bpmn/json/bpmn.json';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

/** What we use of a parsed element; the library has no types of its own for this. */
export interface ModdleElement {
  $type: string;
  $attrs: Record<string, unknown>;
  $descriptor: { propertiesByName: Record<string, ModdleProperty | undefined> };
  $parent?: ModdleElement;
  $instanceOf(type: string): boolean;
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

export interface ModdleProperty {
  name: string;
  type: string;
  default?: string | number | boolean;
  isReference?: boolean;
  ns: { prefix: string; localName: string };
}

export interface ParsedModel {
  rootElement: ModdleElement;
  references: { element: ModdleElement; property: string; id: string }[];
  warnings: { message: string; element?: ModdleElement; property?: string }[];
}

interface Parser {
  fromXML(xml: string): Promise<ParsedModel>;
  toXML(root: ModdleElement): Promise<{ xml: string }>;
}

/** The library's schema takes the script of a global task for an attribute, but it is an element (BPMN 2.0.2, 10.3.7). */
const schema = {
  ...bpmn,
  types: bpmn.types.map((type) =>
    type.name === 'GlobalScriptTask'
      ? {
          ...type,
          properties: (type.properties ?? []).map((each) =>
            each.name === 'script' ? { name: 'script', type: 'String' } : each,
          ),
        }
      : type,
  ),
};

const parser = new BpmnModdle({ bpmn: schema, zeebe }) as unknown as Parser;

export const ZEEBE_NAMESPACE = 'http://camunda.org/schema/zeebe/1.0';

/** Whether a model (its root) is in the Zeebe dialect. */
export function usesZeebe({ $attrs }: ModdleElement): boolean {
  return Object.values($attrs).includes(ZEEBE_NAMESPACE);
}

/** Element names of the Zeebe dialect, as they are written. */
export const ZEEBE_ELEMENTS: ReadonlySet<string> = new Set(
  zeebe.types.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1)).concat('input', 'output'),
);

/** Rejects with an Error whose message says what is wrong with the document. */
export function parseBpmn(xml: string): Promise<ParsedModel> {
  return parser.fromXML(xml);
}

/** Writes a model as it was read, references that lead nowhere included. */
export async function serializeBpmn({ rootElement, references }: ParsedModel): Promise<string> {
  for (const { element, property, id } of references) {
    const value = element.get(property);
    if (value === undefined) element.set(property, { id });
    else if (Array.isArray(value) && !value.some((each) => isElement(each) && each.get('id') === id))
      value.push({ id });
  }
  return (await parser.toXML(rootElement)).xml;
}

export function isElement(value: unknown): value is ModdleElement {
  return typeof value === 'object' && value !== null && '$type' in value;
}

/** The element that contains it; undefined for the definitions themselves. */
export function parentOf(element: ModdleElement): ModdleElement | undefined {
  return element.$parent;
}

/** The element that a property refers to or contains. */
export function elementOf(element: ModdleElement, property: string): ModdleElement | null {
  const value = element.get(property);
  return isElement(value) ? value : null;
}

/** Type without its prefix, e.g. `UserTask`. */
export function bpmnTypeOf(element: ModdleElement): string {
  return element.$type.slice(element.$type.indexOf(':') + 1);
}

export function elementsOf(element: ModdleElement, property: string): ModdleElement[] {
  const value = element.get(property);
  return Array.isArray(value) ? (value as ModdleElement[]) : [];
}

export function textOf(element: ModdleElement, property: string): string | null {
  const value = element.get(property);
  return typeof value === 'string' && value !== '' ? value : null;
}
