import {
  isGrpcServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
  type WorkflowHandle,
  type WorkflowUpdateOptions,
} from '@temporalio/client';
import {
  ApplicationFailure,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/common';
import {
  COMMAND_UPDATE,
  EARLIER_ANSWER_QUERY,
  PROCESS_TASK_QUEUE,
  SNAPSHOT_QUERY,
  type CommandEnvelope,
  type CommandResult,
  type EarlierAnswer,
  type EarlierAnswerQuestion,
  type InstanceSnapshot,
  type RejectionDetails,
} from '../protocol/workflow';
import { CommandRejected, EngineUnavailable } from './errors';
import type { InstanceInput } from './input';
import { encodeProgram } from './programBytes';

/** How one talks to process instances. Every method throws EngineUnavailable when Temporal or the workers are away. */
export interface InstanceClient {
  /** Starts an instance under its key; a second start of the same key does nothing. Its first step is event `seq` ≥ 1. */
  start(input: InstanceInput): Promise<void>;
  /**
   * Delivers a command once per `updateId` (see `updateIdOf`) and waits for the instance's answer.
   * @throws CommandRejected when the instance refuses it, or has ended or is unknown (`not_found`)
   */
  command(processInstanceKey: string, envelope: CommandEnvelope, updateId: string): Promise<CommandResult>;
  /**
   * The instance's own state, also of an ended one as long as Temporal keeps it.
   * @throws CommandRejected `not_found`
   */
  snapshot(processInstanceKey: string): Promise<InstanceSnapshot>;
}

export interface InstanceClientOptions {
  taskQueue?: string;
  /** How long to wait for an answer, in ms (default 10,000). */
  timeoutMs?: number;
}

const MOST_ATTEMPTS = 5;
const ATTEMPT_PAUSE_MS = 200;

/** @param client from `connectTemporal` */
export function createInstanceClient(client: Client, options: InstanceClientOptions = {}): InstanceClient {
  const { taskQueue = PROCESS_TASK_QUEUE, timeoutMs = 10_000 } = options;
  const within = <T>(call: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + timeoutMs, call);
  return {
    start: ({ program, ...facts }) =>
      translated(async () => {
        try {
          await within(() =>
            client.workflow.start(program.processId, {
              taskQueue,
              workflowId: facts.processInstanceKey,
              workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
              args: [facts, encodeProgram(program)],
            }),
          );
        } catch (error) {
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        }
      }),
    command: (processInstanceKey, envelope, updateId) =>
      translated(() => within(() => runCommand(client.workflow.getHandle(processInstanceKey), envelope, updateId))),
    snapshot: (processInstanceKey) =>
      translated(async () => {
        try {
          const handle = client.workflow.getHandle(processInstanceKey);
          return await within(() => handle.query<InstanceSnapshot>(SNAPSHOT_QUERY));
        } catch (error) {
          if (error instanceof WorkflowNotFoundError) throw notFound(processInstanceKey);
          throw error;
        }
      }),
  };
}

/**
 * "Not found" has two causes: the instance has ended, or the server died and lost an update that no workflow task had
 * accepted yet. The second is sent again under its id, as is one whose workflow task failed: a run that wanted to continue
 * as new while something else arrived.
 */
async function runCommand(handle: WorkflowHandle, envelope: CommandEnvelope, updateId: string): Promise<CommandResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const options: WorkflowUpdateOptions & { args: [CommandEnvelope] } = { args: [envelope], updateId };
      return await handle.executeUpdate<CommandResult, [CommandEnvelope]>(COMMAND_UPDATE, options);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) {
        if (!(await isRunning(handle))) return answerOfEnded(handle, envelope, updateId);
      } else if (!isFailedTask(error) || attempt === MOST_ATTEMPTS) throw error;
      if (attempt === MOST_ATTEMPTS)
        throw new EngineUnavailable('Expected the workflow engine to keep an update, but it lost it', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, ATTEMPT_PAUSE_MS));
    }
  }
}

function isFailedTask(error: unknown): boolean {
  const cause = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(cause) && Number(cause.code) === 9 && cause.details.includes('workflow task failure');
}

async function isRunning(handle: WorkflowHandle): Promise<boolean> {
  try {
    return (await handle.describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/**
 * The instance has ended: who asks again gets the answer that he had, who came second learns who closed the task.
 * Update ids don't survive continue-as-new or the workflow's end, the snapshot's memory of them does.
 */
async function answerOfEnded(
  handle: WorkflowHandle,
  envelope: CommandEnvelope,
  updateId: string,
): Promise<CommandResult> {
  const question: EarlierAnswerQuestion = {
    updateId,
    userTaskKey: 'userTaskKey' in envelope.command ? envelope.command.userTaskKey : null,
  };
  let answer: EarlierAnswer | null;
  try {
    answer = await handle.query<EarlierAnswer | null, [EarlierAnswerQuestion]>(EARLIER_ANSWER_QUERY, question);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw notFound(handle.workflowId);
    throw error;
  }
  if (answer?.result) return answer.result;
  if (answer?.rejection) throw new CommandRejected(answer.rejection);
  throw notFound(handle.workflowId);
}

function notFound(processInstanceKey: string): CommandRejected {
  const message = `Expected a running process instance ${processInstanceKey}, but it has ended or never existed`;
  return new CommandRejected({ code: 'not_found', message });
}

async function translated<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translateError(error);
  }
}

function translateError(error: unknown): unknown {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const [details] = (error.cause.details ?? []) as RejectionDetails[];
    if (details) return new CommandRejected(details);
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isAway(error))
    return new EngineUnavailable('Expected an answer of the workflow engine, but got none', { cause: error });
  return error;
}

/**
 * gRPC statuses of a server that is away, busy or too late: CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE,
 * and FAILED_PRECONDITION, which a query gets when no worker has polled for a while.
 */
const AWAY = new Set([1, 4, 8, 9, 14]);

function isAway(error: unknown): boolean {
  if (isGrpcServiceError(error)) return AWAY.has(error.code);
  return error instanceof Error && isGrpcServiceError(error.cause) && AWAY.has(error.cause.code);
}
