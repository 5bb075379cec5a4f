import type { FeelNode, JsonValue } from '../feel/tree';

/** A fault of a decision model, found at deployment. */
export interface DmnProblem {
  code: 'dmn_xml' | 'dmn_unknown' | 'dmn_reference' | 'dmn_structure' | 'feel_syntax';
  message: string;
  elementId?: string;
}

/**
 * A decision model ready to run: JSON, made by `parseDecisions` and stored with the release. Keys of elements and types
 * are `namespace#id` and `namespace#name`, so that imported models lie in the same lists.
 */
export interface DecisionModel {
  version: 1;
  id: string;
  name: string;
  namespace: string;
  types: { [key: string]: ItemType };
  inputs: InputData[];
  decisions: Decision[];
  knowledge: KnowledgeModel[];
  services: DecisionService[];
}

/** A declared type. `allowed` tests a value, `?`; of a collection, each item. */
export interface ItemType {
  is: { named: string } | { components: { name: string; type: ItemType }[] } | { function: true };
  collection: boolean;
  allowed?: FeelNode;
}

export interface InputData {
  key: string;
  id: string;
  name: string;
  type?: string;
}

/** What an element needs; `path` is the name under which its logic sees it, behind the name of an import if any. */
export interface Requirement {
  key: string;
  path: string[];
}

export interface Decision {
  key: string;
  id: string;
  name: string;
  /** The name of its variable, where that differs. */
  variable: string;
  type?: string;
  requirements: Requirement[];
  logic?: Logic;
}

export interface Parameter {
  name: string;
  type?: string;
}

export interface KnowledgeModel {
  key: string;
  id: string;
  name: string;
  type?: string;
  requirements: Requirement[];
  parameters: Parameter[];
  logic: Logic;
}

export interface DecisionService {
  key: string;
  id: string;
  name: string;
  type?: string;
  outputs: Requirement[];
  /** In the order of its parameters: input data, then input decisions. */
  parameters: (Parameter & { key: string })[];
}

/** Boxed expressions. `type` is that of the result. */
export type Logic = { type?: string } & (
  | { logic: 'literal'; feel: FeelNode }
  | { logic: 'table'; table: DecisionTable }
  | { logic: 'context'; entries: { name: string; value: Logic }[]; result?: Logic }
  | { logic: 'invocation'; function: Logic; bindings: { name: string; value: Logic }[] }
  | { logic: 'function'; kind: 'FEEL' | 'Java' | 'PMML'; parameters: Parameter[]; body: Logic }
  | { logic: 'list'; items: Logic[] }
  | { logic: 'relation'; columns: string[]; rows: Logic[][] }
  | { logic: 'conditional'; if: Logic; then: Logic; else: Logic }
  | { logic: 'filter'; in: Logic; match: Logic }
  | { logic: 'for' | 'some' | 'every'; iterator: string; in: Logic; each: Logic }
);

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER';
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX';

export interface DecisionTable {
  hitPolicy: HitPolicy;
  aggregation?: Aggregation;
  inputs: { id: string; name: string; feel: FeelNode; type?: string; allowed?: FeelNode }[];
  /** `values` are tests in order of priority. */
  outputs: { id: string; name: string; type?: string; values: FeelNode[]; default?: FeelNode }[];
  rules: { id: string; tests: FeelNode[]; outputs: FeelNode[] }[];
}

/** What one evaluation looked at and found, for the record. */
export interface DecisionAudit {
  decisionId: string;
  evaluatedDecisions: EvaluatedDecision[];
}

export interface EvaluatedDecision {
  id: string;
  name: string;
  inputs: { id: string; name: string; value: JsonValue }[];
  matchedRules: { ruleId: string; ruleIndex: number; outputs: { id: string; name: string; value: JsonValue }[] }[];
  output: JsonValue;
  /** It has no output, because of the problem that the evaluation ended with. */
  failed?: true;
}
