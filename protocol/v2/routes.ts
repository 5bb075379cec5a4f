import type { z } from 'zod';
import * as answers from './answers';
import * as bodies from './bodies';

/** One operation of the engine API; `path` relative to `/v2`, parameters in braces. */
export interface V2Route {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  path: string;
  summary: string;
  body?: z.ZodType;
  /** Takes `multipart/form-data` with files `resources` instead of JSON. */
  multipart?: true;
  /** What it answers with; 204 without. */
  result?: z.ZodType | 'xml';
}

/**
 * The engine API: operations of Camunda 8's Orchestration Cluster REST API, under its names, paths and bodies.
 * The router serves exactly these; OpenAPI is made from them. Nothing of our own belongs here.
 */
export const V2_ROUTES = {
  getStatus: { method: 'get', path: '/status', summary: 'Whether the engine can work' },
  getTopology: {
    method: 'get',
    path: '/topology',
    summary: 'The cluster, seen as one broker',
    result: answers.topology,
  },
  getAuthentication: {
    method: 'get',
    path: '/authentication/me',
    summary: 'The signed-in person',
    result: answers.camundaUser,
  },
  createDeployment: {
    method: 'post',
    path: '/deployments',
    summary: 'Deploy files over the release in force',
    multipart: true,
    result: answers.deployment,
  },
  searchProcessDefinitions: {
    method: 'post',
    path: '/process-definitions/search',
    summary: 'Search process definitions',
    body: bodies.definitionSearch,
    result: answers.searchPage(answers.processDefinition),
  },
  getProcessDefinition: {
    method: 'get',
    path: '/process-definitions/{processDefinitionKey}',
    summary: 'Get a process definition',
    result: answers.processDefinition,
  },
  getProcessDefinitionXml: {
    method: 'get',
    path: '/process-definitions/{processDefinitionKey}/xml',
    summary: 'Get the BPMN XML of a process definition',
    result: 'xml',
  },
  getStartProcessForm: {
    method: 'get',
    path: '/process-definitions/{processDefinitionKey}/form',
    summary: 'Get the start form of a process (none has one)',
  },
  createProcessInstance: {
    method: 'post',
    path: '/process-instances',
    summary: 'Start a process instance',
    body: bodies.createInstanceBody,
    result: answers.createdInstance,
  },
  searchProcessInstances: {
    method: 'post',
    path: '/process-instances/search',
    summary: 'Search process instances',
    body: bodies.instanceSearch,
    result: answers.searchPage(answers.processInstance),
  },
  getProcessInstance: {
    method: 'get',
    path: '/process-instances/{processInstanceKey}',
    summary: 'Get a process instance',
    result: answers.processInstance,
  },
  cancelProcessInstance: {
    method: 'post',
    path: '/process-instances/{processInstanceKey}/cancellation',
    summary: 'Cancel a process instance with all that it called',
    body: bodies.operationBody,
  },
  modifyProcessInstance: {
    method: 'post',
    path: '/process-instances/{processInstanceKey}/modification',
    summary: 'Begin, end and move elements of a process instance',
    body: bodies.modificationBody,
  },
  migrateProcessInstance: {
    method: 'post',
    path: '/process-instances/{processInstanceKey}/migration',
    summary: 'Let a process instance go on under another version of its process',
    body: bodies.migrationBody,
  },
  getProcessInstanceCallHierarchy: {
    method: 'get',
    path: '/process-instances/{processInstanceKey}/call-hierarchy',
    summary: 'The callers of a process instance, root first',
    result: answers.callHierarchy,
  },
  getProcessInstanceSequenceFlows: {
    method: 'get',
    path: '/process-instances/{processInstanceKey}/sequence-flows',
    summary: 'The sequence flows that were taken',
    result: answers.sequenceFlows,
  },
  getProcessInstanceStatistics: {
    method: 'get',
    path: '/process-instances/{processInstanceKey}/statistics/element-instances',
    summary: 'How often each element is active, completed, cancelled or has an incident',
    result: answers.elementStatistics,
  },
  getProcessDefinitionStatistics: {
    method: 'post',
    path: '/process-definitions/{processDefinitionKey}/statistics/element-instances',
    summary: 'How often each element is active, completed, cancelled or has an incident, over all instances',
    body: bodies.statisticsBody,
    result: answers.elementStatistics,
  },
  searchElementInstances: {
    method: 'post',
    path: '/element-instances/search',
    summary: 'Search element instances',
    body: bodies.elementSearch,
    result: answers.searchPage(answers.elementInstance),
  },
  getElementInstance: {
    method: 'get',
    path: '/element-instances/{elementInstanceKey}',
    summary: 'Get an element instance',
    result: answers.elementInstance,
  },
  createElementInstanceVariables: {
    method: 'put',
    path: '/element-instances/{elementInstanceKey}/variables',
    summary: 'Set variables in the scope of an element or process instance',
    body: bodies.setVariablesBody,
  },
  searchUserTasks: {
    method: 'post',
    path: '/user-tasks/search',
    summary: 'Search user tasks among those that the person may see',
    body: bodies.userTaskSearch,
    result: answers.searchPage(answers.userTask),
  },
  getUserTask: {
    method: 'get',
    path: '/user-tasks/{userTaskKey}',
    summary: 'Get a user task',
    result: answers.userTask,
  },
  getUserTaskForm: {
    method: 'get',
    path: '/user-tasks/{userTaskKey}/form',
    summary: 'Get the form of a user task, of the release that its instance runs under',
    result: answers.form,
  },
  searchUserTaskVariables: {
    method: 'post',
    path: '/user-tasks/{userTaskKey}/variables/search',
    summary: 'The variables that a user task sees',
    body: bodies.taskVariableSearch,
    result: answers.searchPage(answers.variableItem),
  },
  assignUserTask: {
    method: 'post',
    path: '/user-tasks/{userTaskKey}/assignment',
    summary: 'Assign a user task',
    body: bodies.assignmentBody,
  },
  unassignUserTask: {
    method: 'delete',
    path: '/user-tasks/{userTaskKey}/assignee',
    summary: 'Give a user task back',
  },
  completeUserTask: {
    method: 'post',
    path: '/user-tasks/{userTaskKey}/completion',
    summary: 'Complete a user task; its variables are checked against its form',
    body: bodies.completionBody,
  },
  updateUserTask: {
    method: 'patch',
    path: '/user-tasks/{userTaskKey}',
    summary: 'Change dates, candidates and priority of a user task',
    body: bodies.taskUpdateBody,
  },
  searchVariables: {
    method: 'post',
    path: '/variables/search',
    summary: 'Search variables',
    body: bodies.variableSearch,
    result: answers.searchPage(answers.variableItem),
  },
  getVariable: { method: 'get', path: '/variables/{variableKey}', summary: 'Get a variable', result: answers.variable },
  publishMessage: {
    method: 'post',
    path: '/messages/publication',
    summary: 'Publish a message, to wait for its receiver as long as its time to live says',
    body: bodies.publicationBody,
    result: answers.publishedMessage,
  },
  correlateMessage: {
    method: 'post',
    path: '/messages/correlation',
    summary: 'Correlate a message with who waits for it now',
    body: bodies.correlationBody,
    result: answers.correlatedMessage,
  },
  broadcastSignal: {
    method: 'post',
    path: '/signals/broadcast',
    summary: 'Bring a signal to all who wait for it now, and start the processes that begin with it',
    body: bodies.signalBody,
    result: answers.broadcastSignal,
  },
  searchIncidents: {
    method: 'post',
    path: '/incidents/search',
    summary: 'Search incidents',
    body: bodies.incidentSearch,
    result: answers.searchPage(answers.incident),
  },
  getIncident: {
    method: 'get',
    path: '/incidents/{incidentKey}',
    summary: 'Get an incident',
    result: answers.incident,
  },
  resolveIncident: {
    method: 'post',
    path: '/incidents/{incidentKey}/resolution',
    summary: 'Try again what failed',
    body: bodies.operationBody,
  },
  searchDecisionInstances: {
    method: 'post',
    path: '/decision-instances/search',
    summary: 'The decisions that were evaluated in a process instance or element instance',
    body: bodies.decisionInstanceSearch,
    result: answers.searchPage(answers.decisionInstance),
  },
  getDecisionInstance: {
    method: 'get',
    path: '/decision-instances/{decisionEvaluationInstanceKey}',
    summary: 'A decision with its inputs and the rules that matched',
    result: answers.decisionInstanceDetail,
  },
} as const satisfies Record<string, V2Route>;

export type V2Operation = keyof typeof V2_ROUTES;

/** What a handler is given as the body of an operation. */
export type V2Body<O extends V2Operation> = (typeof V2_ROUTES)[O] extends { body: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** What a handler answers with as JSON. */
export type V2Result<O extends V2Operation> = (typeof V2_ROUTES)[O] extends { result: infer S extends z.ZodType }
  ? z.input<S>
  : undefined;
