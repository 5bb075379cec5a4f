import { behaviorOf } from '../elements/registry';
import type { ElementDefinition, FlowDefinition, StartEventDefinition } from './definition';
import type { ReadingContext } from './reader';

/** A process while it is being read. */
export interface Draft {
  context: ReadingContext;
  elements: Record<string, ElementDefinition>;
  flows: Record<string, FlowDefinition>;
  /** From source to target. */
  associations: [string, string][];
}

/** Joins what was read one by one: elements by flows, events with those they wait for, scopes with where they begin. */
export function connect(draft: Draft): void {
  connectFlows(draft);
  connectEvents(draft);
  connectHandlers(draft);
  findBeginnings(draft);
}

/** In the order of the document. */
function connectFlows({ elements, flows, context }: Draft): void {
  for (const { id, sourceId, targetId } of Object.values(flows)) {
    const source = elements[sourceId];
    const target = elements[targetId];
    // Ends that are not here have been told already: unsupported, dangling, or in another process.
    if (!source || !target) continue;
    if (source.parentId === target.parentId) {
      source.outgoing.push(id);
      target.incoming.push(id);
    } else {
      const message = `Expected a flow within one scope, but it leads from '${sourceId}' to '${targetId}'`;
      context.problems.push({
        code: 'flow_crosses_scope',
        message,
        elementId: id,
        resource: context.resource,
        severity: 'error',
      });
    }
  }
}

/** Activities with their boundary events, scopes with the start events of the event sub-processes in them. */
function connectEvents({ elements }: Draft): void {
  for (const element of Object.values(elements)) {
    const attachedTo = behaviorOf(element.type).attachedTo?.(element);
    if (attachedTo !== undefined) elements[attachedTo]?.boundaryEvents.push(element.id);
    const scope = elements[behaviorOf(element.type).listensIn?.(element, elements) ?? ''];
    if (scope) (scope.eventStarts ??= []).push(element.id);
  }
}

/** What compensates an activity: an association leads there from its boundary event (10.7.1). */
function connectHandlers({ elements, associations }: Draft): void {
  for (const [sourceId, targetId] of associations) {
    const event = elements[sourceId];
    const activity = event && elements[behaviorOf(event.type).attachedTo?.(event) ?? ''];
    if (!activity || !elements[targetId]?.forCompensation) continue;
    event.handler = targetId;
    activity.compensationHandler = targetId;
  }
}

/** How a process begins: at its start events and what instantiates it, or at all that no flow leads to (10.5.2). */
export function startsOf(processId: string, draft: Draft): StartEventDefinition[] {
  const { elements } = draft;
  const starts = Object.values(elements).flatMap((element) => {
    const ways = element.parentId === processId ? behaviorOf(element.type).starts?.(element, draft) : undefined;
    return (ways ?? []).map((start) => ({ elementId: element.id, ...start }));
  });
  return starts.length === 0 && elements[processId]?.beginnings ? [{ elementId: processId, kind: 'none' }] : starts;
}

/** A scope without start events begins at all that no flow leads to. */
function findBeginnings(draft: Draft): void {
  for (const scope of Object.values(draft.elements).filter(({ type }) => behaviorOf(type).isScope)) {
    const inner = Object.values(draft.elements).filter(({ parentId }) => parentId === scope.id);
    if (inner.some((element) => (behaviorOf(element.type).starts?.(element, draft) ?? []).length > 0)) continue;
    const led = new Set(inner.flatMap((each) => behaviorOf(each.type).leadsTo?.(each, draft.elements) ?? []));
    const beginnings = inner.filter(
      ({ id, type, incoming }) => incoming.length === 0 && !led.has(id) && (behaviorOf(type).acceptsIncoming ?? true),
    );
    if (beginnings.length > 0) scope.beginnings = beginnings.map(({ id }) => id);
  }
}
