import type { Cell, Grid } from './grid';

/** How many cells one check may look at; beyond it nothing more is found. */
const MAX_WORK = 500_000;
const MAX_FOUND = 5;

/** Index of one region a column. */
type Case = number[];

/** Cases of a grid that rules leave open, found column by column; what can't be known counts as `unknown` says. */
export class Cover {
  private work = 0;
  private readonly found: Case[] = [];
  /** By rule: the first column from which on it holds for anything. */
  private readonly openFrom: number[];

  constructor(
    private readonly grid: Grid,
    private readonly unknown: boolean,
  ) {
    this.openFrom = grid.cells.map((cells) => cells.length - trailing(cells, (cell) => this.isFull(cell)));
  }

  /** Up to five cases within `regions` (by column; all where not given) for which none of the rules holds. */
  casesWithout(rules: readonly number[], within?: readonly Cell[]): Case[] {
    this.found.length = 0;
    this.search(rules, [], within);
    return this.spent ? [] : [...this.found];
  }

  /** Is every case for which the rule holds also one of the others'? False where that would take too long to say. */
  covers(others: readonly number[], rule: number): boolean {
    const cells = this.grid.cells[rule] ?? [];
    if (cells.some((cell) => cell === 'unknown')) return false;
    return this.casesWithout(others, cells).length === 0 && !this.spent;
  }

  private get spent(): boolean {
    return this.work > MAX_WORK;
  }

  private search(rules: readonly number[], chosen: Case, within: readonly Cell[] | undefined): void {
    if (this.spent || this.found.length >= MAX_FOUND) return;
    const column = chosen.length;
    const { regions } = this.grid.columns[column] ?? { regions: [] };
    if (rules.length === 0) {
      const rest = this.grid.columns.slice(column).map((_each, index) => firstOf(within?.[column + index]));
      this.found.push([...chosen, ...rest]);
      return;
    }
    if (column === this.grid.columns.length || rules.some((rule) => (this.openFrom[rule] ?? 0) <= column)) return;
    const seen = new Set<string>();
    for (let region = 0; region < regions.length; region++) {
      if (within && !this.holds(within[column], region)) continue;
      this.work += rules.length;
      const left = rules.filter((rule) => this.holds(this.grid.cells[rule]?.[column], region));
      const key = left.join();
      // Regions with the same rules differ in nothing that follows.
      if (seen.has(key)) continue;
      seen.add(key);
      this.search(left, [...chosen, region], within);
    }
  }

  private holds(cell: Cell | undefined, region: number): boolean {
    return cell === undefined || cell === 'unknown' ? this.unknown : (cell[region] ?? false);
  }

  private isFull(cell: Cell): boolean {
    return cell === 'unknown' ? this.unknown : cell.every((holds) => holds);
  }
}

/** Looks rules up against each other; remembers which column told the last two apart, for it mostly tells the next apart. */
export class Overlaps {
  private telling = 0;

  constructor(private readonly grid: Grid) {}

  /** A case for which both rules surely hold. */
  commonCase(one: number, other: number): Case | undefined {
    const columns = this.grid.columns.map((_each, column) => column);
    if (columns.length > 0 && this.commonRegion(one, other, this.telling) === undefined) return undefined;
    const shared: Case = [];
    for (const column of columns) {
      const region = this.commonRegion(one, other, column);
      if (region === undefined) {
        this.telling = column;
        return undefined;
      }
      shared.push(region);
    }
    return shared;
  }

  private commonRegion(one: number, other: number, column: number): number | undefined {
    const [cell, beside] = [this.grid.cells[one]?.[column], this.grid.cells[other]?.[column]];
    if (cell === undefined || cell === 'unknown' || beside === undefined || beside === 'unknown') return undefined;
    for (let region = 0; region < cell.length; region++) if (cell[region] && beside[region]) return region;
    return undefined;
  }
}

function firstOf(cell: Cell | undefined): number {
  return cell === undefined || cell === 'unknown' ? 0 : Math.max(0, cell.indexOf(true));
}

function trailing(cells: readonly Cell[], test: (cell: Cell) => boolean): number {
  let count = 0;
  while (count < cells.length && test(cells[cells.length - 1 - count] ?? 'unknown')) count++;
  return count;
}
