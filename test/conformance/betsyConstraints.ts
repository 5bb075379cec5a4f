import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRelease } from '../../engine/model';
import type { Problem } from '../../protocol/problem';
import type { Report } from './dmnTck';

interface Case {
  file: string;
  rule: string;
  expect: 'ok' | 'fail';
}

/** Codes that say what this engine doesn't execute, or what a model lacks to be run by it; none is a rule of the standard. */
const NOT_A_RULE =
  /^(unsupported_|process_missing|job_type_|script_|start_event_missing|called_element_missing|(message|signal|condition)_missing|decision_|form_|feel_syntax|correlation_key_)/;

/** Deploys every model; refused for a rule is what a "fail" file must be, and an "ok" file must not. */
export async function run(dir: string, report: Report): Promise<void> {
  const cases = JSON.parse(readFileSync(join(dir, 'cases.json'), 'utf8')) as Case[];
  const apart = new Set<string>();
  for (const { file, rule, expect } of cases) {
    const content = readFileSync(join(dir, file), 'utf8');
    const result = await compileRelease([{ name: 'model.bpmn', content }], { jobTypes: new Set() });
    const problems = result.ok ? [] : result.problems.filter(({ severity }) => severity === 'error');
    const broken = problems.filter(({ code }) => !NOT_A_RULE.test(code));
    const seen = (broken.length > 0 ? broken : problems).map(line).join('; ') || 'accepted';
    if (expect === 'fail') report(rule, file, broken.length > 0 ? undefined : `expected a refusal, but got ${seen}`);
    else {
      report(rule, file, broken.length === 0 ? undefined : `expected no refusal, but got ${seen}`);
      if (broken.length === 0 && problems.length > 0) apart.add(`${file}: ${seen}`);
    }
  }
  console.log(`Of the "ok" files, ${apart.size} keep the rules and are refused for what they need to run:`);
  for (const each of apart) console.log(`  ${each}`);
}

function line({ code, elementId, message }: Problem): string {
  return `${code} ${elementId ?? ''} (${message})`;
}
