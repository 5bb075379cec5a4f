import { behaviorOf } from '../elements/registry';
import type { Program } from '../model/definition';
import { reviseConditions } from './conditions';
import { createContext, type StepContext } from './context';
import type { Execution } from './execution';
import { Rejected } from './faults';
import { handleInput } from './inputs';
import { settleOne } from './joins';
import type { ExecutionInput, StepResult } from './types';

/**
 * Feeds one input to an execution and runs every ready token to its next wait state. Changes `execution` in place
 * when ok; `now` in epoch milliseconds. `instance.started` is not among the events: the driver writes it, since
 * only the driver knows release and caller. A rejected input has changed nothing; a throw is a bug of ours.
 */
export function step(program: Program, execution: Execution, input: ExecutionInput, now: number): StepResult {
  const context = createContext(program, execution, now, behaviorOf);
  try {
    handleInput(context, input);
  } catch (error) {
    if (error instanceof Rejected) return { ok: false, rejection: { code: error.code, message: error.message } };
    throw error;
  }
  runAll(context);
  return { ok: true, events: context.events, effects: context.effects };
}

/** Work in its order; then the joins that nothing more can reach, one at a time; then what waits for all that. */
export function runAll(context: StepContext): void {
  const { queue, late } = context;
  for (let next = 0, afterwards = 0; ;) {
    reviseConditions(context);
    if (next < queue.length) queue[next++]?.();
    else if (settleOne(context)) continue;
    else if (afterwards < late.length) late[afterwards++]?.();
    else return;
  }
}
