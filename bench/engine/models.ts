import type { Program } from '../../engine';
import { compileRelease } from '../../engine/model';
import { programFor } from '../../engine/model/programFor';
import type { ReleaseContent } from '../../engine/model/release';

/** A BPMN document around the inside of a process `main`; `roots` are its messages. */
export function bpmn(inside: string, roots = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="main" isExecutable="true">${inside}</bpmn:process>${roots}
</bpmn:definitions>`;
}

/** @throws Error with all problems when it is refused */
export async function releaseOf(xml: string): Promise<ReleaseContent> {
  const result = await compileRelease([{ name: 'model.bpmn', content: xml }], { jobTypes: new Set() });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.content;
}

export function programOf(content: ReleaseContent): Program {
  return programFor(content, 'main');
}
