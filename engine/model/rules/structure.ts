import { elementsOf, parentOf, type ModdleElement } from '../moddle';

export function isEventSubProcess(element: ModdleElement): boolean {
  return element.$instanceOf('bpmn:SubProcess') && element.get('triggeredByEvent') === true;
}

/** Flow elements of the scope that an element is in, itself among them. */
export function siblingsOf(element: ModdleElement): ModdleElement[] {
  const parent = parentOf(element);
  return parent ? elementsOf(parent, 'flowElements') : [];
}

/** The process around an element, or the one that a participant stands for; null outside of any. */
export function poolOf(element: ModdleElement): ModdleElement | null {
  if (element.$type === 'bpmn:Participant') return (element.get('processRef') as ModdleElement | undefined) ?? element;
  for (let at: ModdleElement | undefined = element; at; at = parentOf(at)) if (at.$type === 'bpmn:Process') return at;
  return null;
}

/** Definitions of an event, its own and those that it refers to. */
export function definitionsOf(event: ModdleElement): ModdleElement[] {
  return [...elementsOf(event, 'eventDefinitions'), ...elementsOf(event, 'eventDefinitionRef')];
}

/** `message` for a MessageEventDefinition, and so on. */
export function kindOf({ $type }: ModdleElement): string {
  const name = $type.slice('bpmn:'.length, -'EventDefinition'.length);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function hasKind(event: ModdleElement, kind: string): boolean {
  return definitionsOf(event).some((definition) => kindOf(definition) === kind);
}
