/**
 * The parsed form of a FEEL expression: plain JSON, made at deployment (`parseFeel`) and stored with the release.
 * The run time only reads it, so neither a parser nor a name table goes into the workflow bundle.
 */

/** A JSON value: what goes into and comes out of an evaluation. Dates and durations are ISO 8601 strings. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/**
 * A fault of an expression: the reason, and where. `from` and `to` are offsets into its source, from 0; at run time there
 * is no `to`, and no `from` either for trees of the versions before 3.
 */
export interface FeelProblem {
  code: string;
  message: string;
  from?: number;
  to?: number;
}

/** What a text is read as: an expression, or the tests of a decision table's cell. */
export type FeelKind = 'expression' | 'unaryTests';

/**
 * A parsed expression. `names` are its free names in order of first use; `source` is for messages. `version` changes
 * when nodes do: running instances may carry trees of version 1, which wrote each literal as a node, or 2, without places.
 */
export interface FeelTree {
  version: 1 | 2 | 3;
  source: string;
  names: string[];
  root: FeelNode;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';
export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A type as written in an expression or declared by a decision model. */
export type FeelType =
  | { type: 'named'; name: string }
  | { type: 'list'; of: FeelType }
  | { type: 'range'; of: FeelType }
  | { type: 'context'; entries: { name: string; of: FeelType }[] }
  | { type: 'function'; parameters: FeelType[]; result: FeelType };

/** A test of the value that a unary test is about (`?`): a comparison with it, a value it may be, or (`usesInput`) a condition. */
export type FeelTest = { operator: ComparisonOperator; value: FeelNode } | { value: FeelNode; usesInput?: boolean };

export interface Iterator {
  name: string;
  in: FeelNode;
}

export interface Parameter {
  name: string;
  of?: FeelType;
}

/** A literal stands for itself; numbers that no double shows exactly are nodes. Trees take little room that way. */
export type FeelLiteral = null | boolean | number | string;

export type FeelNode = FeelLiteral | FeelOperation;

/** What can go wrong says where it stands, an offset into the source: a name, a sign or a keyword. */
interface Placed {
  from?: number;
}

export type FeelOperation =
  | { node: 'number'; value: string }
  | VersionOneLiteral
  | ({ node: 'at'; value: string } & Placed)
  | ({ node: 'name'; name: string } & Placed)
  | ({ node: 'negate'; value: FeelNode } & Placed)
  | ({ node: 'arithmetic'; operator: ArithmeticOperator; left: FeelNode; right: FeelNode } & Placed)
  | ({ node: 'compare'; operator: ComparisonOperator; left: FeelNode; right: FeelNode } & Placed)
  | ({ node: 'between'; value: FeelNode; low: FeelNode; high: FeelNode } & Placed)
  | { node: 'in'; value: FeelNode; tests: FeelTest[] }
  | { node: 'and' | 'or'; left: FeelNode; right: FeelNode }
  | ({ node: 'instanceOf'; value: FeelNode; of: FeelType } & Placed)
  | { node: 'if'; condition: FeelNode; then: FeelNode; else: FeelNode }
  | ({ node: 'for'; iterators: Iterator[]; value: FeelNode } & Placed)
  | ({ node: 'some' | 'every'; iterators: Iterator[]; condition: FeelNode } & Placed)
  | ({ node: 'path'; of: FeelNode; name: string } & Placed)
  | ({ node: 'filter'; list: FeelNode; condition: FeelNode } & Placed)
  | { node: 'list'; items: FeelNode[] }
  | { node: 'context'; entries: { name: string; value: FeelNode }[] }
  | ({ node: 'range'; startIncluded: boolean; endIncluded: boolean; start: FeelNode; end: FeelNode } & Placed)
  | ({ node: 'comparisonRange'; operator: ComparisonOperator; value: FeelNode } & Placed)
  | ({ node: 'iteration'; start: FeelNode; end: FeelNode } & Placed)
  | { node: 'function'; parameters: Parameter[]; external: boolean; body: FeelNode }
  | { node: 'call'; function: FeelNode; arguments: FeelNode[] }
  | { node: 'callNamed'; function: FeelNode; arguments: { name: string; value: FeelNode }[] }
  | { node: 'unaryTests'; negated?: boolean; tests?: FeelTest[] | null };

type VersionOneLiteral = { node: 'null' } | { node: 'boolean'; value: boolean } | { node: 'string'; value: string };

export function isUnaryTests(node: FeelNode): node is NodeOf<'unaryTests'> {
  return kindOf(node) === 'unaryTests';
}

/** What a node is; undefined of a literal. */
export function kindOf(node: FeelNode): FeelOperation['node'] | undefined {
  return typeof node === 'object' && node !== null ? node.node : undefined;
}

/** The nodes of one kind. */
export type NodeOf<Kind extends FeelOperation['node'], Node = FeelOperation> = Node extends { node: infer Own }
  ? Kind extends Own
    ? Node
    : never
  : never;
