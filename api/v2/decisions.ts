import type { ReleaseContent } from '../../engine/model';
import { ApiError } from '../../protocol/errors';
import type { EvaluatedDecision } from '../../protocol/events';
import { isKey, processInstanceKeyOf } from '../../protocol/keys';
import type { DecisionInstance, DecisionInstanceDetail } from '../../protocol/v2/answers';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import type { Release } from '../../store/engine/releases';
import type { DecisionDoc } from '../../store/state/types';
import { authorize } from './access';
import { found } from './commands';
import { namesOtherTenant } from './filters';
import type { Call, Handlers, V2Parts } from './handler';
import { releaseForms } from './releaseForms';

type Operations = 'searchDecisionInstances' | 'getDecisionInstance';

/** One evaluation decides everything that its decision needs; `place` counts from 1 in the order of deciding. */
interface One {
  evaluation: DecisionDoc;
  decision: EvaluatedDecision;
  place: number;
}

const DEFAULT_LIMIT = 100;
/** Clients take digits only: the place follows the evaluation's key. */
const PLACE_DIGITS = 3;

/** Decisions are read by the instance that needed them: a search without one is refused. */
export function decisionHandlers({ store }: V2Parts): Handlers<Operations> {
  const forms = releaseForms(store);

  async function view({ evaluation, decision, place }: One): Promise<DecisionInstance> {
    const release = (await forms.releases([evaluation.release])).get(evaluation.release);
    return {
      decisionEvaluationKey: evaluation.key,
      decisionEvaluationInstanceKey: evaluation.key + String(place).padStart(PLACE_DIGITS, '0'),
      state: stateOf(decision),
      ...(decision.failed && { evaluationFailure: evaluation.failure ?? '' }),
      evaluationDate: evaluation.evaluatedAt,
      decisionDefinitionId: decision.decisionId,
      decisionDefinitionName: decision.decisionName ?? decision.decisionId,
      ...definitionOf(release, decision.decisionId),
      decisionDefinitionType: typeOf(await forms.content(evaluation.release), decision.decisionId),
      processDefinitionKey: evaluation.processDefinitionKey,
      processInstanceKey: evaluation.processInstanceKey,
      elementInstanceKey: evaluation.elementInstanceKey,
      result: JSON.stringify(decision.output),
      tenantId: DEFAULT_TENANT,
    };
  }

  return {
    searchDecisionInstances: async ({ person, body }) => {
      authorize(person, 'instance.read');
      const { filter = {}, sort = [], page = {} } = body;
      const processInstanceKey = instanceOf(filter);
      const docs = await store.state.list('decisions', { processInstanceKey: { eq: processInstanceKey } });
      const all = namesOtherTenant(filter) ? [] : docs.flatMap(decisionsOf).filter((one) => fits(one, filter));
      if (sort[0]?.order.toLowerCase() === 'desc') all.reverse();
      const from = page.from ?? 0;
      const items = await Promise.all(all.slice(from, from + (page.limit ?? DEFAULT_LIMIT)).map(view));
      return { body: { items, page: { totalItems: all.length, hasMoreTotalItems: false } } };
    },
    getDecisionInstance: async ({ person, params }) => {
      authorize(person, 'instance.read');
      const instanceKey = params.decisionEvaluationInstanceKey ?? '';
      const key = instanceKey.slice(0, -PLACE_DIGITS);
      const place = Number(instanceKey.slice(-PLACE_DIGITS));
      const evaluation = found(isKey(key) ? await store.state.get('decisions', key) : null);
      const one = found(decisionsOf(evaluation).find((each) => each.place === place) ?? null);
      return { body: { ...(await view(one)), ...detail(one.decision) } };
    },
  };
}

type Filter = NonNullable<Call<'searchDecisionInstances'>['body']['filter']>;

function instanceOf({ processInstanceKey, elementInstanceKey, decisionEvaluationKey }: Filter): string {
  const key = processInstanceKey ?? elementInstanceKey ?? decisionEvaluationKey;
  if (key !== undefined) return processInstanceKeyOf(key);
  const message = 'Expected processInstanceKey, elementInstanceKey or decisionEvaluationKey, but got none';
  throw new ApiError('invalid_request', { errors: [{ path: 'filter', message }] });
}

function decisionsOf(evaluation: DecisionDoc): One[] {
  const decisions = JSON.parse(evaluation.evaluated) as EvaluatedDecision[];
  return decisions.map((decision, index) => ({ evaluation, decision, place: index + 1 }));
}

function fits({ evaluation, decision }: One, filter: Filter): boolean {
  const { processInstanceKey, elementInstanceKey, decisionEvaluationKey, decisionDefinitionId, state } = filter;
  const wanted: [string | undefined, string][] = [
    [processInstanceKey, evaluation.processInstanceKey],
    [elementInstanceKey, evaluation.elementInstanceKey],
    [decisionEvaluationKey, evaluation.key],
    [decisionDefinitionId, decision.decisionId],
    [state, stateOf(decision)],
  ];
  return wanted.every(([value, actual]) => value === undefined || value === actual);
}

function stateOf({ failed }: EvaluatedDecision): DecisionInstance['state'] {
  return failed ? 'FAILED' : 'EVALUATED';
}

function definitionOf(release: Release | undefined, decisionId: string) {
  const definition = release?.definitions.find(({ kind, id }) => kind === 'decision' && id === decisionId);
  return { decisionDefinitionKey: definition?.key ?? '', decisionDefinitionVersion: definition?.version ?? 0 };
}

function typeOf({ decisionModels }: ReleaseContent, decisionId: string): DecisionInstance['decisionDefinitionType'] {
  const decisions = Object.values(decisionModels).flatMap((model) => model.decisions);
  const isTable = decisions.find(({ id }) => id === decisionId)?.logic?.logic === 'table';
  return isTable ? 'DECISION_TABLE' : 'LITERAL_EXPRESSION';
}

function detail({
  inputs,
  matchedRules,
}: EvaluatedDecision): Pick<DecisionInstanceDetail, 'evaluatedInputs' | 'matchedRules'> {
  return {
    evaluatedInputs: inputs.map(({ id, name, value }) => ({
      inputId: id,
      inputName: name,
      inputValue: JSON.stringify(value),
    })),
    matchedRules: matchedRules.map(({ ruleId, ruleIndex, outputs }) => ({
      ruleId,
      ruleIndex,
      evaluatedOutputs: outputs.map(({ id, name, value }) => ({
        outputId: id,
        outputName: name,
        outputValue: JSON.stringify(value),
      })),
    })),
  };
}
