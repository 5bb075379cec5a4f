import { Evaluation, type EvaluationOptions } from '../feel/runtime/evaluation';
import type { FeelProblem } from '../feel/tree';
import { toJson, type FeelValue } from '../feel/values/value';
import type { DecisionAudit, DecisionModel, DecisionTable, EvaluatedDecision } from './model';
import { conformsToType } from './types';

/** One matched rule and its outputs, in the order of the table's columns. */
export interface Match {
  index: number;
  outputs: FeelValue[];
}

/** Inputs and matched rules that one decision records; a table in a loop would make more than anyone reads. */
const MAX_RECORDED = 1_000;

/** An evaluation that also keeps what decision tables saw, and the first breach of a hit policy or allowed value. */
export class DecisionEvaluation extends Evaluation {
  readonly audit: DecisionAudit;
  problem: FeelProblem | undefined;
  private readonly open: EvaluatedDecision[] = [];
  private failed = false;

  constructor(environment: EvaluationOptions, model: DecisionModel, decisionId: string) {
    super(environment, (name, value, evaluation) => conformsToType(model, name, value, evaluation));
    this.audit = { decisionId, evaluatedDecisions: [] };
  }

  /** Evaluates a decision under a record of its own; what ends after a failure made something of it, and isn't kept. */
  record(id: string, name: string, evaluate: () => FeelValue): FeelValue {
    const record: EvaluatedDecision = { id, name, inputs: [], matchedRules: [], output: null };
    this.open.push(record);
    const output = evaluate();
    if (!this.failed) {
      record.output = toJson(output);
      this.audit.evaluatedDecisions.push(record);
    }
    this.open.pop();
    return output;
  }

  /** The decision under way has failed: the audit ends with it, as far as it got. */
  fail(): void {
    const record = this.open.at(-1);
    if (record && !this.failed) this.audit.evaluatedDecisions.push({ ...record, failed: true });
    this.failed = true;
  }

  recordInputs(table: DecisionTable, values: readonly FeelValue[]): void {
    const record = this.open.at(-1);
    if (!record || record.inputs.length >= MAX_RECORDED) return;
    record.inputs.push(
      ...table.inputs.map(({ id, name }, index) => ({ id, name, value: toJson(values[index] ?? null) })),
    );
  }

  recordMatch(table: DecisionTable, { index, outputs }: Match): void {
    const record = this.open.at(-1);
    if (!record || record.matchedRules.length >= MAX_RECORDED) return;
    const values = table.outputs.map(({ id, name }, column) => ({ id, name, value: toJson(outputs[column] ?? null) }));
    record.matchedRules.push({ ruleId: table.rules[index]?.id ?? '', ruleIndex: index + 1, outputs: values });
  }

  /** The model does not allow what happened: null here, and the whole evaluation is a problem. */
  breach(code: string, message: string): null {
    this.problem ??= { code, message };
    this.fail();
    return null;
  }
}
