import { complete } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';

/** An abstract task says nothing of what is done: the token goes on at once. */
export const task: ElementBehavior<null> = {
  elementType: 'TASK',
  bpmnType: 'Task',
  clause: '10.3.3',
  isWaitState: false,
  acceptsBoundary: true,
  isScope: false,
  compile: () => null,
  activate: (context, instance) => complete(context, instance),
};
