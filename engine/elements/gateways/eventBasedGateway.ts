import { definitionOf } from '../../execution/context';
import { complete } from '../../execution/lifecycle';
import type { ElementDefinition, ProcessDefinition } from '../../model/definition';
import type { ElementType } from '../../../protocol/events';
import type { ElementBehavior, Report } from '../behavior';

const TARGETS: readonly ElementType[] = ['INTERMEDIATE_CATCH_EVENT', 'RECEIVE_TASK'];

/**
 * Waits on behalf of the events behind it; the first that happens takes the token, and the others are waited for no
 * longer (13.4.4).
 */
export const eventBasedGateway: ElementBehavior<null> = {
  elementType: 'EVENT_BASED_GATEWAY',
  bpmnType: 'EventBasedGateway',
  clause: '10.6.6',
  isWaitState: true,
  acceptsBoundary: false,
  isScope: false,
  compile: () => null,
  check(element, process, report) {
    if (element.outgoing.length < 2) {
      const message = `Expected two or more events behind, but there are ${element.outgoing.length}`;
      report('error', 'event_gateway_invalid', message);
    }
    for (const target of targetsOf(element, process)) checkTarget(target, report);
  },
  activate(context, instance, element) {
    const openers = targetsOf(element, context.process).map((event) =>
      context.behaviorOf(event.type).listen?.(context, instance, event),
    );
    openers.forEach((open) => open?.());
  },
  eventHappened(context, instance, eventId, variables) {
    complete(context, instance, {}, { flows: definitionOf(context, eventId).incoming, happened: variables });
  },
};

function targetsOf({ outgoing }: ElementDefinition, { elements, flows }: ProcessDefinition): ElementDefinition[] {
  return outgoing.flatMap((flow) => elements[flows[flow]?.targetId ?? ''] ?? []);
}

/** The gateway waits in the place of what is behind it, which therefore has no other way in and no boundary events. */
function checkTarget({ id, type, incoming, boundaryEvents, loop }: ElementDefinition, report: Report): void {
  const refuse = (what: string) =>
    report('error', 'event_gateway_invalid', `Expected events and receive tasks behind, but ${what}`);
  if (!TARGETS.includes(type)) refuse(`'${id}' is neither`);
  if (incoming.length > 1) refuse(`'${id}' has other flows coming in`);
  if (loop) refuse(`'${id}' is repeated`);
  if (boundaryEvents.length > 0) refuse(`'${id}' has a boundary event`);
}
