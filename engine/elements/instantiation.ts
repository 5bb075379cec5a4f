import type { Graph } from './behavior';

interface Instantiating {
  instantiate: boolean;
}

/** Id of the instantiating event-based gateway that an element stands behind; null where it stands elsewhere. */
export function gatewayBefore(elementId: string, { elements, flows }: Graph): string | null {
  const [flow] = elements[elementId]?.incoming ?? [];
  const source = elements[flows[flow ?? '']?.sourceId ?? ''];
  if (source?.type !== 'EVENT_BASED_GATEWAY') return null;
  return (source.data as Instantiating).instantiate ? source.id : null;
}
