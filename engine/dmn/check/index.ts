import { isSimpleType } from '../../feel/runtime/types';
import { isEqual } from '../../feel/values/compare';
import { literalText, type FeelValue } from '../../feel/values/value';
import type { DecisionModel, DecisionTable, HitPolicy, Logic } from '../model';
import { constantOf, constantsOf } from './constants';
import { Cover, Overlaps } from './cover';
import { baseOf, gridOf, type Grid } from './grid';
import { typeNameOf } from './regions';

/** A fault of a decision table that its cells show; `error` where some input certainly can't be decided. */
export interface TableProblem {
  code: 'dmn_overlap' | 'dmn_type' | 'dmn_gap' | 'dmn_unreachable' | 'dmn_priority';
  message: string;
  elementId: string;
  severity: 'error' | 'warning';
}

/** Policies for which it is an answer that no rule matches: an empty list. */
const LISTS: readonly HitPolicy[] = ['COLLECT', 'RULE ORDER', 'OUTPUT ORDER'];
const ALIASES: Readonly<Record<string, string>> = {
  dateTime: 'date and time',
  dayTimeDuration: 'days and time duration',
  yearMonthDuration: 'years and months duration',
};
const MAX_PROBLEMS = 20;

/**
 * Looks for what can be told from the tables of a model alone, without those that it imports. Errors: rules of UNIQUE
 * that hold for the same input (DMN 1.5 clause 8.2.10), rules of ANY that do so with other outputs, tests and outputs of
 * another type than their column's. Warnings: inputs without a rule (where there is neither default nor list), rules that
 * never match, PRIORITY without priorities. Cells that depend on other data are never blamed.
 */
export function checkTables(model: DecisionModel): TableProblem[] {
  const isOwn = ({ key }: { key: string }): boolean => key.startsWith(`${model.namespace}#`);
  const owners = [...model.decisions, ...model.knowledge].filter(isOwn);
  return owners.flatMap(({ id, logic }) =>
    (logic ? tablesIn(logic) : []).flatMap((table) => checkTable(table, id, model).slice(0, MAX_PROBLEMS)),
  );
}

function tablesIn(logic: Logic): DecisionTable[] {
  if (logic.logic === 'table') return [logic.table];
  return Object.values(logic)
    .flatMap((part: unknown) => logicsIn(part))
    .flatMap(tablesIn);
}

/** Boxed expressions directly inside a part of another, however it holds them. */
function logicsIn(part: unknown): Logic[] {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap(logicsIn);
  if ('logic' in part) return [part as Logic];
  return 'value' in part ? logicsIn(part.value) : [];
}

function checkTable(table: DecisionTable, owner: string, model: DecisionModel): TableProblem[] {
  const types = wrongTypes(table, owner, model);
  if (types.length > 0) return types;
  const grid = gridOf(table, model);
  const overlapping = overlaps(table, owner, grid);
  return [...overlapping, ...unreachable(table, owner, grid), ...gaps(table, owner, grid), ...priorities(table, owner)];
}

function wrongTypes(table: DecisionTable, owner: string, model: DecisionModel): TableProblem[] {
  const problems: TableProblem[] = [];
  const compare = (value: FeelValue | undefined, type: string | undefined, what: string, rule: number): void => {
    const declared = simpleType(type, model);
    const actual = value === undefined || value === null ? undefined : typeNameOf(value);
    if (declared === undefined || actual === undefined || declared === actual) return;
    const article = what.startsWith('output') ? 'an output' : 'a test';
    const message = `Expected ${article} of type ${declared} in ${what} of rule ${rule + 1}, but ${literalText(value ?? null)} is a ${actual}`;
    problems.push({ code: 'dmn_type', message, elementId: table.rules[rule]?.id ?? owner, severity: 'error' });
  };
  for (const [index, { tests, outputs }] of table.rules.entries()) {
    table.inputs.forEach(({ name, type }, column) => {
      const test = tests[column];
      for (const { value } of (test === undefined ? [] : constantsOf(test)) ?? [])
        compare(value, type, `input '${name}'`, index);
    });
    table.outputs.forEach(({ name, type }, column) => {
      const output = outputs[column];
      if (output !== undefined) compare(constantOf(output), type, `output '${name}'`, index);
    });
  }
  return problems;
}

/** The FEEL type of ordered values, texts and booleans that a column must have; undefined where it may have several. */
function simpleType(type: string | undefined, model: DecisionModel): string | undefined {
  const base = type === undefined ? undefined : baseOf(type, model.types[type]);
  if (base === undefined || !isSimpleType(base)) return undefined;
  if (['Any', 'list', 'context', 'range', 'function', 'duration', 'Null'].includes(base)) return undefined;
  return ALIASES[base] ?? base;
}

function overlaps({ hitPolicy, rules }: DecisionTable, owner: string, grid: Grid): TableProblem[] {
  if (hitPolicy !== 'UNIQUE' && hitPolicy !== 'ANY') return [];
  const problems: TableProblem[] = [];
  const found = new Overlaps(grid);
  for (let later = 1; later < rules.length && problems.length < MAX_PROBLEMS; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      const shared = found.commonCase(earlier, later);
      if (!shared || (hitPolicy === 'ANY' && !disagree(rules[earlier], rules[later]))) continue;
      const message = `Expected rules of ${hitPolicy} not to ${hitPolicy === 'ANY' ? 'disagree' : 'overlap'}, but rules ${earlier + 1} and ${later + 1} both match ${textOf(shared, grid)}`;
      problems.push({ code: 'dmn_overlap', message, elementId: rules[later]?.id ?? owner, severity: 'error' });
    }
  }
  return problems;
}

type Rule = DecisionTable['rules'][number];

/** Do the rules certainly give different outputs? */
function disagree(one: Rule | undefined, other: Rule | undefined): boolean {
  return (one?.outputs ?? []).some((output, column) => {
    const left = constantOf(output);
    const beside = other?.outputs[column];
    const right = beside === undefined ? undefined : constantOf(beside);
    return left !== undefined && right !== undefined && left !== right && !isEqual(left, right);
  });
}

function unreachable({ hitPolicy, rules }: DecisionTable, owner: string, grid: Grid): TableProblem[] {
  const cover = new Cover(grid, false);
  return rules.flatMap(({ id }, index): TableProblem[] => {
    const column = (grid.cells[index] ?? []).findIndex((cell) => cell !== 'unknown' && !cell.includes(true));
    const earlier = Array.from({ length: index }, (_, rule) => rule);
    const hidden = column < 0 && hitPolicy === 'FIRST' && index > 0 && cover.covers(earlier, index);
    if (column < 0 && !hidden) return [];
    const why = hidden
      ? 'earlier rules match all that it matches'
      : `no allowed value of '${grid.columns[column]?.name}' passes its test`;
    const message = `Expected rule ${index + 1} to match some input, but ${why}`;
    return [{ code: 'dmn_unreachable', message, elementId: id || owner, severity: 'warning' }];
  });
}

function gaps({ hitPolicy, outputs, rules }: DecisionTable, owner: string, grid: Grid): TableProblem[] {
  if (LISTS.includes(hitPolicy) || outputs.some((output) => output.default !== undefined)) return [];
  const cases = new Cover(grid, true).casesWithout(rules.map((_rule, index) => index));
  return cases.map((open) => ({
    code: 'dmn_gap',
    message: `Expected a rule for every input, but none matches ${textOf(open, grid)}`,
    elementId: owner,
    severity: 'warning',
  }));
}

function priorities({ hitPolicy, outputs }: DecisionTable, owner: string): TableProblem[] {
  if (hitPolicy !== 'PRIORITY' && hitPolicy !== 'OUTPUT ORDER') return [];
  if (outputs.some(({ values }) => values.length > 0)) return [];
  const message = `Expected output values in order of priority for ${hitPolicy}, but no output lists any`;
  return [{ code: 'dmn_priority', message, elementId: owner, severity: 'warning' }];
}

function textOf(regions: readonly number[], { columns }: Grid): string {
  if (regions.length === 0) return 'anything';
  return regions
    .map((region, column) => `'${columns[column]?.name}' ${columns[column]?.regions[region]?.text ?? 'anything'}`)
    .join(', ');
}
