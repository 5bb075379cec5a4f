import { gatewayBefore } from '../elements/instantiation';
import { behaviorOf } from '../elements/registry';
import type { ElementDefinition, ProcessDefinition } from './definition';

export type ReportProblem = (severity: 'error' | 'warning', code: string, message: string, elementId: string) => void;

/** Looks at a process as a whole, once all of its elements are read. */
export function checkProcess(process: ProcessDefinition, report: ReportProblem): void {
  checkStarts(process, report);
  for (const element of Object.values(process.elements)) {
    checkElement(element, process, report);
    behaviorOf(element.type).check?.(element, process, (severity, code, message) =>
      report(severity, code, message, element.id),
    );
  }
  reportUnreachable(process, report);
}

function checkStarts({ id, startEvents }: ProcessDefinition, report: ReportProblem): void {
  const none = startEvents.filter(({ kind }) => kind === 'none');
  if (startEvents.length === 0) report('error', 'start_event_missing', 'Expected a start event, but there is none', id);
  if (none.length > 1)
    report(
      'warning',
      'start_event_ambiguous',
      `Expected one none start event, but of ${none.length} the first begins where nobody names another`,
      id,
    );
}

function checkElement(element: ElementDefinition, process: ProcessDefinition, report: ReportProblem): void {
  const { id, parentId, boundaryEvents } = element;
  const behavior = behaviorOf(element.type);
  const refuse = (code: string, message: string) => report('error', code, message, id);
  checkFlows(element, process, (severity, code, message) => report(severity, code, message, id));
  if (!behavior.acceptsBoundary && boundaryEvents.length > 0)
    refuse('boundary_event_invalid', `Expected no boundary event here, but there is '${boundaryEvents[0]}'`);
  const host = behavior.attachedTo?.(element);
  // A host that is not there has been told already.
  if (host !== undefined && process.elements[host] && process.elements[host].parentId !== parentId)
    refuse('boundary_event_invalid', 'Expected a boundary event at an activity of its own scope, but it is not');
}

function checkFlows(
  { type, incoming, outgoing, forCompensation }: ElementDefinition,
  { flows }: ProcessDefinition,
  report: (severity: 'error' | 'warning', code: string, message: string) => void,
): void {
  const behavior = behaviorOf(type);
  const { acceptsIncoming = true, acceptsOutgoing = true, acceptsConditions = behavior.acceptsBoundary } = behavior;
  if (!acceptsIncoming && incoming.length > 0)
    report('error', 'flow_invalid', 'Expected no incoming flow, but there is one');
  if (!acceptsOutgoing && outgoing.length > 0)
    report('error', 'flow_invalid', 'Expected no outgoing flow, but there is one');
  if (forCompensation && incoming.length + outgoing.length > 0)
    report('error', 'flow_invalid', 'Expected no flow at what is only there to compensate, but there is one');
  if (acceptsConditions || !outgoing.some((flow) => flows[flow]?.condition)) return;
  if (behavior.ignoresConditions)
    return report(
      'warning',
      'condition_ignored',
      'Expected flows without conditions, but one has one that means nothing here',
    );
  const message = 'Expected conditions only behind activities and gateways that choose, but a flow from here has one';
  report('error', 'unsupported_attribute', message);
}

function reportUnreachable(process: ProcessDefinition, report: ReportProblem): void {
  const { elements, flows } = process;
  const reached = new Set<string>();
  const pending = Object.values(elements).filter(
    ({ parentId, type }) => parentId === null || !(behaviorOf(type).acceptsIncoming ?? true),
  );
  const ids = pending.filter(({ type }) => !behaviorOf(type).attachedTo).map(({ id }) => id);
  ids.push(...Object.values(elements).flatMap(({ beginnings = [] }) => beginnings), ...beginningsOf(process));
  for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
    const element = elements[id];
    if (!element || reached.has(id)) continue;
    reached.add(id);
    ids.push(
      ...(behaviorOf(element.type).leadsTo?.(element, elements) ?? []),
      ...element.boundaryEvents,
      ...element.outgoing.map((flow) => flows[flow]?.targetId ?? ''),
    );
  }
  for (const { id } of Object.values(elements)) {
    if (!reached.has(id))
      report('warning', 'unreachable_element', 'Expected a way from a start event, but there is none', id);
  }
}

/** Where a process begins from outside: an event behind an instantiating gateway begins there. */
function beginningsOf(process: ProcessDefinition): string[] {
  return process.startEvents.map(({ elementId }) => gatewayBefore(elementId, process) ?? elementId);
}
