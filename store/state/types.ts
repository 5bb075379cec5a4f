import type { Actor, ElementType, IncidentType, UserTaskData } from '../../protocol/events';
import type { InstanceState } from '../../protocol/workflow';

/** What every state document says of the instance that it belongs to. Times are RFC 3339 UTC, keys decimal strings. */
export interface InstanceFacts {
  processInstanceKey: string;
  processId: string;
  processDefinitionKey: string;
  release: number;
  rootKey: string;
}

export interface InstanceDoc extends Omit<InstanceFacts, 'processInstanceKey'> {
  key: string;
  releaseHash: string;
  parentKey: string | null;
  parentElementKey: string | null;
  state: InstanceState;
  startedAt: string;
  startedBy: Actor;
  endedAt: string | null;
  /** Number of open incidents of this instance, called instances not counted. */
  incidents: number;
}

export interface ElementDoc extends InstanceFacts {
  key: string;
  elementId: string;
  elementType: ElementType;
  elementName: string | null;
  scopeKey: string;
  state: InstanceState;
  startedAt: string;
  endedAt: string | null;
  /** The open incident of this element, if any. */
  incidentKey: string | null;
  calledInstanceKey: string | null;
}

export type UserTaskState = 'CREATED' | 'COMPLETED' | 'CANCELED';

export interface UserTaskDoc extends InstanceFacts, UserTaskData {
  key: string;
  state: UserTaskState;
  createdAt: string;
  endedAt: string | null;
  /** Who completed it. */
  endedBy: string | null;
}

export type JobState = 'CREATED' | 'FAILED' | 'COMPLETED' | 'ERROR_THROWN' | 'CANCELED';

export interface JobDoc extends InstanceFacts {
  key: string;
  elementId: string;
  elementInstanceKey: string;
  jobType: string;
  retries: number;
  state: JobState;
  message: string | null;
  createdAt: string;
  endedAt: string | null;
}

export interface TimerDoc extends InstanceFacts {
  key: string;
  elementId: string;
  elementInstanceKey: string;
  dueAt: string;
  state: 'CREATED' | 'FIRED' | 'CANCELED';
}

export interface IncidentDoc extends InstanceFacts {
  key: string;
  incidentType: IncidentType;
  message: string;
  elementId: string;
  elementInstanceKey: string;
  jobKey: string | null;
  state: 'ACTIVE' | 'RESOLVED';
  createdAt: string;
  resolvedAt: string | null;
}

export interface SubscriptionDoc extends InstanceFacts {
  key: string;
  elementId: string;
  elementInstanceKey: string;
  messageName: string;
  correlationKey: string;
  /** Waits for a signal of that name. */
  signal?: true;
  state: 'OPEN' | 'CLOSED';
  openedAt: string;
}

export interface VariableDoc extends InstanceFacts {
  key: string;
  scopeKey: string;
  name: string;
  /** The value as JSON text, so that any JSON value survives as it is. */
  value: string;
  updatedAt: string;
}

export interface DecisionDoc extends InstanceFacts {
  key: string;
  elementId: string;
  elementInstanceKey: string;
  decisionId: string;
  evaluatedAt: string;
  /** JSON text of `EvaluatedDecision[]`. */
  evaluated: string;
  /** JSON text of the output. */
  output: string;
  /** Why it failed; missing in documents from before failures were recorded. */
  failure?: string | null;
}

/** How often a sequence flow was taken in an instance. */
export interface FlowDoc extends InstanceFacts {
  flowId: string;
  count: number;
}

/** The state collections by name: all of them can be deleted and made again. */
export interface StateDocs {
  instances: InstanceDoc;
  elements: ElementDoc;
  userTasks: UserTaskDoc;
  jobs: JobDoc;
  timers: TimerDoc;
  incidents: IncidentDoc;
  subscriptions: SubscriptionDoc;
  variables: VariableDoc;
  decisions: DecisionDoc;
  flows: FlowDoc;
}

export type StateCollection = keyof StateDocs;
