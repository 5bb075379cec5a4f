import { existsSync, readFileSync } from 'node:fs';
import type { Problem } from '../../protocol/problem';
import type { Resource } from '../../protocol/release';
import { compileRelease } from '../model';
import type { Program } from '../model/definition';
import type { ReleaseContent } from '../model/release';

/** Job types of the test models. */
export const TEST_JOB_TYPES: ReadonlySet<string> = new Set(['work', 'notify', 'undo', 'publish-message']);

/** The files beside a test: `x.test.ts` → `x.bpmn` and, where there is one, `x.dmn`. */
function resourcesBeside(testFile: string): Resource[] {
  const files = ['.bpmn', '.dmn'].map((extension) => testFile.replace(/\.test\.ts$/, extension)).filter(existsSync);
  return files.map((file) => ({ name: file.slice(file.lastIndexOf('/') + 1), content: readFileSync(file, 'utf8') }));
}

/** Compiles models for a test; throws with all problems when they are refused. */
export async function releaseOf(resources: Resource[], jobTypes = TEST_JOB_TYPES): Promise<ReleaseContent> {
  const result = await compileRelease(resources, { jobTypes });
  if (result.ok) return result.content;
  throw new Error(
    result.problems.map(({ code, elementId, message }) => `${code} ${elementId ?? ''}: ${message}`).join('\n'),
  );
}

/** The model beside a test file, as a program of all its processes that begins at process `main`. */
export async function programBeside(testFile: string): Promise<Program> {
  return { processId: 'main', formIds: [], ...(await releaseOf(resourcesBeside(testFile))) };
}

/** The problems for which a model is refused; none when it is accepted. */
export async function problemsOf(bpmn: string, jobTypes = TEST_JOB_TYPES): Promise<Problem[]> {
  const result = await compileRelease([{ name: 'model.bpmn', content: bpmn }], { jobTypes });
  return result.ok ? [] : result.problems.filter(({ severity }) => severity === 'error');
}

/** A BPMN document around the inside of a process `main`; `roots` are messages and errors. */
export function bpmn(inside: string, roots = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="main" isExecutable="true">
${inside}
  </bpmn:process>
${roots}
</bpmn:definitions>
`;
}
