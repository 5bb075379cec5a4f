import type { JsonValue, Variables } from './json';

/** Why an element waits with an incident; names as in Camunda 8. */
export type IncidentType =
  | 'IO_MAPPING_ERROR'
  | 'CONDITION_ERROR'
  | 'EXTRACT_VALUE_ERROR'
  | 'JOB_NO_RETRIES'
  | 'CALLED_ELEMENT_ERROR'
  | 'DECISION_EVALUATION_ERROR'
  | 'UNHANDLED_ERROR_EVENT'
  | 'FORM_NOT_FOUND'
  | 'ENGINE_FAILURE';

/** Element types, named as Camunda 8's API names them. */
export type ElementType =
  | 'PROCESS'
  | 'START_EVENT'
  | 'INTERMEDIATE_CATCH_EVENT'
  | 'INTERMEDIATE_THROW_EVENT'
  | 'BOUNDARY_EVENT'
  | 'END_EVENT'
  | 'TASK'
  | 'USER_TASK'
  | 'SERVICE_TASK'
  | 'SCRIPT_TASK'
  | 'BUSINESS_RULE_TASK'
  | 'SEND_TASK'
  | 'RECEIVE_TASK'
  | 'MANUAL_TASK'
  | 'EXCLUSIVE_GATEWAY'
  | 'PARALLEL_GATEWAY'
  | 'INCLUSIVE_GATEWAY'
  | 'COMPLEX_GATEWAY'
  | 'EVENT_BASED_GATEWAY'
  | 'SUB_PROCESS'
  | 'EVENT_SUB_PROCESS'
  | 'TRANSACTION'
  | 'AD_HOC_SUB_PROCESS'
  /** Around the instances of an activity that is repeated: multi-instance, or a standard loop. */
  | 'MULTI_INSTANCE_BODY'
  | 'CALL_ACTIVITY';

/** Who caused something: a person, another instance, the clock or the system itself. */
export interface Actor {
  kind: 'person' | 'instance' | 'system';
  /** Person id (never a name), instance key, or the part of the system. */
  id: string;
  roles?: string[];
}

/** One decision's part of a DMN evaluation, for the record. */
export interface EvaluatedDecision {
  decisionId: string;
  decisionName?: string;
  inputs: { id: string; name: string; value: JsonValue }[];
  matchedRules: { ruleId: string; ruleIndex: number; outputs: { id: string; name: string; value: JsonValue }[] }[];
  output: JsonValue;
  /** The decision that an evaluation failed at: it has no output. */
  failed?: true;
}

/** The part of a user task that a list shows. */
export interface UserTaskData {
  elementId: string;
  elementInstanceKey: string;
  name: string;
  assignee: string | null;
  candidateGroups: string[];
  candidateUsers: string[];
  dueDate: string | null;
  followUpDate: string | null;
  formId: string | null;
  priority: number;
}

/** What of a user task may be changed while it is open. */
export type UserTaskChanges = Partial<
  Pick<UserTaskData, 'candidateGroups' | 'candidateUsers' | 'dueDate' | 'followUpDate' | 'priority'>
>;

/**
 * What happened in an instance, in order. Times are RFC 3339 UTC. These are the entries of the outbox, of the
 * record and of the projection: state collections are made from nothing else.
 */
export type EngineEvent =
  | {
      type: 'instance.started';
      processId: string;
      processDefinitionKey: string;
      release: number;
      releaseHash: string;
      parent: { processInstanceKey: string; elementInstanceKey: string } | null;
      /** The root of a chain of calls; the instance itself when nobody called it. */
      rootKey: string;
    }
  /** It goes on under another release of its process; what is alive follows, an event each. */
  | { type: 'instance.migrated'; processDefinitionKey: string; release: number; releaseHash: string }
  | {
      type: 'element.migrated';
      /** What it is that has this key. */
      collection: 'elements' | 'userTasks' | 'jobs' | 'timers' | 'subscriptions' | 'incidents';
      key: string;
      elementId: string;
      elementName: string | null;
    }
  /** A person has begun and ended elements by hand; what came of it follows. */
  | { type: 'instance.modified'; begun: string[]; ended: string[] }
  | { type: 'instance.completed' }
  | { type: 'instance.terminated' }
  | {
      type: 'element.activated';
      key: string;
      elementId: string;
      elementType: ElementType;
      elementName: string | null;
      /** Key of the element instance (or process instance) whose scope it lives in. */
      scopeKey: string;
    }
  | { type: 'element.completed'; key: string; elementId: string }
  | { type: 'element.terminated'; key: string; elementId: string }
  | { type: 'flow.taken'; flowId: string; scopeKey: string }
  /** Why flows out of an element were taken or not: the conditions in the order in which they were asked. */
  | {
      type: 'conditions.evaluated';
      elementInstanceKey: string;
      elementId: string;
      conditions: { flowId: string; condition: string; holds: boolean }[];
    }
  | { type: 'variables.updated'; scopeKey: string; variables: Variables }
  | ({ type: 'userTask.created'; key: string } & UserTaskData)
  | { type: 'userTask.assigned'; key: string; assignee: string | null }
  | { type: 'userTask.updated'; key: string; changes: UserTaskChanges }
  | { type: 'userTask.completed'; key: string }
  | { type: 'userTask.canceled'; key: string }
  | {
      type: 'job.created';
      key: string;
      elementId: string;
      elementInstanceKey: string;
      jobType: string;
      retries: number;
    }
  | { type: 'job.completed'; key: string }
  | { type: 'job.failed'; key: string; retries: number; message: string }
  | { type: 'job.errorThrown'; key: string; errorCode: string }
  | { type: 'job.canceled'; key: string }
  | { type: 'timer.created'; key: string; elementId: string; elementInstanceKey: string; dueAt: string }
  | { type: 'timer.fired'; key: string }
  | { type: 'timer.canceled'; key: string }
  | {
      type: 'subscription.opened';
      key: string;
      elementId: string;
      elementInstanceKey: string;
      messageName: string;
      correlationKey: string;
      /** Waits for a signal of that name, which has no correlation key. */
      signal?: true;
    }
  | { type: 'subscription.closed'; key: string }
  | { type: 'condition.met'; key: string; elementId: string; elementInstanceKey: string }
  | { type: 'signal.thrown'; key: string; signalName: string }
  | { type: 'signal.caught'; subscriptionKey: string; signalId: string; signalName: string }
  | { type: 'message.correlated'; subscriptionKey: string; messageId: string; messageName: string }
  | {
      type: 'decision.evaluated';
      key: string;
      elementId: string;
      elementInstanceKey: string;
      decisionId: string;
      evaluated: EvaluatedDecision[];
      output: JsonValue;
    }
  | {
      /** As far as it got: an incident of the element follows. */
      type: 'decision.failed';
      key: string;
      elementId: string;
      elementInstanceKey: string;
      decisionId: string;
      evaluated: EvaluatedDecision[];
      failure: string;
    }
  | { type: 'call.started'; elementInstanceKey: string; processId: string; calledInstanceKey: string }
  | {
      type: 'incident.created';
      key: string;
      incidentType: IncidentType;
      message: string;
      elementId: string;
      elementInstanceKey: string;
      jobKey: string | null;
    }
  | { type: 'incident.resolved'; key: string };

/** An event with its place in the history of its instance: `seq` counts from 1 without a gap. */
export interface RecordedEvent {
  seq: number;
  at: string;
  actor: Actor;
  event: EngineEvent;
}
