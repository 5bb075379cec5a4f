import type { z } from 'zod';
import * as bodies from './bodies';

/** One operation of the engine API; `path` relative to `/v2`, parameters in braces. */
export interface V2Route {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  summary: string;
  body?: z.ZodType;
  /** Takes `multipart/form-data` with files `resources` instead of JSON. */
  multipart?: true;
  answer: 200 | 204;
}

/**
 * The engine API: operations of Camunda 8's Orchestration Cluster REST API, under its names, paths and bodies.
 * The router serves exactly these; OpenAPI is made from them. Nothing of our own belongs here.
 */
export const V2_ROUTES = {
  getStatus: { method: 'get', path: '/status', summary: 'Whether the engine can work', answer: 204 },
  getTopology: { method: 'get', path: '/topology', summary: 'The cluster, seen as one broker', answer: 200 },
  getAuthentication: { method: 'get', path: '/authentication/me', summary: 'The signed-in person', answer: 200 },
  createDeployment: {
    method: 'post',
    path: '/deployments',
    summary: 'Deploy files over the release in force',
    multipart: true,
    answer: 200,
  },
  searchProcessDefinitions: {
    method: 'post',
    path: '/process-definitions/search',
    summary: 'Search process definitions',
    body: bodies.definitionSearch,
    answer: 200,
  },
  getProcessDefinition: {
    method: 'get',
    path: '/process-definitions/{processDefinitionKey}',
    summary: 'Get a process definition',
    answer: 200,
  },
  getProcessDefinitionXml: {
    method: 'get',
    path: '/process-definitions/{processDefinitionKey}/xml',
    summary: 'Get the BPMN XML of a process definition',
    answer: 200,
  },
  getStartProcessForm: {
    method: 'get',
    path: '/process-definitions/{processDefinitionKey}/form',
    summary: 'Get the start form of a process (none has one)',
    answer: 204,
  },
  createProcessInstance: {
    method: 'post',
    path: '/process-instances',
    summary: 'Start a process instance',
    body: bodies.createInstanceBody,
    answer: 200,
  },
  searchProcessInstances: {
    method: 'post',
    path: '/process-instances/search',
    summary: 'Search process instances',
    body: bodies.instanceSearch,
    answer: 200,
  },
  getProcessInstance: {
    method: 'get',
    path: '/process-instances/{processInstanceKey}',
    summary: 'Get a process instance',
    answer: 200,
  },
  cancelProcessInstance: {
    method: 'post',
    path: '/process-instances/{processInstanceKey}/cancellation',
    summary: 'Cancel a process instance with all that it called',
    body: bodies.operationBody,
    answer: 204,
  },
  getProcessInstanceCallHierarchy: {
    method: 'get',
    path: '/process-instances/{processInstanceKey}/call-hierarchy',
    summary: 'The callers of a process instance, root first',
    answer: 200,
  },
  getProcessInstanceSequenceFlows: {
    method: 'get',
    path: '/process-instances/{processInstanceKey}/sequence-flows',
    summary: 'The sequence flows that were taken',
    answer: 200,
  },
  getProcessInstanceStatistics: {
    method: 'get',
    path: '/process-instances/{processInstanceKey}/statistics/element-instances',
    summary: 'How often each element is active, completed, cancelled or has an incident',
    answer: 200,
  },
  searchElementInstances: {
    method: 'post',
    path: '/element-instances/search',
    summary: 'Search element instances',
    body: bodies.elementSearch,
    answer: 200,
  },
  getElementInstance: {
    method: 'get',
    path: '/element-instances/{elementInstanceKey}',
    summary: 'Get an element instance',
    answer: 200,
  },
  createElementInstanceVariables: {
    method: 'put',
    path: '/element-instances/{elementInstanceKey}/variables',
    summary: 'Set variables in the scope of an element or process instance',
    body: bodies.setVariablesBody,
    answer: 204,
  },
  searchUserTasks: {
    method: 'post',
    path: '/user-tasks/search',
    summary: 'Search user tasks among those that the person may see',
    body: bodies.userTaskSearch,
    answer: 200,
  },
  getUserTask: { method: 'get', path: '/user-tasks/{userTaskKey}', summary: 'Get a user task', answer: 200 },
  getUserTaskForm: {
    method: 'get',
    path: '/user-tasks/{userTaskKey}/form',
    summary: 'Get the form of a user task, of the release that its instance runs under',
    answer: 200,
  },
  searchUserTaskVariables: {
    method: 'post',
    path: '/user-tasks/{userTaskKey}/variables/search',
    summary: 'The variables that a user task sees',
    body: bodies.taskVariableSearch,
    answer: 200,
  },
  assignUserTask: {
    method: 'post',
    path: '/user-tasks/{userTaskKey}/assignment',
    summary: 'Assign a user task',
    body: bodies.assignmentBody,
    answer: 204,
  },
  unassignUserTask: {
    method: 'delete',
    path: '/user-tasks/{userTaskKey}/assignee',
    summary: 'Give a user task back',
    answer: 204,
  },
  completeUserTask: {
    method: 'post',
    path: '/user-tasks/{userTaskKey}/completion',
    summary: 'Complete a user task; its variables are checked against its form',
    body: bodies.completionBody,
    answer: 204,
  },
  searchVariables: {
    method: 'post',
    path: '/variables/search',
    summary: 'Search variables',
    body: bodies.variableSearch,
    answer: 200,
  },
  getVariable: { method: 'get', path: '/variables/{variableKey}', summary: 'Get a variable', answer: 200 },
  publishMessage: {
    method: 'post',
    path: '/messages/publication',
    summary: 'Publish a message, to wait for its receiver as long as its time to live says',
    body: bodies.publicationBody,
    answer: 200,
  },
  correlateMessage: {
    method: 'post',
    path: '/messages/correlation',
    summary: 'Correlate a message with who waits for it now',
    body: bodies.correlationBody,
    answer: 200,
  },
  broadcastSignal: {
    method: 'post',
    path: '/signals/broadcast',
    summary: 'Bring a signal to all who wait for it now, and start the processes that begin with it',
    body: bodies.signalBody,
    answer: 200,
  },
  searchIncidents: {
    method: 'post',
    path: '/incidents/search',
    summary: 'Search incidents',
    body: bodies.incidentSearch,
    answer: 200,
  },
  getIncident: { method: 'get', path: '/incidents/{incidentKey}', summary: 'Get an incident', answer: 200 },
  resolveIncident: {
    method: 'post',
    path: '/incidents/{incidentKey}/resolution',
    summary: 'Try again what failed',
    body: bodies.operationBody,
    answer: 204,
  },
} as const satisfies Record<string, V2Route>;

export type V2Operation = keyof typeof V2_ROUTES;

/** What a handler is given as the body of an operation. */
export type V2Body<O extends V2Operation> = (typeof V2_ROUTES)[O] extends { body: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;
