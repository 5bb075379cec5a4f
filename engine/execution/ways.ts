import type { ElementType } from '../../protocol/events';
import type { ElementBehavior } from '../elements/behavior';
import type { ElementDefinition, ProcessDefinition } from '../model/definition';

/** Element id → those incoming flows of a gateway that a token there may still come by, without passing the gateway. */
type WaysBy = ReadonlyMap<string, ReadonlySet<string>>;

export interface Ways {
  /** By sequence flows, and through the boundary events of where the token is or will be. */
  any: WaysBy;
  /** By sequence flows alone. */
  flows: WaysBy;
}

const known = new WeakMap<ProcessDefinition, Map<string, Ways>>();

/** All ways to a gateway, found once for each process and gateway. */
export function waysTo(
  process: ProcessDefinition,
  gatewayId: string,
  behaviorOf: (type: ElementType) => ElementBehavior,
): Ways {
  const ofProcess = known.get(process) ?? new Map<string, Ways>();
  known.set(process, ofProcess);
  const ways = ofProcess.get(gatewayId) ?? findAllWays(process, gatewayId, behaviorOf);
  ofProcess.set(gatewayId, ways);
  return ways;
}

function findAllWays(
  process: ProcessDefinition,
  gatewayId: string,
  behaviorOf: (type: ElementType) => ElementBehavior,
): Ways {
  const links = linksInto(process.elements, behaviorOf);
  return {
    any: findWays(process, gatewayId, links, (element) => behaviorOf(element.type).attachedTo?.(element)),
    flows: findWays(process, gatewayId, links, () => undefined),
  };
}

function findWays(
  { elements, flows }: ProcessDefinition,
  gatewayId: string,
  links: ReadonlyMap<string, string[]>,
  hostOf: (element: ElementDefinition) => string | undefined,
): WaysBy {
  const ways = new Map<string, Set<string>>();
  for (const flowId of elements[gatewayId]?.incoming ?? []) {
    const pending = [flows[flowId]?.sourceId ?? ''];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      const element = elements[id];
      const reached = ways.get(id) ?? new Set<string>();
      if (!element || id === gatewayId || reached.has(flowId)) continue;
      ways.set(id, reached.add(flowId));
      const host = hostOf(element);
      pending.push(
        ...element.incoming.map((flow) => flows[flow]?.sourceId ?? ''),
        ...(host === undefined ? [] : [host]),
        ...(links.get(id) ?? []),
      );
    }
  }
  return ways;
}

/** Element id → ids of the elements that lead to it without a flow. */
function linksInto(
  elements: ProcessDefinition['elements'],
  behaviorOf: (type: ElementType) => ElementBehavior,
): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const element of Object.values(elements)) {
    for (const target of behaviorOf(element.type).leadsTo?.(element, elements) ?? [])
      sources.set(target, [...(sources.get(target) ?? []), element.id]);
  }
  return sources;
}
