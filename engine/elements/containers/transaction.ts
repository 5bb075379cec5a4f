import { catchersOn } from '../../execution/catching';
import { gatherInside } from '../../execution/compensables';
import { compensateScope } from '../../execution/compensation';
import { instanceOf, parentOf, type StepContext } from '../../execution/context';
import type { ElementInstance } from '../../execution/execution';
import { complete, completeScopeWhenEmpty, interrupt, terminate } from '../../execution/lifecycle';
import { trigger } from '../../execution/triggers';
import type { ElementBehavior } from '../behavior';
import { subProcess, type SubProcess } from './subProcess';

/**
 * A sub-process that succeeds, is canceled (all in it ends, what had completed is compensated, and its cancel event
 * follows), or fails by an error that leaves it, a hazard: then nothing is compensated.
 */
export const transaction: ElementBehavior<SubProcess> = {
  ...subProcess,
  elementType: 'TRANSACTION',
  bpmnType: 'Transaction',
  compile(source) {
    const method = source.attribute('method') ?? '##Compensate';
    if (method !== '##Compensate')
      source.problem(
        'unsupported_attribute',
        `Expected a transaction by compensation, but its method is ${String(method)}`,
      );
    return subProcess.compile(source);
  },
  canceled(context, instance) {
    gatherInside(context, instance);
    instance.canceled = true;
    interrupt(context, instance);
    compensateScope(context, instance);
  },
  compensated(context, instance) {
    if (instance.canceled) leaveCanceled(context, instance);
    else complete(context, instance);
  },
};

function leaveCanceled(context: StepContext, instance: ElementInstance): void {
  const owner = instance.loopCounter === undefined ? instance : (parentOf(context, instance) ?? instance);
  const [eventId] = catchersOn(context, owner, { kind: 'cancel', code: '' });
  if (eventId !== undefined) return trigger(context, owner, eventId, {});
  const { scopeKey } = owner;
  terminate(context, owner);
  if (scopeKey !== null) completeScopeWhenEmpty(context, instanceOf(context, scopeKey));
}
