import { currentUpdateInfo } from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import type { ExecutionInput } from '../engine';
import type {
  CommandEnvelope,
  CommandResult,
  EarlierAnswer,
  EarlierAnswerQuestion,
  InstanceCommand,
  MigrateCommand,
  RejectionDetails,
} from '../protocol/workflow';
import type { Instance } from './instance';
import { refusalOf } from './refusals';
import { rememberAnswer, rememberMessage, type InstanceMemory } from './memory';

/** Refuses, without a trace in the history, what the instance's memory already knows to be in vain. */
export function validateCommand({ memory }: Instance, { command }: CommandEnvelope): void {
  if (hasAnswered(memory, command)) return;
  const rejection = closedTask(memory, command) ?? ended(memory) ?? refusalOf(memory.execution, command);
  if (rejection) throw refusal(rejection);
}

/** Carries a command out, once per update id: a retry gets its own first answer, also after continue-as-new. */
export function handleCommand(instance: Instance, { command, actor }: CommandEnvelope): CommandResult {
  const { memory } = instance;
  const updateId = currentUpdateInfo()?.id ?? '';
  const earlier = memory.answers[updateId];
  if (earlier) return earlier;
  if (hasAnswered(memory, command)) return instance.answer();
  const rejection =
    command.type === 'migrate' ? instance.migrate(command, actor) : instance.apply(inputOf(command), actor);
  if (rejection) throw refusal(rejection);
  const result = instance.answer();
  rememberAnswer(memory, updateId, result);
  const messageId = messageIdOf(command);
  if (messageId !== null) rememberMessage(memory, messageId, result.seq);
  return result;
}

/** For callers who find that the instance has ended. */
export function earlierAnswer(memory: InstanceMemory, question: EarlierAnswerQuestion): EarlierAnswer | null {
  const result = memory.answers[question.updateId];
  if (result) return { result };
  const rejection = question.userTaskKey === null ? null : closedTaskRejection(memory, question.userTaskKey);
  return rejection && { rejection };
}

function hasAnswered(memory: InstanceMemory, command: InstanceCommand): boolean {
  const updateId = currentUpdateInfo()?.id ?? '';
  return updateId in memory.answers || (messageIdOf(command) ?? '') in memory.messages;
}

/** Of what is delivered once, however often it is sent. */
function messageIdOf(command: InstanceCommand): string | null {
  if (command.type === 'correlateMessage') return command.messageId;
  return command.type === 'catchSignal' ? command.signalId : null;
}

function closedTask(memory: InstanceMemory, command: InstanceCommand): RejectionDetails | null {
  return 'userTaskKey' in command ? closedTaskRejection(memory, command.userTaskKey) : null;
}

function closedTaskRejection(memory: InstanceMemory, userTaskKey: string): RejectionDetails | null {
  const closed = memory.closedTasks[userTaskKey];
  if (!closed) return null;
  return { code: 'task_closed', message: `Expected user task ${userTaskKey} to be open, but it is closed`, ...closed };
}

function ended({ end }: InstanceMemory): RejectionDetails | null {
  return end && { code: 'invalid_state', message: `Expected a running process instance, but it is ${end.state}` };
}

function inputOf(command: Exclude<InstanceCommand, MigrateCommand>): ExecutionInput {
  return command.type === 'cancelInstance' ? { type: 'cancel' } : command;
}

function refusal(rejection: RejectionDetails): ApplicationFailure {
  const { code: type, message } = rejection;
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [rejection] });
}
