import { elementOf, type ModdleElement } from '../moddle';
import { isFlow, outgoingOf } from './flows';
import { lenientRule, rule, type ModelView, type Rule } from './rule';
import { hasKind } from './structure';

/** What may flow into and out of gateways. */
export const gatewayRules: readonly Rule[] = [
  rule('bpmn:Gateway', 'gateway_direction_invalid', '8.4.9', (gateway, model) => {
    const [incoming, outgoing] = [incomingOf(gateway, model).length, outgoingOf(gateway, model).length];
    switch (gateway.get('gatewayDirection')) {
      case 'Converging':
        return outgoing > 1 ? `Expected one outgoing flow of a converging gateway, but there are ${outgoing}` : null;
      case 'Diverging':
        return incoming > 1 ? `Expected one incoming flow of a diverging gateway, but there are ${incoming}` : null;
      case 'Mixed':
        return incoming > 1 && outgoing > 1
          ? null
          : `Expected several flows on both sides of a mixed gateway, but there are ${incoming} and ${outgoing}`;
      default:
        return null;
    }
  }),
  lenientRule('bpmn:Gateway', 'gateway_flows_missing', '8.4.9', (gateway, model) => {
    const [incoming, outgoing] = [incomingOf(gateway, model).length, outgoingOf(gateway, model).length];
    if (incoming > 1 || outgoing > 1) return null;
    return `Expected several incoming or several outgoing flows, but there are ${incoming} and ${outgoing}`;
  }),
  rule('bpmn:EventBasedGateway', 'event_gateway_invalid', '10.6.6', (gateway, model) => {
    const flows = outgoingOf(gateway, model);
    if (flows.some((flow) => flow.get('conditionExpression')))
      return 'Expected outgoing flows without conditions, but one has a condition';
    const targets = flows.map((flow) => elementOf(flow, 'targetRef')).filter((target) => target !== null);
    return targetProblem(targets, model);
  }),
];

function targetProblem(targets: ModdleElement[], model: ModelView): string | null {
  if (
    targets.some((target) => target.$type === 'bpmn:ReceiveTask' && model.referring(target, 'attachedToRef').length > 0)
  )
    return 'Expected receive tasks without boundary events behind it, but one has some';
  if (targets.some((target) => incomingOf(target, model).length > 1))
    return 'Expected events that are reached from here only, but one has another incoming flow';
  const receives = targets.some(({ $type }) => $type === 'bpmn:ReceiveTask');
  const catches = targets.some((target) => hasKind(target, 'message'));
  return receives && catches ? 'Expected either receive tasks or message events behind it, but there are both' : null;
}

function incomingOf(node: ModdleElement, model: ModelView): ModdleElement[] {
  return model.referring(node, 'targetRef').filter(isFlow);
}
