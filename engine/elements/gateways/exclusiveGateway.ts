import { ModelFault } from '../../execution/faults';
import { Conditions } from '../../execution/flows';
import { complete } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';
import { checkConditions } from '../conditions';

interface ExclusiveGateway {
  defaultFlow: string | null;
}

/** Takes the first flow, in the order of the document, whose condition holds; else the default flow. */
export const exclusiveGateway: ElementBehavior<ExclusiveGateway> = {
  elementType: 'EXCLUSIVE_GATEWAY',
  bpmnType: 'ExclusiveGateway',
  clause: '10.6.2',
  isWaitState: false,
  acceptsBoundary: false,
  isScope: false,
  acceptsConditions: true,
  compile: (source) => ({ defaultFlow: source.reference('default') }),
  check: (element, process, report) => checkConditions(element, element.data.defaultFlow, process, report),
  activate(context, instance, { id, outgoing, data }) {
    const conditions = new Conditions(context, instance);
    const chosen = outgoing.find(
      (flowId) => flowId !== data.defaultFlow && (conditions.holds(flowId) ?? outgoing.length === 1),
    );
    conditions.tell();
    const flow = chosen ?? data.defaultFlow;
    if (flow === null && outgoing.length > 0) {
      throw new ModelFault(
        'CONDITION_ERROR',
        `Expected a condition of '${id}' to hold or a default flow, but neither is so`,
      );
    }
    complete(context, instance, {}, { flows: flow === null ? [] : [flow] });
  },
};
