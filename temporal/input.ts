import type { Program } from '../engine';
import type { Actor } from '../protocol/events';
import type { Variables } from '../protocol/json';

/** What a process instance is started with. Its workflow gets it as two arguments: the facts, the encoded program. */
export interface InstanceInput extends InstanceFacts {
  /** What to run, from `calledProgram`; `program.processId` is also the workflow type. */
  program: Program;
}

/** What is an instance's own; its program it shares with all others of its process and release. */
export interface InstanceFacts {
  /** Also the workflow id: starting the same key twice starts one instance. */
  processInstanceKey: string;
  processDefinitionKey: string;
  release: { number: number; hash: string };
  variables: Variables;
  /** The call activity that waits for this instance; null when nobody does. */
  parent: { processInstanceKey: string; elementInstanceKey: string } | null;
  /** How many instances have called each other down to this one; none without it. */
  callDepth?: number;
  /** Root of the chain of calls; the instance's own key when nobody called it. */
  rootKey: string;
  startedBy: Actor;
  /** The start event to begin at (message or timer starts); without it the none start event. */
  startElementId?: string;
  /** The message that started the instance, so that the same message is not delivered to it again. */
  message?: { messageId: string; messageName: string };
  /** History events after which the instance continues as new (default 400); tests set 1 to force it at every step. */
  continueAsNewAfter?: number;
}

/** Argument of the workflow that a Schedule starts for a timer start event. */
export interface TimerStartInput {
  scheduleId: string;
  processId: string;
  startElementId: string;
}
