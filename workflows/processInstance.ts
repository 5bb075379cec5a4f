import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import type { Actor } from '../protocol/events';
import {
  CALLED_INSTANCE_ENDED_SIGNAL,
  CALLED_INSTANCE_ESCALATED_SIGNAL,
  CANCEL_SIGNAL,
  COMMAND_UPDATE,
  EARLIER_ANSWER_QUERY,
  SNAPSHOT_QUERY,
  type CalledInstanceEnd,
  type CalledInstanceEscalation,
  type CommandEnvelope,
  type CommandResult,
  type EarlierAnswer,
  type EarlierAnswerQuestion,
  type InstanceSnapshot,
  type InstanceState,
} from '../protocol/workflow';
import type { InstanceFacts } from '../temporal/input';
import { decodeProgram } from '../temporal/programBytes';
import { earlierAnswer, handleCommand, validateCommand } from './commands';
import { Instance } from './instance';
import type { InstanceMemory } from './memory';

const commandUpdate = defineUpdate<CommandResult, [CommandEnvelope]>(COMMAND_UPDATE);
const snapshotQuery = defineQuery<InstanceSnapshot>(SNAPSHOT_QUERY);
const earlierAnswerQuery = defineQuery<EarlierAnswer | null, [EarlierAnswerQuestion]>(EARLIER_ANSWER_QUERY);
const calledInstanceEndedSignal = defineSignal<[CalledInstanceEnd]>(CALLED_INSTANCE_ENDED_SIGNAL);
const calledInstanceEscalatedSignal = defineSignal<[CalledInstanceEscalation]>(CALLED_INSTANCE_ESCALATED_SIGNAL);
const cancelSignal = defineSignal<[Actor]>(CANCEL_SIGNAL);

/** What a run begins with: the instance's facts, and its memory when it continues an earlier run. */
export type RunFacts = InstanceFacts & { memory?: InstanceMemory };

/**
 * Runs an instance of any process: the workflow's type is the process id, its id the instance's key. Everything that
 * happens to the instance comes through the handlers and the effects; this function only waits for the end of the run.
 */
export async function processInstance(facts: RunFacts, program: Uint8Array): Promise<{ state: InstanceState }> {
  const { memory, ...own } = facts;
  const instance = new Instance({ ...own, program: decodeProgram(program) }, memory);
  registerHandlers(instance);
  // Who cancels the workflow by Temporal's own means cancels the instance: its end is recorded like any other.
  CancellationScope.current().cancelRequested.catch(() => {
    instance.apply({ type: 'cancel' }, { kind: 'system', id: 'temporal' });
  });
  await CancellationScope.nonCancellable(async () => {
    await condition(() => instance.hasFailed || instance.isFinished || instance.mayContinueAsNew);
    instance.throwFailure();
    if (!instance.isFinished)
      await continueAsNew<typeof processInstance>({ ...instance.facts, memory: instance.memory }, instance.program);
  });
  return { state: instance.memory.end?.state ?? 'TERMINATED' };
}

function registerHandlers(instance: Instance): void {
  setHandler(commandUpdate, (envelope) => handleCommand(instance, envelope), {
    validator: (envelope: CommandEnvelope) => validateCommand(instance, envelope),
  });
  setHandler(snapshotQuery, () => instance.snapshot());
  setHandler(earlierAnswerQuery, (question) => earlierAnswer(instance.memory, question));
  setHandler(calledInstanceEndedSignal, ({ calledInstanceKey, elementInstanceKey, outcome }) => {
    instance.apply(
      { type: 'endCalledInstance', elementInstanceKey, outcome },
      { kind: 'instance', id: calledInstanceKey },
    );
  });
  setHandler(calledInstanceEscalatedSignal, ({ calledInstanceKey, ...escalation }) => {
    instance.apply({ type: 'escalateFromCalled', ...escalation }, { kind: 'instance', id: calledInstanceKey });
  });
  setHandler(cancelSignal, (actor) => void instance.apply({ type: 'cancel' }, actor));
}
