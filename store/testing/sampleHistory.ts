import type { EngineEvent, RecordedEvent } from '../../protocol/events';
import { elementKey } from '../../protocol/keys';

/** A made-up history of one instance that has every kind of event, for tests of the projection and the record. */
export function sampleHistory(instanceNumber: string): RecordedEvent[] {
  const key = (sequence: number): string => elementKey(instanceNumber, sequence);
  const start: EngineEvent[] = [
    {
      type: 'instance.started',
      processId: 'sample',
      processDefinitionKey: key(900),
      release: 1,
      releaseHash: 'hash',
      parent: null,
      rootKey: key(0),
    },
    {
      type: 'variables.updated',
      scopeKey: key(0),
      variables: { requestNumber: '2026-000001', 'a.b': { $x: [1, null] } },
    },
    activated(key(1), key(0), 'start', 'START_EVENT'),
    { type: 'element.completed', key: key(1), elementId: 'start' },
    { type: 'flow.taken', flowId: 'flow-1', scopeKey: key(0) },
  ];
  const task: EngineEvent[] = [
    activated(key(2), key(0), 'answer', 'USER_TASK'),
    { type: 'variables.updated', scopeKey: key(2), variables: { local: true } },
    {
      type: 'userTask.created',
      key: key(3),
      elementId: 'answer',
      elementInstanceKey: key(2),
      name: 'Responder',
      assignee: null,
      candidateGroups: ['asesor'],
      candidateUsers: [],
      dueDate: null,
      followUpDate: null,
      formId: 'answer-request',
      priority: 50,
    },
    {
      type: 'timer.created',
      key: key(4),
      elementId: 'late',
      elementInstanceKey: key(2),
      dueAt: '2026-03-02T15:05:00.000Z',
    },
    {
      type: 'subscription.opened',
      key: key(5),
      elementId: 'closed',
      elementInstanceKey: key(2),
      messageName: 'conversation-closed',
      correlationKey: 'c-1',
    },
    { type: 'userTask.assigned', key: key(3), assignee: 'person-1' },
    { type: 'userTask.updated', key: key(3), changes: { priority: 80, dueDate: '2026-03-03T15:00:00.000Z' } },
    { type: 'timer.fired', key: key(4) },
    { type: 'message.correlated', subscriptionKey: key(5), messageId: 'm-1', messageName: 'conversation-closed' },
    { type: 'subscription.closed', key: key(5) },
    { type: 'userTask.completed', key: key(3) },
    { type: 'element.completed', key: key(2), elementId: 'answer' },
    { type: 'flow.taken', flowId: 'flow-1', scopeKey: key(0) },
  ];
  const service: EngineEvent[] = [
    activated(key(6), key(0), 'register', 'SERVICE_TASK'),
    {
      type: 'job.created',
      key: key(7),
      elementId: 'register',
      elementInstanceKey: key(6),
      jobType: 'crm-register',
      retries: 3,
    },
    { type: 'job.failed', key: key(7), retries: 0, message: 'down' },
    {
      type: 'incident.created',
      key: key(8),
      incidentType: 'JOB_NO_RETRIES',
      message: 'down',
      elementId: 'register',
      elementInstanceKey: key(6),
      jobKey: key(7),
    },
    { type: 'incident.resolved', key: key(8) },
    { type: 'job.completed', key: key(7) },
    {
      type: 'decision.evaluated',
      key: key(9),
      elementId: 'register',
      elementInstanceKey: key(6),
      decisionId: 'matrix',
      evaluated: [],
      output: { role: 'jefe' },
    },
    {
      type: 'decision.failed',
      key: key(10),
      elementId: 'register',
      elementInstanceKey: key(6),
      decisionId: 'matrix',
      evaluated: [{ decisionId: 'matrix', inputs: [], matchedRules: [], output: null, failed: true }],
      failure: 'Expected one matching rule, but rules 1, 2 match',
    },
    { type: 'call.started', elementInstanceKey: key(6), processId: 'called', calledInstanceKey: key(901) },
    { type: 'element.terminated', key: key(6), elementId: 'register' },
    { type: 'variables.updated', scopeKey: key(0), variables: { requestNumber: '2026-000002' } },
    { type: 'instance.completed' },
  ];
  return [...start, ...task, ...service].map((event, index) => ({
    seq: index + 1,
    at: new Date(Date.UTC(2026, 2, 2, 15, 0, index)).toISOString(),
    actor: { kind: 'person', id: 'person-1' },
    event,
  }));
}

function activated(
  key: string,
  scopeKey: string,
  elementId: string,
  elementType: 'START_EVENT' | 'USER_TASK' | 'SERVICE_TASK',
): EngineEvent {
  return { type: 'element.activated', key, elementId, elementType, elementName: null, scopeKey };
}
