import { instanceOf } from '../../../execution/context';
import { terminateChildren } from '../../../execution/lifecycle';
import type { EventDefinitionBehavior } from './behavior';

/** Ends all else in its own scope, which thereby completes: an embedded sub-process goes on behind it. */
export const terminate: EventDefinitionBehavior<null> = {
  bpmnType: 'TerminateEventDefinition',
  kind: 'terminate',
  clause: '10.5.6',
  positions: ['end'],
  compile: () => null,
  throw: (context, instance) => () => {
    if (instance.scopeKey !== null) terminateChildren(context, instanceOf(context, instance.scopeKey), instance);
    return true;
  },
};
