import { elementOf, elementsOf, type ModdleElement } from '../moddle';
import { lenientRule, rule, type Rule } from './rule';
import { hasKind, isEventSubProcess, poolOf } from './structure';

/** Sequence flows, message flows, and how nodes hang on them. */
export const flowRules: readonly Rule[] = [
  rule('bpmn:SequenceFlow', 'flow_end_invalid', '8.4.13', (flow) => {
    const isBetweenNodes = ['sourceRef', 'targetRef'].every((end) => {
      const node = elementOf(flow, end);
      return node?.$instanceOf('bpmn:FlowNode') && !isEventSubProcess(node);
    });
    return isBetweenNodes
      ? null
      : 'Expected a flow between activities, gateways and events, but it begins or ends at something else';
  }),
  rule('bpmn:SequenceFlow', 'flow_crosses_pool', '9.3', (flow) => {
    const [source, target] = [elementOf(flow, 'sourceRef'), elementOf(flow, 'targetRef')];
    if (!source || !target || poolOf(source) === poolOf(target)) return null;
    return 'Expected a sequence flow within one process, but it crosses the border of a pool';
  }),
  rule('bpmn:SequenceFlow', 'flow_not_immediate', '8.4.13', (flow, model) => {
    if (!model.isExecutable(flow) || flow.get('isImmediate') !== false) return null;
    return 'Expected a flow of an executable process to be immediate, but it is not';
  }),
  rule('bpmn:SequenceFlow', 'flow_list_invalid', '8.4.13', (flow) => {
    const [atSource, atTarget] = [listed(flow, 'sourceRef', 'outgoing'), listed(flow, 'targetRef', 'incoming')];
    return atSource === atTarget ? null : 'Expected a flow to be listed at both of its ends, but it is at one only';
  }),
  rule('bpmn:FlowNode', 'flow_list_invalid', '8.4.13', (node) => {
    const isOwn = (side: string, end: string) => elementsOf(node, side).every((flow) => elementOf(flow, end) === node);
    return isOwn('incoming', 'targetRef') && isOwn('outgoing', 'sourceRef')
      ? null
      : 'Expected its incoming and outgoing flows to end here, but one that is listed does not';
  }),
  rule('bpmn:Activity', 'conditional_flow_alone', '8.4.13', (activity, model) => {
    const flows = outgoingOf(activity, model);
    if (flows.length !== 1 || !flows[0]?.get('conditionExpression')) return null;
    return 'Expected a second flow beside one with a condition, but it is alone';
  }),
  ...['bpmn:Activity', 'bpmn:Gateway'].map((type) =>
    rule(type, 'default_flow_invalid', '8.4.13', (node) => {
      const flow = elementOf(node, 'default');
      if (!flow || elementOf(flow, 'sourceRef') === node) return null;
      return 'Expected a default flow that leaves here, but it leaves elsewhere';
    }),
  ),
  rule('bpmn:MessageFlow', 'message_flow_invalid', '9.4', (flow) => {
    const [source, target] = [elementOf(flow, 'sourceRef'), elementOf(flow, 'targetRef')];
    if (!source || !target) return null;
    const [from, to] = [poolOf(source), poolOf(target)];
    if (from && from === to) return 'Expected a message flow between two pools, but both of its ends are in one';
    if (source.$type === 'bpmn:IntermediateCatchEvent') return 'Expected a source that sends, but it is a catch event';
    if (target.$instanceOf('bpmn:ThrowEvent')) return 'Expected a target that receives, but it is a throw event';
    if (source.$type === 'bpmn:EndEvent' && !hasKind(source, 'message'))
      return 'Expected its source to be a message end event, but it has no message definition';
    if (target.$type === 'bpmn:StartEvent' && !hasKind(target, 'message'))
      return 'Expected its target to be a message start event, but it has no message definition';
    return null;
  }),
  lenientRule('bpmn:FlowNode', 'flow_missing', '10.5.2', (node, model) => {
    if (!needsFlows(node)) return null;
    const beside = model.typesBeside(node);
    const has = (type: string) => beside.has(type);
    const begins = has('bpmn:StartEvent') && !node.$instanceOf('bpmn:StartEvent') && !isStart(node);
    if (begins && model.referring(node, 'targetRef').filter(isFlow).length === 0)
      return 'Expected an incoming flow, since its scope has a start event, but there is none';
    const ends = has('bpmn:EndEvent') && node.$type !== 'bpmn:EndEvent' && !isLink(node, 'bpmn:ThrowEvent');
    if (ends && outgoingOf(node, model).length === 0)
      return 'Expected an outgoing flow, since its scope has an end event, but there is none';
    return null;
  }),
];

function listed(flow: ModdleElement, end: string, side: string): boolean {
  const node = elementOf(flow, end);
  return node !== null && elementsOf(node, side).includes(flow);
}

export function outgoingOf(node: ModdleElement, model: Parameters<Rule['check']>[1]): ModdleElement[] {
  return model.referring(node, 'sourceRef').filter(isFlow);
}

export function isFlow({ $type }: ModdleElement): boolean {
  return $type === 'bpmn:SequenceFlow';
}

/** Boundary events, event sub-processes and compensation handlers are reached in other ways. */
function needsFlows(node: ModdleElement): boolean {
  return !(node.$type === 'bpmn:BoundaryEvent' || isEventSubProcess(node) || node.get('isForCompensation') === true);
}

/** Catching links and instantiating elements begin without a flow. */
function isStart(node: ModdleElement): boolean {
  return isLink(node, 'bpmn:CatchEvent') || node.get('instantiate') === true;
}

function isLink(node: ModdleElement, type: string): boolean {
  return node.$instanceOf(type) && hasKind(node, 'link');
}
