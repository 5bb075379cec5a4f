import { deepStrictEqual } from 'node:assert';
import type { Variables } from '../../protocol/json';
import type { Program } from '../model/definition';
import { programBeside } from './model';
import { Run, type RunOptions } from './run';

export type Start = (variables?: Variables, options?: RunOptions) => Run;

/**
 * Tells a story twice: once straight, once with the execution turned into text and back after every step. Both must
 * cause the same events and effects and end in the same state. A story that fails shows the trace of its runs.
 */
export function tell(program: Program, story: (start: Start) => void): void {
  const [straight, restored] = [false, true].map((restore) => {
    const runs: Run[] = [];
    try {
      story((variables, options) => {
        const run = Run.start(program, variables, { ...options, restore });
        runs.push(run);
        return run;
      });
    } catch (error) {
      if (error instanceof Error)
        error.message += `\n\nTrace${restore ? ' (restored)' : ''}:\n${runs.map((run) => run.log()).join('\n--\n')}`;
      throw error;
    }
    return runs.map(({ events, effects, execution }) => ({ events, effects, execution: JSON.stringify(execution) }));
  });
  deepStrictEqual(restored, straight);
}

/** Stories about the model beside a test file: `it('…', story((start) => { … }))`. */
export function storyteller(testFile: string): (story: (start: Start) => void) => () => Promise<void> {
  let program: Promise<Program> | undefined;
  return (story) => async () => tell(await (program ??= programBeside(testFile)), story);
}
