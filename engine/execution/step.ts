import { behaviorOf } from '../elements/registry';
import type { Program } from '../model/definition';
import { createContext } from './context';
import type { Execution } from './execution';
import { Rejected } from './faults';
import { handleInput } from './inputs';
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
  for (let next = 0; next < context.queue.length; next++) context.queue[next]?.();
  return { ok: true, events: context.events, effects: context.effects };
}
