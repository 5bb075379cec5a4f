import { compileThrow, sentBy, throwMessage, throwReferences, type MessageThrow } from '../events/definitions/message';
import type { ElementBehavior } from '../behavior';

/** Creates a job that sends its message. */
export const sendTask: ElementBehavior<MessageThrow> = {
  elementType: 'SEND_TASK',
  bpmnType: 'SendTask',
  clause: '10.3.3',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: false,
  compile: (source) => compileThrow(source, source),
  references: ({ data }) => throwReferences(data),
  sends: ({ data }) => sentBy(data),
  activate: (context, instance, { data }) => throwMessage(context, instance, data),
};
