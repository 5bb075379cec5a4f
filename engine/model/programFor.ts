import { calledProgram } from '../execution/program';
import type { Program } from './definition';
import type { ReleaseContent } from './release';

/**
 * What an instance of `processId` needs from a release, as small as possible.
 * Throws RangeError when the release has no such process.
 */
export function programFor(content: ReleaseContent, processId: string): Program {
  const { processes, decisions, decisionModels, calendar } = content;
  return calledProgram({ processId, processes, decisions, decisionModels, calendar, formIds: [] }, processId);
}
