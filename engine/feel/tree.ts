/**
 * The parsed form of a FEEL expression: plain JSON, made at deployment (`parseFeel`) and stored with the release.
 * The run time only reads it, so neither a parser nor a name table goes into the workflow bundle.
 */

/** A JSON value: what goes into and comes out of an evaluation. Dates and durations are ISO 8601 strings. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A fault of an expression. `from` and `to` are offsets into its source. */
export interface FeelProblem {
  code: string;
  message: string;
  from?: number;
  to?: number;
}

/** A parsed expression. `names` are its free names in order of first use; `version` changes when nodes do. */
export interface FeelTree {
  version: 1;
  kind: 'expression' | 'unaryTests';
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

/** A test of the value that a unary test is about (`?`). */
export type FeelTest =
  | { test: 'compare'; operator: ComparisonOperator; value: FeelNode }
  | { test: 'expression'; value: FeelNode; usesInput: boolean };

export interface Iterator {
  name: string;
  in: FeelNode;
}

export interface Parameter {
  name: string;
  of?: FeelType;
}

export type FeelNode =
  | { node: 'null' }
  | { node: 'boolean'; value: boolean }
  | { node: 'number'; value: string }
  | { node: 'string'; value: string }
  | { node: 'at'; value: string }
  | { node: 'name'; name: string }
  | { node: 'negate'; value: FeelNode }
  | { node: 'arithmetic'; operator: ArithmeticOperator; left: FeelNode; right: FeelNode }
  | { node: 'compare'; operator: ComparisonOperator; left: FeelNode; right: FeelNode }
  | { node: 'between'; value: FeelNode; low: FeelNode; high: FeelNode }
  | { node: 'in'; value: FeelNode; tests: FeelTest[] }
  | { node: 'and' | 'or'; left: FeelNode; right: FeelNode }
  | { node: 'instanceOf'; value: FeelNode; of: FeelType }
  | { node: 'if'; condition: FeelNode; then: FeelNode; else: FeelNode }
  | { node: 'for'; iterators: Iterator[]; value: FeelNode }
  | { node: 'some' | 'every'; iterators: Iterator[]; condition: FeelNode }
  | { node: 'path'; of: FeelNode; name: string }
  | { node: 'filter'; list: FeelNode; condition: FeelNode }
  | { node: 'list'; items: FeelNode[] }
  | { node: 'context'; entries: { name: string; value: FeelNode }[] }
  | { node: 'range'; startIncluded: boolean; endIncluded: boolean; start: FeelNode; end: FeelNode }
  | { node: 'comparisonRange'; operator: ComparisonOperator; value: FeelNode }
  | { node: 'iteration'; start: FeelNode; end: FeelNode }
  | { node: 'function'; parameters: Parameter[]; external: boolean; body: FeelNode }
  | { node: 'call'; function: FeelNode; arguments: FeelNode[] }
  | { node: 'callNamed'; function: FeelNode; arguments: { name: string; value: FeelNode }[] }
  | { node: 'unaryTests'; negated: boolean; tests: FeelTest[] | null };

/** The nodes of one kind. */
export type NodeOf<Kind extends FeelNode['node'], Node = FeelNode> = Node extends { node: infer Own }
  ? Kind extends Own
    ? Node
    : never
  : never;
