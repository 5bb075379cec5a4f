import type { ElementType } from '../../protocol/events';
import type { ElementSource } from '../model/source';
import type { ElementBehavior } from './behavior';
import { adHocSubProcess } from './containers/adHocSubProcess';
import { callActivity } from './containers/callActivity';
import { eventSubProcess } from './containers/eventSubProcess';
import { process } from './containers/process';
import { subProcess } from './containers/subProcess';
import { transaction } from './containers/transaction';
import { boundaryEvent } from './events/boundaryEvent';
import { endEvent } from './events/endEvent';
import { intermediateCatchEvent } from './events/intermediateCatchEvent';
import { intermediateThrowEvent } from './events/intermediateThrowEvent';
import { startEvent } from './events/startEvent';
import { complexGateway } from './gateways/complexGateway';
import { eventBasedGateway } from './gateways/eventBasedGateway';
import { exclusiveGateway } from './gateways/exclusiveGateway';
import { inclusiveGateway } from './gateways/inclusiveGateway';
import { parallelGateway } from './gateways/parallelGateway';
import { loopBody } from './loops/body';
import { businessRuleTask } from './tasks/businessRuleTask';
import { manualTask } from './tasks/manualTask';
import { receiveTask } from './tasks/receiveTask';
import { scriptTask } from './tasks/scriptTask';
import { sendTask } from './tasks/sendTask';
import { serviceTask } from './tasks/serviceTask';
import { task } from './tasks/task';
import { userTask } from './tasks/userTask';

/** One line an element: what is not here refuses the deployment. */
export const elementBehaviors: readonly ElementBehavior[] = [
  process,
  subProcess,
  eventSubProcess,
  transaction,
  adHocSubProcess,
  callActivity,
  startEvent,
  intermediateCatchEvent,
  intermediateThrowEvent,
  boundaryEvent,
  endEvent,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  complexGateway,
  eventBasedGateway,
  task,
  userTask,
  serviceTask,
  scriptTask,
  businessRuleTask,
  sendTask,
  receiveTask,
  manualTask,
];

const byType = new Map([...elementBehaviors, loopBody].map((behavior) => [behavior.elementType, behavior]));

/** The behaviour of an element type; a type without one is a bug of ours, since compilation refuses it. */
export function behaviorOf(type: ElementType): ElementBehavior {
  const behavior = byType.get(type);
  if (!behavior) throw new Error(`Expected a behaviour for ${type}, but the registry has none`);
  return behavior;
}

/** The behaviour of an element by its BPMN type and markers, or undefined where we don't execute it. */
export function behaviorOfBpmn(bpmnType: string, source: ElementSource): ElementBehavior | undefined {
  const candidates = elementBehaviors.filter((behavior) => behavior.bpmnType === bpmnType);
  return (
    candidates.find(({ marker }) => marker !== undefined && source.attribute(marker) === true) ??
    candidates.find(({ marker }) => marker === undefined)
  );
}
