import type { ElementBehavior } from '../behavior';
import { compileMessage, listenForMessage, type MessageCatch } from '../events/definitions/message';

/** Waits for a message, like a message catch event that may have boundary events. */
export const receiveTask: ElementBehavior<MessageCatch> = {
  elementType: 'RECEIVE_TASK',
  bpmnType: 'ReceiveTask',
  clause: '10.3.3',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: false,
  compile: (source) => compileMessage(source, true),
  activate: (context, instance, element) =>
    listenForMessage(context, { owner: instance, event: element }, element.data)(),
  listen: (context, owner, element) => listenForMessage(context, { owner, event: element }, element.data),
};
