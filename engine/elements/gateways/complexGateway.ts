import type { StepContext } from '../../execution/context';
import type { ElementInstance } from '../../execution/execution';
import { chooseFlows, flowsThatHold } from '../../execution/flows';
import { evaluateBoolean } from '../../execution/expressions';
import { ModelFault } from '../../execution/faults';
import { isOver, takeFrom, waitBefore } from '../../execution/joins';
import { complete, completeScopeWhenEmpty, spawn } from '../../execution/lifecycle';
import { setLocal } from '../../execution/variables';
import type { FeelTree } from '../../feel/tree';
import type { ElementDefinition } from '../../model/definition';
import type { ElementBehavior } from '../behavior';

interface ComplexGateway {
  activationCondition: FeelTree | null;
}

/**
 * Goes on as soon as its activation condition holds, which may ask for `activationCount`, the number of tokens that
 * wait; then it waits for the rest of what can still come, takes that too and begins again (13.4.5). Its flows'
 * conditions may ask for `waitingForStart`: true when it goes on, false when it begins again. A flow without a
 * condition gets a token only when it goes on.
 */
export const complexGateway: ElementBehavior<ComplexGateway> = {
  elementType: 'COMPLEX_GATEWAY',
  bpmnType: 'ComplexGateway',
  clause: '10.6.5',
  isWaitState: false,
  acceptsBoundary: false,
  isScope: false,
  acceptsConditions: true,
  compile: (source) => ({ activationCondition: source.condition('activationCondition', 'activation condition') }),
  check({ incoming, data }, _process, report) {
    if (incoming.length < 2 || data.activationCondition) return;
    report(
      'error',
      'activation_condition_missing',
      'Expected an activation condition where flows meet, but there is none',
    );
  },
  arrive(scope, { id, incoming }, flowId) {
    if (incoming.length < 2) return true;
    waitBefore(scope, id, flowId);
    return false;
  },
  atRest(context, scope, element) {
    return scope.resets?.[element.id] ? reset(context, scope, element) : begin(context, scope, element);
  },
  activate(context, instance, element) {
    const { activationCondition } = element.data;
    const isReset = instance.variables.waitingForStart === false;
    if (isReset)
      return complete(context, instance, {}, { flows: flowsThatHold(context, instance, element, 'conditional') });
    if (
      activationCondition &&
      'activationCount' in instance.variables &&
      !evaluateBoolean(context, instance, activationCondition)
    ) {
      const message = `Expected the activation condition of '${element.id}' to hold, but it does not`;
      throw new ModelFault('CONDITION_ERROR', message);
    }
    complete(context, instance, {}, { flows: chooseFlows(context, instance, element) });
  },
};

type Gateway = ElementDefinition<ComplexGateway>;

/** Takes a token of each flow by which any waits, if the condition holds or can't be evaluated: that is an incident of its own. */
function begin(context: StepContext, scope: ElementInstance, { id, data }: Gateway): boolean {
  const waiting = scope.joins?.[id] ?? {};
  const activationCount = Object.values(waiting).reduce((sum, count) => sum + count, 0);
  if (!mayBegin(context, scope, data.activationCondition, activationCount)) return false;
  const taken = Object.keys(waiting);
  takeFrom(scope, id, taken);
  (scope.resets ??= {})[id] = taken;
  setLocal(context, spawn(context, id, scope.key), { activationCount, waitingForStart: true });
  return true;
}

function mayBegin(
  context: StepContext,
  scope: ElementInstance,
  condition: FeelTree | null,
  activationCount: number,
): boolean {
  if (!condition) return true;
  try {
    return evaluateBoolean(context, scope, condition, { activationCount });
  } catch (error) {
    if (error instanceof ModelFault) return true;
    throw error;
  }
}

/** Begins again once a token has come by each other flow, or can't come any more. */
function reset(context: StepContext, scope: ElementInstance, { id, incoming }: Gateway): boolean {
  const taken = scope.resets?.[id] ?? [];
  const waiting = scope.joins?.[id] ?? {};
  const expected = incoming.filter((flow) => !taken.includes(flow));
  const isComplete = expected.every((flow) => waiting[flow]);
  if (!isComplete && !isOver(context, scope, id, (flow) => taken.includes(flow) || waiting[flow] !== undefined))
    return false;
  takeFrom(scope, id, expected);
  delete scope.resets?.[id];
  if (Object.keys(scope.resets ?? {}).length === 0) delete scope.resets;
  const { outgoing } = context.process.elements[id] ?? { outgoing: [] };
  const decides = outgoing.some((flow) => context.process.flows[flow]?.condition);
  if (decides) setLocal(context, spawn(context, id, scope.key), { waitingForStart: false });
  else completeScopeWhenEmpty(context, scope);
  return true;
}
