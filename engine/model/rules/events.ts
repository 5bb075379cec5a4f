import { elementOf, elementsOf, parentOf, textOf, type ModdleElement } from '../moddle';
import { isFlow, outgoingOf } from './flows';
import { lenientRule, rule, type ModelView, type Rule } from './rule';
import { definitionsOf, hasKind, isEventSubProcess, kindOf, siblingsOf } from './structure';

const ANYWHERE_CAUGHT = ['message', 'timer', 'conditional', 'signal'];
/** By position: the triggers that the standard's table 10.86 allows. */
const ALLOWED = {
  topLevelStart: ANYWHERE_CAUGHT,
  eventSubProcessStart: [...ANYWHERE_CAUGHT, 'error', 'escalation', 'compensate'],
  nonInterruptingEventSubProcessStart: [...ANYWHERE_CAUGHT, 'escalation'],
  catch: [...ANYWHERE_CAUGHT, 'link'],
  throw: ['message', 'escalation', 'compensate', 'link', 'signal'],
  end: ['message', 'escalation', 'error', 'cancel', 'compensate', 'signal', 'terminate'],
  boundary: [...ANYWHERE_CAUGHT, 'error', 'escalation', 'cancel', 'compensate'],
  nonInterruptingBoundary: [...ANYWHERE_CAUGHT, 'escalation'],
} as const;

/** Where events may stand, and which definitions they may have there. */
export const eventRules: readonly Rule[] = [
  rule('bpmn:Event', 'event_trigger_invalid', '10.5.6', (event) => {
    const position = positionOf(event);
    const refused = definitionsOf(event)
      .map(kindOf)
      .find((kind) => position && !ALLOWED[position].some((each) => each === kind));
    return refused ? `Expected a trigger that is allowed for such an event, but it is ${refused}` : null;
  }),
  rule('bpmn:StartEvent', 'start_event_invalid', '10.5.2', (event) => {
    const parent = parentOf(event);
    if (!parent) return null;
    const count = definitionsOf(event).length;
    if (parent.$type === 'bpmn:AdHocSubProcess')
      return 'Expected no start event in an ad-hoc sub-process, but there is one';
    if (!parent.$instanceOf('bpmn:SubProcess')) return null;
    if (isEventSubProcess(parent) && count === 0)
      return 'Expected a start event of an event sub-process to have a trigger, but it has none';
    if (!isEventSubProcess(parent) && count > 0)
      return 'Expected a start event of a sub-process to have no trigger, but it has one';
    return null;
  }),
  rule('bpmn:StartEvent', 'flow_invalid', '10.5.2', (event, model) =>
    model.referring(event, 'targetRef').some(isFlow) ? 'Expected no incoming flow, but there is one' : null,
  ),
  lenientRule('bpmn:StartEvent', 'end_event_missing', '10.5.3', (event) => {
    const siblings = siblingsOf(event);
    return siblings.some(({ $type }) => $type === 'bpmn:EndEvent')
      ? null
      : 'Expected an end event, since there is a start event, but there is none';
  }),
  rule('bpmn:EndEvent', 'end_event_invalid', '10.5.3', (event, model) => {
    if (parentOf(event)?.$type === 'bpmn:AdHocSubProcess')
      return 'Expected no end event in an ad-hoc sub-process, but there is one';
    const siblings = siblingsOf(event);
    if (!siblings.some(isStart)) return 'Expected a start event, since there is an end event, but there is none';
    if (!model.referring(event, 'targetRef').some(isFlow)) return 'Expected an incoming flow, but there is none';
    if (hasKind(event, 'cancel') && !isInTransaction(event))
      return 'Expected a cancel end event in a transaction, but it is not in one';
    return null;
  }),
  rule('bpmn:BoundaryEvent', 'boundary_event_invalid', '10.5.4', (event, model) => {
    const kinds = definitionsOf(event).map(kindOf);
    if (kinds.length === 0) return 'Expected a boundary event to have a trigger, but it has none';
    if (model.referring(event, 'targetRef').some(isFlow)) return 'Expected no incoming flow, but there is one';
    if (kinds.includes('cancel') && elementOf(event, 'attachedToRef')?.$type !== 'bpmn:Transaction')
      return 'Expected a cancel event at a transaction, but it is at something else';
    if (kinds.includes('compensate') && outgoingOf(event, model).length > 0)
      return 'Expected an association to the compensation handler, but there is a sequence flow';
    return null;
  }),
  lenientRule('bpmn:Event', 'intermediate_event_flow_missing', '10.5.4', intermediateFlows),
  rule('bpmn:MessageEventDefinition', 'message_reference_missing', '10.5.5', (definition, model) => {
    if (!model.isExecutable(definition)) return null;
    if (!elementOf(definition, 'messageRef') && !hasZeebe(parentOf(definition)))
      return 'Expected a message, but there is none';
    return null;
  }),
  rule('bpmn:MessageEventDefinition', 'operation_missing', '10.5.5', (definition, model) => {
    const message = elementOf(definition, 'messageRef');
    if (!message || !model.isExecutable(definition) || model.names(definition, 'operationRef')) return null;
    if (hasZeebe(message) || hasZeebe(parentOf(definition)) || model.usesZeebe) return null;
    return 'Expected an operation or the way in which the message is found, but there is neither';
  }),
  rule('bpmn:ConditionalEventDefinition', 'condition_expression_missing', '10.5.5', (definition, model) => {
    if (!model.isExecutable(definition)) return null;
    const condition = elementOf(definition, 'condition');
    return condition && textOf(condition, 'body') !== null ? null : 'Expected a condition, but there is none';
  }),
  rule('bpmn:TimerEventDefinition', 'timer_invalid', '10.5.5', (definition) => {
    const given = ['timeDate', 'timeDuration', 'timeCycle'].filter((name) => definition.get(name));
    return given.length > 1
      ? `Expected one of timeDate, timeDuration and timeCycle, but there are ${given.length}`
      : null;
  }),
  rule('bpmn:EscalationEventDefinition', 'escalation_code_missing', '10.5.5', (definition, model) => {
    const thrower = parentOf(definition);
    if (!thrower?.$instanceOf('bpmn:ThrowEvent') || !model.isExecutable(definition)) return null;
    const escalation = elementOf(definition, 'escalationRef');
    return escalation && textOf(escalation, 'escalationCode') !== null
      ? null
      : 'Expected a thrown escalation to have a code, but it has none';
  }),
  rule('bpmn:EventDefinition', 'event_definition_shared', '10.5.5', (definition, model) => {
    if (!parentOf(definition)?.$instanceOf('bpmn:ThrowEvent')) return null;
    return model.referring(definition, 'eventDefinitionRef').length === 0
      ? null
      : 'Expected the definition of a throw event to be its own, but another event refers to it';
  }),
];

function positionOf(event: ModdleElement): keyof typeof ALLOWED | null {
  switch (event.$type) {
    case 'bpmn:StartEvent':
      return startPositionOf(event, parentOf(event));
    case 'bpmn:IntermediateCatchEvent':
      return 'catch';
    case 'bpmn:IntermediateThrowEvent':
      return 'throw';
    case 'bpmn:EndEvent':
      return 'end';
    case 'bpmn:BoundaryEvent':
      return event.get('cancelActivity') === false ? 'nonInterruptingBoundary' : 'boundary';
    default:
      return null;
  }
}

function startPositionOf(event: ModdleElement, scope: ModdleElement | undefined): keyof typeof ALLOWED | null {
  if (!scope || scope.$type === 'bpmn:Process') return 'topLevelStart';
  if (!isEventSubProcess(scope)) return null;
  return event.get('isInterrupting') === false ? 'nonInterruptingEventSubProcessStart' : 'eventSubProcessStart';
}

/** Links have one side only; the other intermediate events have both. */
function intermediateFlows(event: ModdleElement, model: ModelView): string | null {
  if (!/Intermediate(Catch|Throw)Event$/.test(event.$type)) return null;
  const incoming = model.referring(event, 'targetRef').some(isFlow);
  const outgoing = outgoingOf(event, model).length > 0;
  if (hasKind(event, 'link')) {
    return incoming && outgoing ? 'Expected a link to have flows on one side, but it has both' : null;
  }
  if (!incoming) return 'Expected an incoming flow, but there is none';
  return outgoing ? null : 'Expected an outgoing flow, but there is none';
}

function isStart(node: ModdleElement): boolean {
  return node.$type === 'bpmn:StartEvent' || node.get('instantiate') === true;
}

function isInTransaction(event: ModdleElement): boolean {
  for (let at = parentOf(event); at; at = parentOf(at)) if (at.$type === 'bpmn:Transaction') return true;
  return false;
}

/** In Camunda's dialect a message is found by a correlation key and thrown by a job. */
function hasZeebe(element: ModdleElement | undefined): boolean {
  const holder = element?.get('extensionElements') as ModdleElement | undefined;
  return holder ? elementsOf(holder, 'values').some(({ $type }) => $type.startsWith('zeebe:')) : false;
}
