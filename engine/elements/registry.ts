import type { ElementType } from '../../protocol/events';
import type { ElementBehavior } from './behavior';
import { callActivity } from './containers/callActivity';
import { process } from './containers/process';
import { subProcess } from './containers/subProcess';
import { boundaryEvent } from './events/boundaryEvent';
import { endEvent } from './events/endEvent';
import { intermediateCatchEvent } from './events/intermediateCatchEvent';
import { startEvent } from './events/startEvent';
import { exclusiveGateway } from './gateways/exclusiveGateway';
import { parallelGateway } from './gateways/parallelGateway';
import { loopBody } from './loops/body';
import { businessRuleTask } from './tasks/businessRuleTask';
import { receiveTask } from './tasks/receiveTask';
import { scriptTask } from './tasks/scriptTask';
import { serviceTask } from './tasks/serviceTask';
import { userTask } from './tasks/userTask';

/** One line an element: what is not here refuses the deployment. */
export const elementBehaviors: readonly ElementBehavior[] = [
  process,
  subProcess,
  callActivity,
  startEvent,
  intermediateCatchEvent,
  boundaryEvent,
  endEvent,
  exclusiveGateway,
  parallelGateway,
  userTask,
  serviceTask,
  scriptTask,
  businessRuleTask,
  receiveTask,
];

const byType = new Map([...elementBehaviors, loopBody].map((behavior) => [behavior.elementType, behavior]));
const byBpmnType = new Map(elementBehaviors.map((behavior) => [behavior.bpmnType, behavior]));

/** The behaviour of an element type; a type without one is a bug of ours, since compilation refuses it. */
export function behaviorOf(type: ElementType): ElementBehavior {
  const behavior = byType.get(type);
  if (!behavior) throw new Error(`Expected a behaviour for ${type}, but the registry has none`);
  return behavior;
}

/** The behaviour of a BPMN type (without prefix), or undefined where we don't execute it. */
export function behaviorOfBpmn(bpmnType: string): ElementBehavior | undefined {
  return byBpmnType.get(bpmnType);
}
