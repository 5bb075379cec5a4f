/** What pays for work: steps, bytes and lists of so many items throw when the budget is spent. */
export interface Meter {
  charge(steps: number): void;
  allocate(bytes: number): void;
  makeList(items: number): void;
  /** Gives up because of values or calls that are nested too deep. */
  tooDeep(): never;
}

const MAX_NESTING = 500;

/** The evaluation under way; evaluating is synchronous, so there is one at most. */
let current: Meter | undefined;

/** Runs with work on values, however deep inside, paid by the meter. */
export function metered<T>(meter: Meter, run: () => T): T {
  const outer = current;
  current = meter;
  try {
    return run();
  } finally {
    current = outer;
  }
}

/** Pays for looking at so many items; free outside of an evaluation. */
export function spend(steps: number): void {
  current?.charge(steps);
}

/** Pays for a copy of so many items. */
export function spendItems(items: number): void {
  current?.makeList(items);
}

/** Pays for text in proportion to its length. */
export function spendText(length: number): void {
  if (!current || length < 50) return;
  current.charge(length / 50);
  current.allocate(length * 2);
}

/** The level below, for whoever walks into a value by recursion. */
export function deeper(level: number): number {
  if (level > MAX_NESTING) current?.tooDeep();
  return level + 1;
}
