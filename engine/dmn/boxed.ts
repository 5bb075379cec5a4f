import { filterBy, domainOf, itemScope } from '../feel/runtime/collections';
import { compiledTree } from '../feel/runtime/compile';
import { userFunction } from '../feel/runtime/calls';
import type { Evaluation } from '../feel/runtime/evaluation';
import { ContextScope, NameScope, parameterScope, type Scope } from '../feel/runtime/scope';
import type { Parameter as FeelParameter } from '../feel/tree';
import { isNumber } from '../feel/values/number';
import { contextOf, FeelFunction, type FeelContext, type FeelValue } from '../feel/values/value';
import type { DecisionModel, Logic, Parameter } from './model';
import { evaluateTable } from './table';
import { asType } from './types';

type LogicOf<Kind extends Logic['logic'], Each = Logic> = Each extends { logic: infer Own }
  ? Kind extends Own
    ? Each
    : never
  : never;
type Evaluators = { [Kind in Logic['logic']]: (logic: LogicOf<Kind>, at: Place) => FeelValue };

/** Where a boxed expression is evaluated. */
interface Place {
  model: DecisionModel;
  scope: Scope;
  evaluation: Evaluation;
}

const EVALUATORS: Evaluators = {
  literal: ({ feel }, { scope, evaluation }) => compiledTree(feel)(scope, evaluation),
  table: ({ table }, { model, scope, evaluation }) => evaluateTable(table, model, scope, evaluation),
  context: evaluateContext,
  invocation: evaluateInvocation,
  function: (logic, at) => evaluateFunction(logic, at),
  list: ({ items }, at) => items.map((item) => evaluateAt(item, at)),
  relation: ({ columns, rows }, at) =>
    rows.map((row) =>
      contextOf(
        columns.map((name, index) => {
          const cell = row[index];
          return [name, cell ? evaluateAt(cell, at) : null] as const;
        }),
      ),
    ),
  conditional: evaluateConditional,
  filter: evaluateFilter,
  for: evaluateFor,
  some: (logic, at) => evaluateQuantified(logic, at, true),
  every: (logic, at) => evaluateQuantified(logic, at, false),
};

/** Evaluates a boxed expression; its result has the type that it declares, or is null. */
export function evaluateLogic(logic: Logic, model: DecisionModel, scope: Scope, evaluation: Evaluation): FeelValue {
  return evaluateAt(logic, { model, scope, evaluation });
}

/** What each boxed expression costs beside those inside it. */
const LOGIC = { steps: 2, levels: 4 };

function evaluateAt(logic: Logic, at: Place): FeelValue {
  return at.evaluation.enter(LOGIC, () => evaluateKind(logic, at));
}

function evaluateKind(logic: Logic, at: Place): FeelValue {
  // One entry a kind, so the evaluator found takes exactly this logic; TypeScript cannot tie the two.
  const value = (EVALUATORS[logic.logic] as (logic: Logic, at: Place) => FeelValue)(logic, at);
  return asType(at.model, logic.type, value, at.evaluation);
}

/** Unlike `if` in an expression, a condition that is neither boolean nor null makes null. */
function evaluateConditional(logic: LogicOf<'conditional'>, at: Place): FeelValue {
  const condition = evaluateAt(logic.if, at);
  if (condition !== null && typeof condition !== 'boolean')
    return at.evaluation.warn('invalid_type', 'Expected a condition, but got another value');
  return evaluateAt(condition === true ? logic.then : logic.else, at);
}

function evaluateFilter({ in: list, match }: LogicOf<'filter'>, at: Place): FeelValue {
  const value = evaluateAt(list, at);
  if (value === null) return null;
  let valid = true;
  const items = filterBy(value, at.evaluation, (item) => {
    const outcome = evaluateAt(match, { ...at, scope: itemScope(item, at.scope) });
    if (typeof outcome !== 'boolean' && outcome !== null && !isNumber(outcome)) valid = false;
    return outcome;
  });
  return valid
    ? items
    : at.evaluation.warn('invalid_type', 'Expected a condition for each item, but got another value');
}

function evaluateContext({ entries, result }: LogicOf<'context'>, at: Place): FeelValue {
  const context: FeelContext = contextOf([]);
  const inner = { ...at, scope: new ContextScope(context, at.scope) };
  for (const { name, value } of entries) context[name] = evaluateAt(value, inner);
  return result ? evaluateAt(result, inner) : context;
}

function evaluateInvocation({ function: target, bindings }: LogicOf<'invocation'>, at: Place): FeelValue {
  const { evaluation } = at;
  const callee = evaluateAt(target, at);
  if (!(callee instanceof FeelFunction))
    return evaluation.warn('no_function', 'Expected a function to invoke, but got another value');
  const values = new Map(bindings.map(({ name, value }) => [name, evaluateAt(value, at)]));
  return callee.callNamed(values, evaluation);
}

function evaluateFunction({ kind, parameters, body }: LogicOf<'function'>, at: Place): FeelValue {
  if (kind !== 'FEEL')
    return at.evaluation.warn('external_function', `Expected a FEEL function, but ${kind} functions are not run`);
  return functionOf(parameters, undefined, (values, evaluation) =>
    evaluateAt(body, { model: at.model, evaluation, scope: parameterScope(parameters, values, at.scope) }),
  );
}

/** A function whose declared types are checked by name. */
export function functionOf(
  parameters: readonly Parameter[],
  type: string | undefined,
  body: (values: FeelValue[], evaluation: Evaluation) => FeelValue,
): FeelFunction {
  const typed = parameters.map(({ name, type: of }): FeelParameter => ({
    name,
    ...(of !== undefined && { of: { type: 'named', name: of } }),
  }));
  return userFunction(typed, type === undefined ? undefined : { type: 'named', name: type }, body);
}

function evaluateFor({ iterator, in: list, each }: LogicOf<'for'>, at: Place): FeelValue {
  const domain = domainOf(evaluateAt(list, at), at.evaluation);
  if (!domain) return at.evaluation.warn('invalid_type', 'Expected a list to iterate over, but got null');
  const results: FeelValue[] = [];
  const outer = new NameScope('partial', results, at.scope);
  for (const item of domain) {
    at.evaluation.makeList(1);
    results.push(evaluateAt(each, { ...at, scope: new NameScope(iterator, item ?? null, outer) }));
  }
  return results;
}

function evaluateQuantified({ iterator, in: list, each }: LogicOf<'some'>, at: Place, decisive: boolean): FeelValue {
  const domain = domainOf(evaluateAt(list, at), at.evaluation);
  if (!domain) return at.evaluation.warn('invalid_type', 'Expected a list to quantify over, but got null');
  let result: boolean | null = !decisive;
  for (const item of domain) {
    const outcome = evaluateAt(each, { ...at, scope: new NameScope(iterator, item ?? null, at.scope) });
    if (outcome !== null && typeof outcome !== 'boolean') {
      return at.evaluation.warn('invalid_type', 'Expected a condition for each item, but got another value');
    }
    if (outcome === decisive) result = decisive;
    else if (outcome === null && result !== decisive) result = null;
  }
  return result;
}
