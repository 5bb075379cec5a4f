import type { RecordedEvent } from '../../protocol/events';
import type { Variables } from '../../protocol/json';

/** The steps of an answered request, in their order. Each is caused by somebody else, which is how a record is cut. */
export const MOMENTS = ['started', 'registered', 'assigned', 'replied', 'answered', 'closed', 'rated'] as const;
export type Moment = (typeof MOMENTS)[number];

/** What happened at a moment, as straight TypeScript would write it down: key prefix, variables of the request, time. */
export type EventsAt = (prefix: string, request: Variables, at: string) => RecordedEvent[];

const PREFIX_DIGITS = 13;

/**
 * Turns the record of an interpreted instance into the source of functions that build the same events for any other,
 * so that the hand-written workflow records exactly what the interpreter does without computing it.
 */
export function eventSource(record: readonly RecordedEvent[], key: string, request: Variables): string {
  const steps: RecordedEvent[][] = [];
  for (const [index, entry] of record.entries()) {
    if (index === 0 || record[index - 1]?.actor.id !== entry.actor.id) steps.push([]);
    steps.at(-1)?.push(entry);
  }
  if (steps.length !== MOMENTS.length)
    throw new Error(`Expected ${MOMENTS.length} steps in the record, but got ${steps.length}`);
  const functions = MOMENTS.map((moment, index) => `${moment}: (k, v, at) => (${source(steps[index], key, request)})`);
  return `({ ${functions.join(',\n')} })`;
}

function source(step: RecordedEvent[] | undefined, key: string, request: Variables): string {
  let text = JSON.stringify(step)
    .replaceAll(/"at":"[^"]*"/g, '"at":at')
    .replaceAll(`"${key.slice(0, PREFIX_DIGITS)}`, 'k+"');
  for (const [name, value] of Object.entries(request)) {
    // Only what differs from request to request: type, area and channel are the same in all.
    if (typeof value === 'string' && /Id$|Number$/.test(name) && name !== 'roomId')
      text = text.replaceAll(JSON.stringify(value), `v.${name}`);
  }
  return text;
}
