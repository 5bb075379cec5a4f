import type { Program } from '../model/definition';
import type { Execution } from './execution';
import type { ExecutionInput, StepResult } from './types';

/**
 * Feeds one input to an execution and runs every ready token to its next wait state. Changes `execution` in place
 * when ok; `now` in epoch milliseconds. `instance.started` is not among the events: the driver writes it, since
 * only the driver knows release and caller.
 */
export function step(_program: Program, _execution: Execution, _input: ExecutionInput, _now: number): StepResult {
  return { ok: false, rejection: { code: 'invalid_state', message: 'Expected an engine, but it is not built yet' } };
}
