import { evaluateDecision, type DecisionAudit } from '../../dmn';
import { nextKey, type StepContext } from '../../execution/context';
import type { ElementInstance } from '../../execution/execution';
import { environmentOf, evaluateText } from '../../execution/expressions';
import { ModelFault } from '../../execution/faults';
import { complete } from '../../execution/lifecycle';
import { own } from '../../execution/own';
import { visibleVariables } from '../../execution/variables';
import { TELLS_FAILED_DECISIONS } from '../../execution/versions';
import type { Expression } from '../../model/definition';
import type { JsonValue } from '../../../protocol/json';
import type { ElementBehavior } from '../behavior';

interface BusinessRuleTask {
  decisionId: Expression;
  resultVariable: string;
}

/** Evaluates a decision of its own release at once, over all variables that it sees. */
export const businessRuleTask: ElementBehavior<BusinessRuleTask> = {
  elementType: 'BUSINESS_RULE_TASK',
  bpmnType: 'BusinessRuleTask',
  clause: '10.3.3',
  isWaitState: false,
  acceptsBoundary: true,
  isScope: false,
  compile(source) {
    const called = source.extension('calledDecision');
    const decisionId = called?.attribute('decisionId') ?? '';
    const resultVariable = called?.attribute('resultVariable') ?? '';
    if (decisionId === '' || resultVariable === '') {
      source.problem(
        'decision_missing',
        'Expected a zeebe:calledDecision with an id and a result variable, but there is none',
      );
    }
    return { decisionId: source.expression(decisionId, 'decision id'), resultVariable };
  },
  references: ({ data: { decisionId } }) => ({ decision: 'text' in decisionId ? decisionId.text : 'any' }),
  activate(context, instance, { data }) {
    const decisionId = evaluateText(context, instance, data.decisionId, 'the decision id');
    complete(context, instance, { [data.resultVariable]: decide(context, instance, decisionId) });
  },
};

function decide(context: StepContext, instance: ElementInstance, decisionId: string): JsonValue {
  const { decisions, decisionModels } = context.program;
  const model = decisionModels[own(decisions, decisionId) ?? ''];
  if (!model) {
    throw new ModelFault(
      'DECISION_EVALUATION_ERROR',
      `Expected decision '${decisionId}' in the release, but it is not there`,
    );
  }
  const result = evaluateDecision(model, decisionId, visibleVariables(context, instance), environmentOf(context));
  if (result.ok) {
    const { output } = result;
    context.events.push({ type: 'decision.evaluated', ...toldOf(context, instance, result.audit), output });
    return output;
  }
  const failure = result.problem.message;
  if (context.execution.engineVersion >= TELLS_FAILED_DECISIONS)
    context.events.push({ type: 'decision.failed', ...toldOf(context, instance, result.audit), failure });
  throw new ModelFault(
    'DECISION_EVALUATION_ERROR',
    `Expected decision '${decisionId}' to have a result, but ${failure}`,
  );
}

function toldOf(context: StepContext, instance: ElementInstance, { decisionId, evaluatedDecisions }: DecisionAudit) {
  return {
    key: nextKey(context),
    elementId: instance.elementId,
    elementInstanceKey: instance.key,
    decisionId,
    evaluated: evaluatedDecisions.map(({ id, name, ...rest }) => ({ decisionId: id, decisionName: name, ...rest })),
  };
}
