import { isUnaryTests, type FeelNode } from '../../feel/tree';
import type { DecisionModel, DecisionTable, ItemType } from '../model';
import { cellTest, constantsOf } from './constants';
import { regionsOf, type Region } from './regions';

/** What a rule says of a column: for each region whether its test holds; `unknown` where that depends on other data. */
export type Cell = 'unknown' | readonly boolean[];

/** A table cut into finitely many cases: the regions of each column, and what each rule says of them. */
export interface Grid {
  columns: { name: string; regions: Region[] }[];
  /** By rule, then by column. */
  cells: Cell[][];
}

/** Regions times rules above which a column is not looked at. */
const MAX_CELLS = 1_000_000;

/** A table's columns and rules as a grid. */
export function gridOf(table: DecisionTable, model: DecisionModel): Grid {
  const columns = table.inputs.map(({ name }, column) => ({ name, ...columnOf(table, column, model) }));
  const cells = table.rules.map((_rule, rule) => columns.map(({ answers }) => answers[rule] ?? 'unknown'));
  return { columns: columns.map(({ name, regions }) => ({ name, regions })), cells };
}

function columnOf(table: DecisionTable, column: number, model: DecisionModel): { regions: Region[]; answers: Cell[] } {
  const { type, allowed: own } = table.inputs[column] ?? {};
  const item = type === undefined ? undefined : model.types[type];
  const tests = table.rules.map((rule) => rule.tests[column]);
  const constants = tests.map((test) => (test === undefined ? undefined : constantsOf(test)));
  const allowed = [own, item?.allowed].filter((tree) => tree !== undefined);
  const limits = allowed.map(constantsOf);
  const cuts = item?.collection
    ? undefined
    : regionsOf(
        [...constants, ...limits].flatMap((each) => each ?? []),
        baseOf(type, item),
      );
  if (!cuts || cuts.length * tests.length > MAX_CELLS) {
    return {
      regions: [{ sample: null, text: 'anything' }],
      answers: tests.map((test) => (test !== undefined && isDash(test) ? [true] : 'unknown')),
    };
  }
  const known = allowed.filter((_tree, index) => limits[index] !== undefined).map(cellTest);
  const regions = cuts.filter(({ sample }) => known.every((isAllowed) => isAllowed(sample)));
  const answers = tests.map((test, index): Cell => {
    if (test === undefined || constants[index] === undefined) return 'unknown';
    const holds = cellTest(test);
    return regions.map(({ sample }) => holds(sample));
  });
  return { regions, answers };
}

function isDash(cell: FeelNode): boolean {
  return isUnaryTests(cell) && !cell.tests;
}

/** The FEEL type that lies under a declared one. */
export function baseOf(type: string | undefined, item: ItemType | undefined): string | undefined {
  if (!item) return type;
  return 'named' in item.is && !item.collection ? item.is.named : undefined;
}
