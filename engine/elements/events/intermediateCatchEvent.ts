import type { StepContext } from '../../execution/context';
import type { ElementInstance } from '../../execution/execution';
import type { ElementDefinition } from '../../model/definition';
import type { ElementBehavior, Graph, NewStart } from '../behavior';
import { gatewayBefore } from '../instantiation';
import type { EventData } from './definitions/behavior';
import { compileEvent, eventBehavior } from './definitions/event';
import { partsNeeded } from './definitions/multiple';

export const intermediateCatchEvent: ElementBehavior<EventData | null> = {
  elementType: 'INTERMEDIATE_CATCH_EVENT',
  bpmnType: 'IntermediateCatchEvent',
  clause: '10.5.4',
  isWaitState: true,
  acceptsBoundary: false,
  isScope: false,
  compile(source) {
    if (source.nested('eventDefinitions').length === 0) {
      source.problem('event_definition_missing', 'Expected a catch event to say what it waits for, but it does not');
    }
    return compileEvent(source, 'catch');
  },
  partsNeeded: ({ data }) => partsNeeded(data),
  activate: (context, instance, element) => listen(context, instance, element)(),
  listen,
  starts,
  check(element, process, report) {
    if (gatewayBefore(element.id, process) === null) return;
    const ways = starts(element, process);
    if (ways.length > 0 && ways.every((start) => valueOf(start) !== '')) return;
    const message = 'Expected one message, signal or time that is known where a process begins, but it is not';
    report('error', 'event_gateway_invalid', message);
  },
};

function starts({ id, data }: ElementDefinition<EventData | null>, process: Graph): NewStart[] {
  return data && gatewayBefore(id, process) !== null ? [eventBehavior(data).start?.(data.data) ?? []].flat() : [];
}

/** What is known at deployment of how a process is started. */
function valueOf(start: NewStart): string | null {
  switch (start.kind) {
    case 'message':
      return start.messageName;
    case 'signal':
      return start.signalName;
    case 'timer':
      return start.timer.value;
    case 'none':
      return null;
  }
}

function listen(
  context: StepContext,
  owner: ElementInstance,
  element: ElementDefinition<EventData | null>,
): () => void {
  const event = element.data;
  if (!event) throw new Error(`Expected '${element.id}' to have an event definition, but it has none`);
  return eventBehavior(event).listen?.(context, { owner, event: element }, event.data) ?? (() => undefined);
}
