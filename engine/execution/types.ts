import type { Modification } from '../../protocol/changes';
import type { EngineEvent, UserTaskChanges } from '../../protocol/events';
import type { Variables } from '../../protocol/json';
import type { CalledOutcome, InstanceState, RejectionDetails, ThrownError } from '../../protocol/workflow';

/**
 * What the driver tells the engine. A driver is whoever owns the execution: a Temporal workflow, a test, a simulation.
 * Keys are those that earlier effects and events named.
 */
export type ExecutionInput =
  | { type: 'start'; variables: Variables; startElementId?: string }
  | { type: 'completeUserTask'; userTaskKey: string; variables: Variables }
  | { type: 'assignUserTask'; userTaskKey: string; assignee: string; allowOverride: boolean }
  | { type: 'unassignUserTask'; userTaskKey: string }
  | { type: 'updateUserTask'; userTaskKey: string; changes: UserTaskChanges }
  | { type: 'completeJob'; jobKey: string; variables: Variables }
  | { type: 'failJob'; jobKey: string; retries: number; message: string }
  | { type: 'throwJobError'; jobKey: string; errorCode: string; variables: Variables }
  | { type: 'fireTimer'; timerKey: string }
  | { type: 'correlateMessage'; subscriptionKey: string; messageId: string; messageName: string; variables: Variables }
  | { type: 'catchSignal'; signalId: string; signalName: string; variables: Variables }
  | { type: 'endCalledInstance'; elementInstanceKey: string; outcome: CalledOutcome }
  | { type: 'escalateFromCalled'; elementInstanceKey: string; code: string; variables: Variables }
  | { type: 'recordCalledInstance'; elementInstanceKey: string; calledInstanceKey: string }
  | { type: 'setVariables'; scopeKey: string; variables: Variables; local: boolean }
  | { type: 'resolveIncident'; incidentKey: string }
  | { type: 'modify'; modification: Modification }
  | { type: 'cancel' };

/** What must be done outside. Message subscriptions need no effect: the projection of their events opens and closes them. */
export type Effect =
  | { type: 'scheduleTimer'; timerKey: string; dueAt: number }
  | { type: 'cancelTimer'; timerKey: string }
  | {
      type: 'activateJob';
      jobKey: string;
      elementId: string;
      elementInstanceKey: string;
      jobType: string;
      retries: number;
      headers: Record<string, string>;
      variables: Variables;
    }
  | { type: 'cancelJob'; jobKey: string }
  | { type: 'callProcess'; elementInstanceKey: string; processId: string; variables: Variables }
  | { type: 'cancelCalledInstance'; elementInstanceKey: string; calledInstanceKey: string | null }
  /** To all other instances that wait for it, and as a start; this one has had it. */
  | { type: 'broadcastSignal'; signalId: string; signalName: string; variables: Variables }
  | { type: 'escalateToCaller'; code: string; variables: Variables }
  | { type: 'endInstance'; state: Exclude<InstanceState, 'ACTIVE'>; variables: Variables; error?: ThrownError };

/** A bad request is rejected and leaves the execution as it was; faults of model or data become incidents; our own bugs throw. */
export type StepResult =
  { ok: true; events: EngineEvent[]; effects: Effect[] } | { ok: false; rejection: RejectionDetails };
