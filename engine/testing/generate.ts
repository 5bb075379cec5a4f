import fc from 'fast-check';

const LEAVES = [
  'user',
  'work',
  'script',
  'timer',
  'message',
  'hear',
  'tell',
  'holds',
  'either',
  'send',
  'manual',
  'abstract',
  'several',
] as const;
const SPLITS = ['parallel', 'exclusive', 'inclusive', 'complex'] as const;
const BRANCHES = ['sequence', ...SPLITS, 'eventBased'] as const;
/** What is around one block: a sub-process with something in it or on it. */
const HOSTS = [
  'subProcess',
  'late',
  'noted',
  'escalating',
  'watched',
  'rescued',
  'each',
  'eachInTurn',
  'twice',
  'undone',
  'canceled',
  'adHoc',
] as const;
const WRAPPERS = ['linked', ...HOSTS] as const;

export type Leaf = (typeof LEAVES)[number];
export type Split = (typeof SPLITS)[number];
export type HostKind = (typeof HOSTS)[number];

/** A block of a generated process: structured, so that every run can end. `writeBlock.ts` writes it. */
export type Block =
  | { kind: Leaf }
  | { kind: (typeof BRANCHES)[number]; blocks: Block[] }
  | { kind: (typeof WRAPPERS)[number]; block: Block };

const leaf = fc.constantFrom(...LEAVES).map((kind): Block => ({ kind }));

const tree = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 1, arbitrary: leaf },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom(...BRANCHES),
        blocks: fc.array(tie('block'), { minLength: 2, maxLength: 3 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom(...WRAPPERS), block: tie('block') }) },
  ),
}));

export const blocks: fc.Arbitrary<Block> = tree.block;
