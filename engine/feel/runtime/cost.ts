import { kindOf, type FeelNode } from '../tree';

/** What evaluating a node once may cost: how many nodes it evaluates, and how deep they lie. Loops pay for each turn. */
export interface Cost {
  steps: number;
  levels: number;
}

/** Counts nodes; the body of a function costs where it is called. */
export function costOf(node: FeelNode): Cost {
  return kindOf(node) === 'function' ? { steps: 1, levels: 1 } : costOfParts(node);
}

function costOfParts(part: unknown): Cost {
  if (typeof part !== 'object' || part === null) return { steps: 0, levels: 0 };
  let steps = 0;
  let levels = 0;
  for (const inner of Object.values(part) as unknown[]) {
    if (typeof inner !== 'object' || inner === null) continue;
    const cost = isFunction(inner) ? { steps: 1, levels: 1 } : costOfParts(inner);
    steps += cost.steps;
    levels = Math.max(levels, cost.levels);
  }
  return 'node' in part ? { steps: steps + 1, levels: levels + 1 } : { steps, levels };
}

function isFunction(part: object): boolean {
  return 'node' in part && part.node === 'function';
}
