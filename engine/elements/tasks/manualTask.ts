import { complete } from '../../execution/lifecycle';
import type { ElementBehavior } from '../behavior';

/** Work that nobody tells the engine about: the token goes on at once. */
export const manualTask: ElementBehavior<null> = {
  elementType: 'MANUAL_TASK',
  bpmnType: 'ManualTask',
  clause: '10.3.3',
  isWaitState: false,
  acceptsBoundary: true,
  isScope: false,
  compile: () => null,
  activate: (context, instance) => complete(context, instance),
};
