import { definitionOf, instanceOf, type StepContext } from '../../execution/context';
import type { ElementInstance } from '../../execution/execution';
import { openAll } from '../../execution/listening';
import { complete, takeFlow } from '../../execution/lifecycle';
import { stopListening } from '../../execution/waits';
import type { ElementDefinition, ProcessDefinition } from '../../model/definition';
import type { ElementType } from '../../../protocol/events';
import type { Variables } from '../../../protocol/json';
import type { ElementBehavior, Report } from '../behavior';

const TARGETS: readonly ElementType[] = ['INTERMEDIATE_CATCH_EVENT', 'RECEIVE_TASK'];

interface EventBasedGateway {
  /** Begins its process: the instance is started by one of the events behind it. */
  instantiate: boolean;
  /** Waits for all of the events behind it, in any order; only where it instantiates. */
  parallel: boolean;
}

/**
 * Waits on behalf of the events behind it; the first that happens takes the token, and the others are waited for no
 * longer (13.4.4).
 */
export const eventBasedGateway: ElementBehavior<EventBasedGateway> = {
  elementType: 'EVENT_BASED_GATEWAY',
  bpmnType: 'EventBasedGateway',
  clause: '10.6.6',
  isWaitState: true,
  acceptsBoundary: false,
  isScope: false,
  compile: (source) => ({
    instantiate: source.attribute('instantiate') === true,
    parallel: source.attribute('eventGatewayType') === 'Parallel',
  }),
  check(element, process, report) {
    const { outgoing, incoming, data } = element;
    const refuse = (message: string) => report('error', 'event_gateway_invalid', message);
    if (outgoing.length < 2) refuse(`Expected two or more events behind, but there are ${outgoing.length}`);
    if (data.parallel && !data.instantiate)
      refuse('Expected a parallel event-based gateway to instantiate, but it does not');
    if (data.instantiate && incoming.length > 0)
      refuse('Expected no flow into an instantiating gateway, but there is one');
    for (const target of targetsOf(element, process)) checkTarget(target, report);
  },
  activate(context, instance, element) {
    const first = element.data.instantiate ? startOf(context, instance) : null;
    if (first !== null && !element.data.parallel) return takeOnly(context, instance, first, {});
    const events = targetsOf(element, context.process).filter(({ id }) => id !== first);
    const openers = events.map((event) => context.behaviorOf(event.type).listen?.(context, instance, event));
    openAll(context, instance, openers);
    if (first !== null) take(context, instance, first, {});
  },
  eventHappened(context, instance, eventId, variables) {
    const { data } = definitionOf(context, instance.elementId) as ElementDefinition<EventBasedGateway>;
    if (!data.parallel) return takeOnly(context, instance, eventId, variables);
    stopListening(context, instance, [eventId]);
    take(context, instance, eventId, variables);
    const { timers, subscriptions, conditions } = context.index;
    if (![timers, subscriptions, conditions].some((waits) => waits.has(instance.key)))
      complete(context, instance, {}, { flows: [] });
  },
};

/** The event that the instance was started by. */
function startOf({ execution }: StepContext, { scopeKey }: ElementInstance): string | null {
  return execution.elements[scopeKey ?? '']?.startElementId ?? null;
}

function takeOnly(context: StepContext, gateway: ElementInstance, eventId: string, happened: Variables): void {
  complete(context, gateway, {}, { flows: definitionOf(context, eventId).incoming, happened });
}

/** Sends a token to an event that has happened; the gateway goes on waiting. */
function take(context: StepContext, gateway: ElementInstance, eventId: string, happened: Variables): void {
  const scope = instanceOf(context, gateway.scopeKey ?? '');
  for (const flow of definitionOf(context, eventId).incoming) takeFlow(context, flow, scope, happened);
}

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
