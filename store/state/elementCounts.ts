import type { Model } from 'mongoose';
import type { Where } from '../search';
import { filtersOf, querySpec } from '../searchFilter';
import type { ElementDoc } from './types';

/** How often an element is active, completed, cancelled or has an open incident. */
export interface ElementCounts {
  elementId: string;
  active: number;
  completed: number;
  canceled: number;
  incidents: number;
}

interface Group {
  _id: { elementId: string; state: ElementDoc['state'] };
  count: number;
}

const COLUMN = { ACTIVE: 'active', COMPLETED: 'completed', TERMINATED: 'canceled' } as const;

/** Counts in the store: over all instances of a process there are too many elements to read. */
export async function elementCounts(elements: Model<ElementDoc>, where: Where<ElementDoc>): Promise<ElementCounts[]> {
  const rows = new Map<string, ElementCounts>();
  for (const { _id, count } of await grouped(elements, where)) rowOf(rows, _id.elementId)[COLUMN[_id.state]] = count;
  for (const { _id, count } of await grouped(elements, { ...where, incidentKey: { exists: true } }))
    rowOf(rows, _id.elementId).incidents += count;
  return [...rows.values()];
}

function grouped(elements: Model<ElementDoc>, where: Where<ElementDoc>): Promise<Group[]> {
  const [filter = {}] = filtersOf(where, ['processInstanceKey', 'processDefinitionKey']);
  return elements.aggregate<Group>([
    { $match: querySpec(filter) },
    { $group: { _id: { elementId: '$elementId', state: '$state' }, count: { $sum: 1 } } },
  ]);
}

function rowOf(rows: Map<string, ElementCounts>, elementId: string): ElementCounts {
  const row = rows.get(elementId) ?? { elementId, active: 0, completed: 0, canceled: 0, incidents: 0 };
  rows.set(elementId, row);
  return row;
}
