import { BUILT_INS } from '../feel/builtins';
import { compiledTree } from '../feel/runtime/compile';
import type { Evaluation } from '../feel/runtime/evaluation';
import { NameScope, type Scope } from '../feel/runtime/scope';
import { isEqual } from '../feel/values/compare';
import { contextOf, type FeelValue } from '../feel/values/value';
import { DecisionEvaluation, type Match } from './evaluation';
import type { Aggregation, DecisionModel, DecisionTable, HitPolicy } from './model';
import { asType } from './types';

type Outcome = (matches: Match[], table: DecisionTable, evaluation: Evaluation) => FeelValue;

/** How each hit policy makes one result of what matched; at least one rule did (DMN 1.5 clause 8.2.10). */
const OUTCOMES: Readonly<Record<HitPolicy, Outcome>> = {
  UNIQUE: (matches, table, evaluation) =>
    matches.length === 1
      ? single(matches, table)
      : breach(evaluation, `Expected one matching rule, but rules ${numbersOf(matches)} match`),
  FIRST: single,
  ANY: (matches, table, evaluation) => {
    const results = matches.map((match) => resultOf(match, table));
    const agree = results.every(
      (result) => isEqual(result, results[0] ?? null) || (result === null && results[0] === null),
    );
    return agree
      ? (results[0] ?? null)
      : breach(evaluation, `Expected matching rules to agree, but the outputs of rules ${numbersOf(matches)} differ`);
  },
  PRIORITY: (matches, table, evaluation) => single(byPriority(matches, table, evaluation), table),
  'RULE ORDER': all,
  'OUTPUT ORDER': (matches, table, evaluation) => all(byPriority(matches, table, evaluation), table),
  COLLECT: (matches, table, evaluation) => {
    const values = all(matches, table);
    return table.aggregation ? aggregate(table.aggregation, values, evaluation) : values;
  },
};

function numbersOf(matches: readonly Match[]): string {
  return matches.map(({ index }) => index + 1).join(', ');
}

function breach(evaluation: Evaluation, message: string): null {
  if (evaluation instanceof DecisionEvaluation) return evaluation.breach('dmn_hit_policy', message);
  return evaluation.warn('dmn_hit_policy', message);
}

/** A decision table as something to evaluate in a scope: tests rules in order and applies the hit policy. */
export function evaluateTable(
  table: DecisionTable,
  model: DecisionModel,
  scope: Scope,
  evaluation: Evaluation,
): FeelValue {
  const values = table.inputs.map(({ feel, type }) =>
    asType(model, type, compiledTree(feel)(scope, evaluation), evaluation),
  );
  const scopes = values.map((value) => new NameScope('?', value, scope));
  if (evaluation instanceof DecisionEvaluation) evaluation.recordInputs(table, values);
  const refused = table.inputs.findIndex(({ allowed }, index) => {
    const inner = scopes[index];
    return allowed && inner && compiledTree(allowed)(inner, evaluation) !== true;
  });
  if (refused >= 0)
    return evaluation.warn(
      'dmn_input',
      `Expected an allowed value of '${table.inputs[refused]?.name ?? ''}', but got another`,
    );
  const matches = matchingRules(table, model, scopes, scope, evaluation);
  if (evaluation instanceof DecisionEvaluation) for (const match of matches) evaluation.recordMatch(table, match);
  if (matches.length === 0) return defaults(table, model, scope, evaluation);
  return OUTCOMES[table.hitPolicy](matches, table, evaluation);
}

function matchingRules(
  table: DecisionTable,
  model: DecisionModel,
  scopes: readonly Scope[],
  outer: Scope,
  evaluation: Evaluation,
): Match[] {
  const matches: Match[] = [];
  for (const [index, rule] of table.rules.entries()) {
    evaluation.charge(1 + rule.tests.length);
    const holds = rule.tests.every((test, column) => compiledTree(test)(scopes[column] ?? outer, evaluation) === true);
    if (!holds) continue;
    const outputs = rule.outputs.map((output, column) =>
      asType(model, table.outputs[column]?.type, compiledTree(output)(outer, evaluation), evaluation),
    );
    matches.push({ index, outputs });
    if (table.hitPolicy === 'FIRST') break;
  }
  return matches;
}

function resultOf({ outputs }: Match, table: DecisionTable): FeelValue {
  if (table.outputs.length === 1) return outputs[0] ?? null;
  return contextOf(table.outputs.map(({ name }, index) => [name, outputs[index] ?? null] as const));
}

function single(matches: readonly Match[], table: DecisionTable): FeelValue {
  return matches[0] ? resultOf(matches[0], table) : null;
}

function all(matches: readonly Match[], table: DecisionTable): FeelValue[] {
  return matches.map((match) => resultOf(match, table));
}

function defaults(table: DecisionTable, model: DecisionModel, scope: Scope, evaluation: Evaluation): FeelValue {
  if (table.outputs.every((output) => output.default === undefined)) return null;
  const outputs = table.outputs.map((output) =>
    output.default !== undefined
      ? asType(model, output.type, compiledTree(output.default)(scope, evaluation), evaluation)
      : null,
  );
  return resultOf({ index: -1, outputs }, table);
}

/** By the place of each output among its column's values, first column first; rules of one rank keep their order. */
function byPriority(matches: readonly Match[], table: DecisionTable, evaluation: Evaluation): Match[] {
  const ranked = matches.map((match) => ({
    match,
    ranks: match.outputs.map((output, column) => rankOf(output, column, table, evaluation)),
  }));
  ranked.sort((left, right) => {
    const column = left.ranks.findIndex((rank, index) => rank !== right.ranks[index]);
    return column < 0 ? left.match.index - right.match.index : (left.ranks[column] ?? 0) - (right.ranks[column] ?? 0);
  });
  return ranked.map(({ match }) => match);
}

function rankOf(output: FeelValue, column: number, table: DecisionTable, evaluation: Evaluation): number {
  const values = table.outputs[column]?.values ?? [];
  const empty: Scope = { find: (name) => (name === '?' ? output : undefined) };
  const rank = values.findIndex((value) => compiledTree(value)(empty, evaluation) === true);
  return rank < 0 ? values.length : rank;
}

function aggregate(aggregation: Aggregation, values: FeelValue[], evaluation: Evaluation): FeelValue {
  return BUILT_INS.get(aggregation.toLowerCase())?.call([values], evaluation) ?? null;
}
