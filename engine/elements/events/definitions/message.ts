import type { StepContext } from '../../../execution/context';
import { definitionOf, parentOf } from '../../../execution/context';
import type { ElementInstance } from '../../../execution/execution';
import { evaluateText } from '../../../execution/expressions';
import { compileJob, createJob, jobTypeOf, type JobData } from '../../../execution/jobs';
import { openSubscription } from '../../../execution/subscriptions';
import type { ElementDefinition, Expression } from '../../../model/definition';
import type { ElementSource } from '../../../model/source';
import type { EventDefinitionBehavior, Listener } from './behavior';

/** A message to wait for. A start event has no correlation key: it makes an instance instead of finding one. */
export interface MessageCatch {
  messageName: Expression;
  correlationKey: Expression | null;
}

type MessageEvent = { catches: MessageCatch } | { throws: JobData };

/** Reads the message that `owner` refers to by `messageRef`. */
export function compileMessage(owner: ElementSource, needsKey: boolean): MessageCatch {
  const message = owner.referenced('messageRef');
  const name = message?.name ?? '';
  if (name === '') owner.problem('message_missing', 'Expected a message with a name, but there is none');
  const key = message?.extension('subscription')?.attribute('correlationKey') ?? null;
  if (needsKey && !key)
    owner.problem('correlation_key_missing', `Expected message '${name}' to have a correlation key, but it has none`);
  return {
    messageName: owner.expression(name, 'message name'),
    correlationKey: needsKey && key ? owner.expression(key, 'correlation key') : null,
  };
}

/** Where the name and key of an event are evaluated: a boundary event's in the scope around its activity. */
export function scopeOfNames(context: StepContext, owner: ElementInstance, event: ElementDefinition): ElementInstance {
  const isAttached = definitionOf(context, owner.elementId).boundaryEvents.includes(event.id);
  return isAttached ? (parentOf(context, owner) ?? owner) : owner;
}

/** Evaluates name and key, and returns what subscribes. */
export function listenForMessage(
  context: StepContext,
  { owner, event }: Listener,
  { messageName, correlationKey }: MessageCatch,
): () => void {
  const scope = scopeOfNames(context, owner, event);
  const name = evaluateText(context, scope, messageName, 'the message name');
  const key = evaluateText(context, scope, correlationKey ?? { text: '' }, 'the correlation key');
  return () => openSubscription(context, owner, event.id, { messageName: name, correlationKey: key });
}

export const message: EventDefinitionBehavior<MessageEvent> = {
  bpmnType: 'MessageEventDefinition',
  kind: 'message',
  clause: '10.5.5',
  positions: [
    'start',
    'innerStart',
    'nonInterruptingInnerStart',
    'catch',
    'boundary',
    'nonInterruptingBoundary',
    'throw',
    'end',
  ],
  compile(definition, event, position) {
    if (position === 'throw' || position === 'end') {
      // How its message is sent is the job's business: the reference is for the reader of the diagram.
      definition.reference('messageRef');
      return { throws: compileJob(event) };
    }
    const catches = compileMessage(definition, position !== 'start');
    if (position === 'start' && 'feel' in catches.messageName) {
      definition.problem('message_invalid', 'Expected a literal message name at a start event, but it is FEEL');
    }
    return { catches };
  },
  references: (data) => ('throws' in data ? jobTypeOf(data.throws) : {}),
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
    createJob(context, instance, data.throws);
    return () => false;
  },
};
