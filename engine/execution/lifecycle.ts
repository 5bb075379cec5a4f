import type { Variables } from '../../protocol/json';
import {
  behaviorFor,
  definitionOf,
  instanceOf,
  isActive,
  nextKey,
  parentOf,
  typeOf,
  type StepContext,
} from './context';
import type { ElementInstance, ElementState } from './execution';
import { ModelFault } from './faults';
import { guarded } from './incidents';
import { listenOnBehalfOf } from './listening';
import { applyInputs, applyOutputs } from './mappings';
import { cancelWaits } from './waits';

const TRANSITIONS: Record<ElementState, readonly ElementState[]> = {
  ACTIVATING: ['ACTIVATED', 'TERMINATING'],
  ACTIVATED: ['COMPLETING', 'TERMINATING'],
  COMPLETING: ['TERMINATING'],
  TERMINATING: [],
};

function enter(instance: ElementInstance, state: ElementState): void {
  if (!TRANSITIONS[instance.state].includes(state)) {
    throw new Error(`Expected ${instance.elementId} to be able to enter ${state}, but it is ${instance.state}`);
  }
  instance.state = state;
}

/** Creates an instance of an element in a scope; it is activated when its turn comes. A repeated activity gets its body. */
export function spawn(
  context: StepContext,
  elementId: string,
  scopeKey: string,
  variables: Variables = {},
): ElementInstance {
  const repeats = definitionOf(context, elementId).loop !== undefined;
  return create(
    context,
    elementId,
    scopeKey,
    variables,
    repeats ? { loop: { total: null, started: 0, completed: 0 } } : {},
  );
}

/** Creates the next instance of a repeated activity in its body. */
export function spawnInner(context: StepContext, body: ElementInstance, loopCounter: number): ElementInstance {
  return create(context, body.elementId, body.key, {}, { loopCounter });
}

function create(
  context: StepContext,
  elementId: string,
  scopeKey: string,
  variables: Variables,
  loop: Pick<ElementInstance, 'loop' | 'loopCounter'>,
): ElementInstance {
  const element = definitionOf(context, elementId);
  const key = nextKey(context);
  const instance: ElementInstance = {
    key,
    elementId,
    scopeKey,
    state: 'ACTIVATING',
    activatedAt: context.now,
    variables,
    ...loop,
  };
  context.activationsLeft -= 1;
  context.execution.elements[key] = instance;
  context.index.children.add(scopeKey, key);
  context.events.push({
    type: 'element.activated',
    key,
    elementId,
    elementType: typeOf(instance, element),
    elementName: element.name,
    scopeKey,
  });
  context.queue.push(() => {
    if (isActive(context, instance)) activate(context, instance);
  });
  return instance;
}

/** Runs an instance's activation, for the first time or after its incident was resolved. */
export function activate(context: StepContext, instance: ElementInstance): void {
  guarded(context, instance, () => {
    const element = definitionOf(context, instance.elementId);
    if (context.activationsLeft < 0) {
      throw new ModelFault(
        'ENGINE_FAILURE',
        `Expected a wait state within one step, but '${element.id}' belongs to an endless loop`,
      );
    }
    if (!instance.loop) applyInputs(context, instance, element.inputs);
    const beginToListen = listenOnBehalfOf(context, instance);
    behaviorFor(context, instance).activate(context, instance, element);
    if (!isActive(context, instance) || instance.state !== 'ACTIVATING') return;
    enter(instance, 'ACTIVATED');
    beginToListen();
  });
}

/** Completes an instance: variables, then tokens (by all flows, or those given), then perhaps its scope. */
export function complete(
  context: StepContext,
  instance: ElementInstance,
  variables: Variables = {},
  flows?: readonly string[],
): void {
  if (instance.state === 'ACTIVATING') enter(instance, 'ACTIVATED');
  enter(instance, 'COMPLETING');
  finish(context, instance, variables, flows);
}

/** The rest of a completion; also what is tried again when its output mappings had failed. */
export function finish(
  context: StepContext,
  instance: ElementInstance,
  variables: Variables,
  flows?: readonly string[],
): void {
  guarded(context, instance, () => {
    const element = definitionOf(context, instance.elementId);
    applyOutputs(context, instance, instance.loop ? [] : element.outputs, variables);
    const scope = parentOf(context, instance);
    const goOn = scope && whatFollows(context, scope, instance, flows ?? element.outgoing);
    cancelWaits(context, instance);
    leave(context, instance);
    if (!goOn) return endInstance(context, instance, 'COMPLETED');
    context.events.push({ type: 'element.completed', key: instance.key, elementId: instance.elementId });
    goOn();
  });
}

/** Tokens by the given flows, unless the scope decides itself. */
function whatFollows(
  context: StepContext,
  scope: ElementInstance,
  instance: ElementInstance,
  flows: readonly string[],
): () => void {
  const behavior = behaviorFor(context, scope);
  if (behavior.childCompleting)
    return behavior.childCompleting(context, scope, instance, definitionOf(context, scope.elementId));
  return () => {
    for (const flowId of flows) takeFlow(context, flowId, scope);
    completeScopeWhenEmpty(context, scope);
  };
}

function takeFlow(context: StepContext, flowId: string, scope: ElementInstance): void {
  const flow = context.process.flows[flowId];
  if (!flow) throw new Error(`Expected sequence flow '${flowId}', but process '${context.process.id}' has none`);
  context.events.push({ type: 'flow.taken', flowId, scopeKey: scope.key });
  const target = definitionOf(context, flow.targetId);
  const mayEnter = context.behaviorOf(target.type).arrive?.(scope, target, flowId) ?? true;
  if (mayEnter) spawn(context, target.id, scope.key);
}

/** A scope ends with its last token; tokens that wait before a join count. */
export function completeScopeWhenEmpty(context: StepContext, scope: ElementInstance): void {
  if (scope.state !== 'ACTIVATED' || context.index.children.has(scope.key) || scope.joins) return;
  complete(context, scope);
}

/** Ends an instance and all inside it, without tokens leaving. */
export function terminate(context: StepContext, instance: ElementInstance): void {
  enter(instance, 'TERMINATING');
  terminateChildren(context, instance);
  cancelWaits(context, instance);
  behaviorFor(context, instance).terminate?.(context, instance, definitionOf(context, instance.elementId));
  leave(context, instance);
  if (instance.scopeKey === null) return endInstance(context, instance, 'TERMINATED');
  context.events.push({ type: 'element.terminated', key: instance.key, elementId: instance.elementId });
}

/** Ends what lives in a scope, tokens before joins too; the scope itself goes on. */
export function terminateChildren(context: StepContext, scope: ElementInstance, except?: ElementInstance): void {
  for (const key of context.index.children.of(scope.key)) {
    if (key !== except?.key) terminate(context, instanceOf(context, key));
  }
  delete scope.joins;
}

function leave(context: StepContext, instance: ElementInstance): void {
  delete context.execution.elements[instance.key];
  if (instance.scopeKey !== null) context.index.children.remove(instance.scopeKey, instance.key);
}

function endInstance(context: StepContext, root: ElementInstance, state: 'COMPLETED' | 'TERMINATED'): void {
  context.execution.state = state;
  context.events.push({ type: state === 'COMPLETED' ? 'instance.completed' : 'instance.terminated' });
  const { error } = context.execution;
  context.effects.push({ type: 'endInstance', state, variables: root.variables, ...(error && { error }) });
}
