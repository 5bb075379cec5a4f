import type { ElementBehavior } from '../behavior';
import { gatewayBefore } from '../instantiation';
import { compileMessage, listenForMessage, type MessageCatch } from '../events/definitions/message';

interface ReceiveTask extends MessageCatch {
  /** Begins its process. */
  instantiate?: boolean;
}

/** Waits for a message, like a message catch event that may have boundary events. */
export const receiveTask: ElementBehavior<ReceiveTask> = {
  elementType: 'RECEIVE_TASK',
  bpmnType: 'ReceiveTask',
  clause: '10.3.3',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: false,
  compile: (source) => ({ ...compileMessage(source, true), instantiate: source.attribute('instantiate') === true }),
  starts({ id, data: { instantiate, messageName } }, process) {
    if (!instantiate && gatewayBefore(id, process) === null) return [];
    return [{ kind: 'message', messageName: 'text' in messageName ? messageName.text : '' }];
  },
  check({ data: { instantiate, messageName } }, _process, report) {
    if (instantiate && 'feel' in messageName)
      report('error', 'message_invalid', 'Expected a literal message name where a process begins, but it is FEEL');
  },
  activate: (context, instance, element) =>
    listenForMessage(context, { owner: instance, event: element }, element.data)(),
  listen: (context, owner, element) => listenForMessage(context, { owner, event: element }, element.data),
};
