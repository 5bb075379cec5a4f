import type { StepContext } from '../../../execution/context';
import { definitionOf, parentOf } from '../../../execution/context';
import type { ElementInstance } from '../../../execution/execution';
import { evaluateText } from '../../../execution/expressions';
import { compileJob, createJob, jobTypeOf, type JobData } from '../../../execution/jobs';
import { openSubscription } from '../../../execution/subscriptions';
import { setLocal } from '../../../execution/variables';
import type { Expression } from '../../../model/definition';
import type { ElementSource } from '../../../model/source';
import type { References } from '../../behavior';
import type { Listener } from '../../../execution/listening';
import { CATCHING, type EventDefinitionBehavior } from './behavior';
import { checkLiteral, compileName } from './name';

/** A message to wait for. A start event has no correlation key: it makes an instance instead of finding one. */
export interface MessageCatch {
  messageName: Expression;
  correlationKey: Expression | null;
}

/** A message that is sent by a job of the model's, or, in the standard's own words, by our own. */
export type MessageThrow = JobData | { messageName: Expression };

/** Job type of messages that the model only names: its variables `messageName` and `payload`. */
const PUBLISH_JOB = 'publish-message';

type MessageEvent = { catches: MessageCatch } | { throws: MessageThrow };

/** Reads the message that `owner` refers to by `messageRef`. */
export function compileMessage(owner: ElementSource, needsKey: boolean): MessageCatch {
  const messageName = compileName(owner, 'message');
  const message = owner.referenced('messageRef');
  const key = message?.extension('subscription')?.attribute('correlationKey') ?? null;
  // Without the dialect's key a message is found by its name alone.
  if (needsKey && !key && owner.usesZeebe)
    owner.problem(
      'correlation_key_missing',
      `Expected message '${message?.name ?? ''}' to have a correlation key, but it has none`,
    );
  return {
    messageName,
    correlationKey: needsKey && key ? owner.expression(key, 'correlation key') : null,
  };
}

/** Reads what `task` (or the event around the definition `owner`) throws. */
export function compileThrow(owner: ElementSource, task: ElementSource): MessageThrow {
  if (owner.usesZeebe || task.extension('taskDefinition')) {
    // How a job sends it is the job's business: the reference is for the reader of the diagram.
    owner.reference('messageRef');
    return compileJob(task);
  }
  return { messageName: compileName(owner, 'message') };
}

export function throwReferences(data: MessageThrow): References {
  return 'messageName' in data ? { jobType: PUBLISH_JOB } : jobTypeOf(data);
}

/** The name of the message, where it is literal and not a job's business. */
export function sentBy(data: MessageThrow): string[] {
  return 'messageName' in data && 'text' in data.messageName ? [data.messageName.text] : [];
}

/** Sends a message; its local variables, which data associations have made, are what it carries. */
export function throwMessage(context: StepContext, instance: ElementInstance, data: MessageThrow): void {
  if (!('messageName' in data)) return createJob(context, instance, data);
  const messageName = evaluateText(context, instance, data.messageName, 'the message name');
  setLocal(context, instance, { messageName, payload: { ...instance.variables } });
  createJob(context, instance, { jobType: { text: PUBLISH_JOB }, retries: { text: '3' }, headers: {} });
}

/** Where the name and key of an event are evaluated: a boundary event's in the scope around its activity. */
export function scopeOfNames(context: StepContext, { owner, event }: Listener): ElementInstance {
  const isAttached = definitionOf(context, owner.elementId).boundaryEvents.includes(event.id);
  return isAttached ? (parentOf(context, owner) ?? owner) : owner;
}

/** Evaluates name and key, and returns what subscribes. */
export function listenForMessage(
  context: StepContext,
  listener: Listener,
  { messageName, correlationKey }: MessageCatch,
): () => void {
  const scope = scopeOfNames(context, listener);
  const name = evaluateText(context, scope, messageName, 'the message name');
  const key = correlationKey ? evaluateText(context, scope, correlationKey, 'the correlation key') : '';
  return () => openSubscription(context, listener, { messageName: name, correlationKey: key });
}

export const message: EventDefinitionBehavior<MessageEvent> = {
  bpmnType: 'MessageEventDefinition',
  kind: 'message',
  clause: '10.5.5',
  positions: [...CATCHING, 'throw', 'end'],
  takesTime: true,
  compile(definition, event, position) {
    if (position === 'throw' || position === 'end') return { throws: compileThrow(definition, event) };
    const catches = compileMessage(definition, position !== 'start');
    if (position === 'start') checkLiteral(definition, 'message', catches.messageName);
    return { catches };
  },
  references: (data) => ('throws' in data ? throwReferences(data.throws) : {}),
  sends: (data) => ('throws' in data ? sentBy(data.throws) : []),
  start(data) {
    const name = 'catches' in data ? data.catches.messageName : { text: '' };
    return { kind: 'message', messageName: 'text' in name ? name.text : '' };
  },
  listen(context, listener, data) {
    if (!('catches' in data)) throw new Error(`Expected '${listener.event.id}' to catch a message, but it throws one`);
    return listenForMessage(context, listener, data.catches);
  },
  throw(context, instance, data) {
    if (!('throws' in data)) throw new Error(`Expected '${instance.elementId}' to throw a message, but it catches one`);
    throwMessage(context, instance, data.throws);
    return () => false;
  },
};
