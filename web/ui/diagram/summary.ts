import type { ElementInstance, Incident } from '../engine';

/** How often an element of the diagram is active, done, interrupted or stopped by an incident. */
export interface ElementSummary {
  elementId: string;
  name: string;
  type: string;
  active: number;
  completed: number;
  canceled: number;
  incidents: number;
}

/** One row per element that was ever entered, in the order of first entry; the process itself is left out. */
export function summarise(elements: readonly ElementInstance[], incidents: readonly Incident[]): ElementSummary[] {
  const rows = new Map<string, ElementSummary>();
  const inOrder = [...elements].sort((one, other) => one.elementInstanceKey.localeCompare(other.elementInstanceKey));
  for (const element of inOrder) {
    if (element.type === 'PROCESS') continue;
    const row = rows.get(element.elementId) ?? newRow(element);
    if (element.state === 'ACTIVE') row.active += 1;
    if (element.state === 'COMPLETED') row.completed += 1;
    if (element.state === 'TERMINATED') row.canceled += 1;
    rows.set(element.elementId, row);
  }
  for (const { elementId } of incidents) {
    const row = rows.get(elementId);
    if (row) row.incidents += 1;
  }
  return [...rows.values()];
}

function newRow({ elementId, elementName, type }: ElementInstance): ElementSummary {
  return { elementId, name: elementName ?? elementId, type, active: 0, completed: 0, canceled: 0, incidents: 0 };
}
