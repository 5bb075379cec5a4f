import { throwError } from '../../execution/catching';
import type { StepContext } from '../../execution/context';
import type { ElementInstance } from '../../execution/execution';
import { evaluateText } from '../../execution/expressions';
import { ModelFault } from '../../execution/faults';
import { guarded, raiseIncident } from '../../execution/incidents';
import { complete } from '../../execution/lifecycle';
import { own } from '../../execution/own';
import { visibleVariables } from '../../execution/variables';
import type { ElementDefinition, Expression } from '../../model/definition';
import type { ElementBehavior } from '../behavior';

interface CallActivity {
  processId: Expression;
  propagateAllParentVariables: boolean;
  propagateAllChildVariables: boolean;
}

/** A process that calls itself ends here. */
const DEEPEST_CALL = 50;

/** Calls a process of its own release as an instance of its own, and waits for its end. */
export const callActivity: ElementBehavior<CallActivity> = {
  elementType: 'CALL_ACTIVITY',
  bpmnType: 'CallActivity',
  clause: '10.3.6',
  isWaitState: true,
  acceptsBoundary: true,
  isScope: false,
  compile(source) {
    const called = source.extension('calledElement');
    // The standard's own reference is a name that may be qualified.
    const native = String(source.attribute('calledElement') ?? '').replace(/^.*:/, '');
    const processId = called?.attribute('processId') ?? native;
    if (processId === '') {
      const message = 'Expected a zeebe:calledElement with a process id, or a calledElement, but there is none';
      source.problem('called_element_missing', message);
    }
    return {
      processId: source.expression(processId, 'called process id'),
      propagateAllParentVariables: called?.attribute('propagateAllParentVariables') !== 'false',
      propagateAllChildVariables: called?.attribute('propagateAllChildVariables') !== 'false',
    };
  },
  references: ({ data: { processId } }) => ({ process: 'text' in processId ? processId.text : 'any' }),
  activate: call,
  resume: call,
  calledEnded(context, instance, element, outcome) {
    if (outcome.state === 'TERMINATED') {
      const { error } = outcome;
      if (error) return guarded(context, instance, () => throwError(context, instance, error.code, error.variables));
      const message = `Expected the instance called by '${element.id}' to complete, but it was terminated`;
      return raiseIncident(context, instance, new ModelFault('CALLED_ELEMENT_ERROR', message));
    }
    const takesAll = element.data.propagateAllChildVariables || element.outputs.length > 0;
    complete(context, instance, takesAll ? outcome.variables : {});
  },
  terminate(context, { key, calledInstanceKey }) {
    if (calledInstanceKey === undefined) return;
    context.effects.push({ type: 'cancelCalledInstance', elementInstanceKey: key, calledInstanceKey });
  },
};

function call(context: StepContext, instance: ElementInstance, element: ElementDefinition<CallActivity>): void {
  const processId = evaluateText(context, instance, element.data.processId, 'the called process id');
  if (!own(context.program.processes, processId)) {
    throw new ModelFault('CALLED_ELEMENT_ERROR', `Expected process '${processId}' in the release, but it is not there`);
  }
  if ((context.execution.callDepth ?? 0) >= DEEPEST_CALL) {
    const message = `Expected at most ${DEEPEST_CALL} instances that call each other, but '${element.id}' calls one more`;
    throw new ModelFault('CALLED_ELEMENT_ERROR', message);
  }
  instance.calledInstanceKey = null;
  instance.calledProcessId = processId;
  const variables = element.data.propagateAllParentVariables
    ? visibleVariables(context, instance)
    : { ...instance.variables };
  context.effects.push({ type: 'callProcess', elementInstanceKey: instance.key, processId, variables });
}
