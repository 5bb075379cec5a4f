import type { ProjectBatch, ProjectResult } from '../protocol/workflow';
import type { TimerStartInput } from '../temporal/input';
import type { NewSignal } from '../temporal/signals';

/** Which process is called, by which call activity of which instance: asked again, the same key may not come back. */
export interface LeaseRequest {
  processId: string;
  release: number;
}

export interface LeasedInstance {
  processInstanceKey: string;
  processDefinitionKey: string;
}

/** What the workflows ask of the engine's own activities; jobs are activities named by their job type. */
export interface EngineActivities {
  /** Writes a batch to record and state, in one transaction that refuses a gap. Repeats do nothing. */
  project(batch: ProjectBatch): Promise<ProjectResult>;
  /** Takes a new instance key for a called process of a release. */
  leaseInstanceKey(request: LeaseRequest): Promise<LeasedInstance>;
  /** Brings a signal to all instances that wait for it and to the processes that begin with it, each once. */
  broadcastSignal(signal: NewSignal): Promise<void>;
  /** Starts the process of a timer start under the release in force, once per (schedule, time). Null: no longer in force. */
  startScheduledInstance(start: TimerStartInput & { scheduledFor: string }): Promise<string | null>;
}
