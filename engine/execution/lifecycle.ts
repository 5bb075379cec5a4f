import type { Variables } from '../../protocol/json';
import {
  behaviorFor,
  definitionOf,
  eventStartsOf,
  instanceOf,
  isActive,
  nextKey,
  parentOf,
  typeOf,
  type StepContext,
} from './context';
import type { ElementDefinition } from '../model/definition';
import type { ElementInstance, ElementState } from './execution';
import { ModelFault } from './faults';
import { rememberForCompensation } from './compensables';
import { enterScope, leaveScope } from './executionIndex';
import { chooseFlows } from './flows';
import { guarded } from './incidents';
import { takeFrom, waitBefore } from './joins';
import { listenOnBehalfOf } from './listening';
import { applyInputs, applyOutputs } from './mappings';
import { cancelWaits, stopListening } from './waits';

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

/**
 * Creates an instance of an element in a scope; it is activated when its turn comes. A repeated activity gets its body.
 * An event that has `happened` already doesn't wait for it again: it completes at once with what it brought.
 */
export function spawn(
  context: StepContext,
  elementId: string,
  scopeKey: string,
  happened?: Variables,
): ElementInstance {
  const repeats = definitionOf(context, elementId).loop !== undefined;
  return create(context, elementId, scopeKey, {
    ...(repeats && { loop: { total: null, started: 0, completed: 0 } }),
    ...(happened && { happened }),
  });
}

/** Creates the next instance of a repeated activity in its body. */
export function spawnInner(context: StepContext, body: ElementInstance, loopCounter: number): ElementInstance {
  return create(context, body.elementId, body.key, { loopCounter });
}

function create(
  context: StepContext,
  elementId: string,
  scopeKey: string,
  more: Pick<ElementInstance, 'loop' | 'loopCounter' | 'happened'>,
): ElementInstance {
  const instance = newInstance(context, elementId, scopeKey, more);
  context.queue.push(() => {
    if (isActive(context, instance)) activate(context, instance);
  });
  return instance;
}

function newInstance(
  context: StepContext,
  elementId: string,
  scopeKey: string,
  more: Pick<ElementInstance, 'loop' | 'loopCounter' | 'happened' | 'compensates'>,
): ElementInstance {
  const element = definitionOf(context, elementId);
  const key = nextKey(context);
  const instance: ElementInstance = {
    key,
    elementId,
    scopeKey,
    state: 'ACTIVATING',
    activatedAt: context.now,
    variables: {},
    ...more,
  };
  context.activationsLeft -= 1;
  context.execution.elements[key] = instance;
  enterScope(context.index, instance);
  context.touched.add(scopeKey);
  context.events.push({
    type: 'element.activated',
    key,
    elementId,
    elementType: typeOf(instance, element),
    elementName: element.name,
    scopeKey,
  });
  return instance;
}

/** Opens a sub-process again that has completed, to compensate what is inside: nothing begins, and no event is waited for. */
export function reopenScope(
  context: StepContext,
  elementId: string,
  scopeKey: string,
  more: Pick<ElementInstance, 'compensates' | 'loopCounter'>,
): ElementInstance {
  const instance = newInstance(context, elementId, scopeKey, more);
  enter(instance, 'ACTIVATED');
  return instance;
}

/** Opens a scope in which somebody will begin elements by hand: it is listened for events, but nothing in it begins. */
export function openScope(context: StepContext, elementId: string, scopeKey: string): ElementInstance {
  const instance = newInstance(context, elementId, scopeKey, {});
  guarded(context, instance, () => applyInputs(context, instance, definitionOf(context, elementId).inputs));
  enter(instance, 'ACTIVATED');
  // In its turn: an event may happen at once, and end the scope with what somebody has begun in it.
  context.queue.push(() => {
    if (isActive(context, instance)) guarded(context, instance, () => listenOnBehalfOf(context, instance)());
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
    const { happened } = instance;
    if (happened) {
      delete instance.happened;
      return complete(context, instance, happened);
    }
    const beginToListen = listenOnBehalfOf(context, instance);
    behaviorFor(context, instance).activate(context, instance, element);
    if (!isActive(context, instance) || instance.state !== 'ACTIVATING') return;
    enter(instance, 'ACTIVATED');
    beginToListen();
  });
}

/** How tokens leave, where the element has chosen: by which flows, and what an event at their end has brought already. */
export interface Leaving {
  flows: readonly string[];
  happened?: Variables;
}

/** Completes an instance: variables, then tokens (as given, else by the conditions of the flows), then perhaps its scope. */
export function complete(
  context: StepContext,
  instance: ElementInstance,
  variables: Variables = {},
  leaving?: Leaving,
): void {
  if (instance.state === 'ACTIVATING') enter(instance, 'ACTIVATED');
  enter(instance, 'COMPLETING');
  finish(context, instance, variables, leaving);
}

/** The rest of a completion; also what is tried again when its output mappings had failed. */
export function finish(context: StepContext, instance: ElementInstance, variables: Variables, leaving?: Leaving): void {
  guarded(context, instance, () => {
    const element = definitionOf(context, instance.elementId);
    const isReopened = instance.compensates !== undefined && !element.forCompensation;
    applyOutputs(context, instance, instance.loop || isReopened ? [] : element.outputs, variables);
    const scope = parentOf(context, instance);
    const goOn = scope && whatFollows(context, scope, instance, leaving);
    if (scope) rememberForCompensation(context, scope, instance, element);
    cancelWaits(context, instance);
    leave(context, instance);
    if (!goOn) return endInstance(context, instance, 'COMPLETED');
    context.events.push({ type: 'element.completed', key: instance.key, elementId: instance.elementId });
    goOn();
  });
}

/** Tokens as given, else by the conditions of the flows, unless the scope decides itself. */
function whatFollows(
  context: StepContext,
  scope: ElementInstance,
  instance: ElementInstance,
  leaving?: Leaving,
): () => void {
  const { compensates } = instance;
  if (compensates !== undefined) return () => handlerEnded(context, scope, compensates);
  const behavior = behaviorFor(context, scope);
  if (behavior.childCompleting)
    return behavior.childCompleting(context, scope, instance, definitionOf(context, scope.elementId));
  const element = definitionOf(context, instance.elementId);
  const { flows, happened } = leaving ?? { flows: chooseFlows(context, instance, element) };
  return () => {
    for (const flowId of flows)
      for (let token = 0; token < (element.completionQuantity ?? 1); token++)
        takeFlow(context, flowId, scope, happened);
    const staysOpen = behavior.childLeft?.(context, scope, instance, definitionOf(context, scope.elementId));
    if (!staysOpen) completeScopeWhenEmpty(context, scope);
  };
}

/** Who compensates goes on; or nobody waits for the handler, which then is like any other last token. */
function handlerEnded(context: StepContext, scope: ElementInstance, runnerKey: string): void {
  const runner = context.execution.elements[runnerKey];
  if (runner?.compensating) behaviorFor(context, runner).handlerEnded?.(context, runner);
  else completeScopeWhenEmpty(context, scope);
}

/** Sends a token by a flow; `happened` is what the event at its end has brought already. */
export function takeFlow(context: StepContext, flowId: string, scope: ElementInstance, happened?: Variables): void {
  const flow = context.process.flows[flowId];
  if (!flow) throw new Error(`Expected sequence flow '${flowId}', but process '${context.process.id}' has none`);
  context.events.push({ type: 'flow.taken', flowId, scopeKey: scope.key });
  context.touched.add(scope.key);
  const target = definitionOf(context, flow.targetId);
  if (mayEnter(context, scope, target, flowId)) spawn(context, target.id, scope.key, happened);
  else (scope.joinedAt ??= {})[target.id] ??= context.now;
}

/** An activity may need several tokens to start; other elements answer for themselves. */
function mayEnter(context: StepContext, scope: ElementInstance, target: ElementDefinition, flowId: string): boolean {
  const { id, startQuantity, incoming, type } = target;
  if (startQuantity === undefined) return context.behaviorOf(type).arrive?.(scope, target, flowId) ?? true;
  const waiting = waitBefore(scope, id, flowId);
  const tokens = incoming.flatMap((flow) => Array<string>(waiting[flow] ?? 0).fill(flow));
  if (tokens.length < startQuantity) return false;
  for (const flow of tokens.slice(0, startQuantity)) takeFrom(scope, id, [flow]);
  return true;
}

/** A scope ends with its last token; tokens that wait before a join count. */
export function completeScopeWhenEmpty(context: StepContext, scope: ElementInstance): void {
  if (scope.state !== 'ACTIVATED' || context.index.children.has(scope.key) || scope.joins || scope.resets) return;
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
  delete scope.joinedAt;
  delete scope.resets;
}

/** Ends all in a scope but itself; no event sub-process can begin in it any more. */
export function interrupt(context: StepContext, scope: ElementInstance): void {
  scope.interrupted = true;
  terminateChildren(context, scope);
  stopListening(context, scope, eventStartsOf(context, scope));
}

function leave(context: StepContext, instance: ElementInstance): void {
  delete context.execution.elements[instance.key];
  leaveScope(context.index, instance);
  if (instance.scopeKey !== null) context.touched.add(instance.scopeKey);
}

function endInstance(context: StepContext, root: ElementInstance, state: 'COMPLETED' | 'TERMINATED'): void {
  context.execution.state = state;
  context.events.push({ type: state === 'COMPLETED' ? 'instance.completed' : 'instance.terminated' });
  const { error } = context.execution;
  context.effects.push({ type: 'endInstance', state, variables: root.variables, ...(error && { error }) });
}
