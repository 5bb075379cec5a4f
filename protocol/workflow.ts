import type { MappingInstruction, Modification } from './changes';
import type { Actor, RecordedEvent, UserTaskChanges } from './events';
import type { Variables } from './json';

/** Names that workflows, worker, API and relay share. */
export const PROCESS_TASK_QUEUE = 'cauce';
/** Workflow type of what a Schedule starts; `$` can't occur in a process id. */
export const TIMER_START_WORKFLOW = '$timerStart';
export const COMMAND_UPDATE = 'command';
export const SNAPSHOT_QUERY = 'snapshot';
export const EARLIER_ANSWER_QUERY = 'earlierAnswer';
export const CALLED_INSTANCE_ENDED_SIGNAL = 'calledInstanceEnded';
export const CALLED_INSTANCE_ESCALATED_SIGNAL = 'calledInstanceEscalated';
export const CANCEL_SIGNAL = 'cancel';

/** What a person, the relay or the correlation asks of an instance. Every one is an Update with a deterministic id. */
export type InstanceCommand =
  | { type: 'completeUserTask'; userTaskKey: string; variables: Variables }
  | { type: 'assignUserTask'; userTaskKey: string; assignee: string; allowOverride: boolean }
  | { type: 'unassignUserTask'; userTaskKey: string }
  | { type: 'updateUserTask'; userTaskKey: string; changes: UserTaskChanges }
  | { type: 'correlateMessage'; subscriptionKey: string; messageId: string; messageName: string; variables: Variables }
  | { type: 'catchSignal'; signalId: string; signalName: string; variables: Variables }
  | { type: 'setVariables'; scopeKey: string; variables: Variables; local: boolean }
  | { type: 'resolveIncident'; incidentKey: string }
  | { type: 'modify'; modification: Modification }
  | MigrateCommand
  | { type: 'cancelInstance' };

/** Puts the instance under another release of its process. */
export interface MigrateCommand {
  type: 'migrate';
  processDefinitionKey: string;
  release: { number: number; hash: string };
  mappingInstructions: MappingInstruction[];
  /** What to run from now on, as JSON text: `Program` of the engine. */
  program: string;
}

export interface CommandEnvelope {
  command: InstanceCommand;
  actor: Actor;
}

/** `seq` is the sequence of the last event that the command caused: the API waits until the store has reached it. */
export interface CommandResult {
  seq: number;
  openTasks: { userTaskKey: string; elementId: string; assignee: string | null }[];
  state: InstanceState;
}

export type InstanceState = 'ACTIVE' | 'COMPLETED' | 'TERMINATED';

/** Codes of refused commands; they travel as the `type` of an ApplicationFailure, its details carry `RejectionDetails`. */
export type RejectionCode =
  | 'task_closed'
  | 'task_not_assigned'
  | 'task_assigned_to_other'
  | 'not_found'
  | 'invalid_state'
  | 'subscription_closed'
  | 'invalid_argument';

export interface RejectionDetails {
  code: RejectionCode;
  message: string;
  /** Who closed the task and when, for `task_closed`. */
  by?: string;
  at?: string;
}

/** Asked of an instance that has ended: what was this update answered, or who closed that task? */
export interface EarlierAnswerQuestion {
  updateId: string;
  userTaskKey: string | null;
}

export interface EarlierAnswer {
  result?: CommandResult;
  rejection?: RejectionDetails;
}

/** What the `project` activity sends to the store, in order, in one transaction that refuses a gap. */
export interface ProjectBatch {
  processInstanceKey: string;
  /** Hash of the record's last entry before this batch (64 hex digits; zeros before the first). */
  previousHead: string;
  entries: RecordedEvent[];
}

export interface ProjectResult {
  seq: number;
  head: string;
}

/** The answer of the `snapshot` query; `execution` is the engine's plain JSON. */
export interface InstanceSnapshot {
  processInstanceKey: string;
  state: InstanceState;
  execution: unknown;
  outbox: RecordedEvent[];
  projectedSeq: number;
  head: string;
}

/** How a called instance reports its end to its parent's workflow. */
export interface CalledInstanceEnd {
  elementInstanceKey: string;
  calledInstanceKey: string;
  outcome: CalledOutcome;
}

/** How a called instance tells its caller of an escalation that nobody catches in it. It goes on meanwhile. */
export interface CalledInstanceEscalation {
  elementInstanceKey: string;
  calledInstanceKey: string;
  code: string;
  variables: Variables;
}

/** A BPMN error that nobody caught, and the variables that it brings. */
export interface ThrownError {
  code: string;
  variables: Variables;
}

/** How a called instance has ended; `error` where a BPMN error that nobody caught in it has ended it. */
export type CalledOutcome = { state: 'COMPLETED'; variables: Variables } | { state: 'TERMINATED'; error?: ThrownError };

/** What an activity that carries out a job is given; its idempotency key is (processInstanceKey, elementInstanceKey). */
export interface JobInput {
  processInstanceKey: string;
  elementInstanceKey: string;
  jobKey: string;
  processId: string;
  /** Number of the release that the instance runs under. */
  release: number;
  elementId: string;
  headers: Record<string, string>;
  variables: Variables;
}

/** An activity returns variables, or throws ApplicationFailure with `type` = 'bpmnError' and details [code, variables]. */
export type JobOutput = Variables;
