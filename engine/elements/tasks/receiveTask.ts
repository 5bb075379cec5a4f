import type { ElementDefinition } from '../../model/definition';
import type { ElementBehavior, Graph } from '../behavior';
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
  starts(task, process) {
    const { messageName } = task.data;
    return begins(task, process)
      ? [{ kind: 'message', messageName: 'text' in messageName ? messageName.text : '' }]
      : [];
  },
  check(task, process, report) {
    if (begins(task, process) && 'feel' in task.data.messageName)
      report('error', 'message_invalid', 'Expected a literal message name where a process begins, but it is FEEL');
  },
  activate: (context, instance, element) =>
    listenForMessage(context, { owner: instance, event: element }, element.data)(),
  listen: (context, owner, element) => listenForMessage(context, { owner, event: element }, element.data),
};

function begins({ id, data }: ElementDefinition<ReceiveTask>, process: Graph): boolean {
  return data.instantiate === true || gatewayBefore(id, process) !== null;
}
