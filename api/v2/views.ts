import type * as answers from '../../protocol/v2/answers';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import type { Definition } from '../../store/engine/releases';
import type { ElementDoc, IncidentDoc, InstanceDoc, UserTaskDoc, VariableDoc } from '../../store/state/types';
import type { FieldMap } from './filters';

/** Stored documents in the words of the v2 API, and the fields that its filters and sorts name. */

const tenantId = DEFAULT_TENANT;
const LONGEST_VALUE = 8_192;

type Named = ReadonlyMap<string, Definition>;

export const definitionFields: FieldMap<Definition> = {
  processDefinitionKey: 'key',
  processDefinitionId: 'id',
  name: 'name',
  resourceName: 'resourceName',
  version: 'version',
  versionTag: 'versionTag',
};

export function definitionView({
  key,
  id,
  name,
  resourceName,
  version,
  versionTag,
}: Definition): answers.ProcessDefinition {
  return {
    processDefinitionKey: key,
    processDefinitionId: id,
    name: name ?? undefined,
    resourceName,
    version,
    versionTag: versionTag ?? undefined,
    hasStartForm: false,
    tenantId,
  };
}

export const instanceFields: FieldMap<InstanceDoc> = {
  processInstanceKey: 'key',
  processDefinitionId: 'processId',
  processDefinitionKey: 'processDefinitionKey',
  parentProcessInstanceKey: 'parentKey',
  parentElementInstanceKey: 'parentElementKey',
  startDate: 'startedAt',
  endDate: 'endedAt',
  state: 'state',
};

export function instanceView(instance: InstanceDoc, named: Named): answers.ProcessInstance {
  const definition = named.get(instance.processDefinitionKey);
  return {
    processInstanceKey: instance.key,
    processDefinitionId: instance.processId,
    processDefinitionName: definition?.name ?? instance.processId,
    processDefinitionVersion: definition?.version ?? 0,
    processDefinitionVersionTag: definition?.versionTag ?? undefined,
    processDefinitionKey: instance.processDefinitionKey,
    parentProcessInstanceKey: instance.parentKey ?? undefined,
    parentElementInstanceKey: instance.parentElementKey ?? undefined,
    startDate: instance.startedAt,
    endDate: instance.endedAt ?? undefined,
    state: instance.state,
    hasIncident: instance.incidents > 0,
    tags: [],
    tenantId,
  };
}

export const elementFields: FieldMap<ElementDoc> = {
  elementInstanceKey: 'key',
  processInstanceKey: 'processInstanceKey',
  processDefinitionKey: 'processDefinitionKey',
  processDefinitionId: 'processId',
  state: 'state',
  type: 'elementType',
  elementId: 'elementId',
  elementName: 'elementName',
  incidentKey: 'incidentKey',
  startDate: 'startedAt',
  endDate: 'endedAt',
  elementInstanceScopeKey: 'scopeKey',
};

export function elementView(element: ElementDoc): answers.ElementInstance {
  return {
    elementInstanceKey: element.key,
    processInstanceKey: element.processInstanceKey,
    processDefinitionKey: element.processDefinitionKey,
    processDefinitionId: element.processId,
    elementId: element.elementId,
    elementName: element.elementName ?? element.elementId,
    type: element.elementType,
    state: element.state,
    startDate: element.startedAt,
    endDate: element.endedAt ?? undefined,
    hasIncident: element.incidentKey !== null,
    incidentKey: element.incidentKey ?? undefined,
    tenantId,
  };
}

export const userTaskFields: FieldMap<UserTaskDoc> = {
  userTaskKey: 'key',
  state: 'state',
  assignee: 'assignee',
  priority: 'priority',
  elementId: 'elementId',
  name: 'name',
  candidateGroup: 'candidateGroups',
  candidateUser: 'candidateUsers',
  processDefinitionId: 'processId',
  processDefinitionKey: 'processDefinitionKey',
  processInstanceKey: 'processInstanceKey',
  elementInstanceKey: 'elementInstanceKey',
  creationDate: 'createdAt',
  completionDate: 'endedAt',
  followUpDate: 'followUpDate',
  dueDate: 'dueDate',
};

export function userTaskView(task: UserTaskDoc, named: Named, formKey: string | undefined): answers.UserTask {
  const definition = named.get(task.processDefinitionKey);
  return {
    userTaskKey: task.key,
    elementId: task.elementId,
    name: task.name,
    state: task.state,
    assignee: task.assignee ?? undefined,
    candidateGroups: task.candidateGroups,
    candidateUsers: task.candidateUsers,
    priority: task.priority,
    creationDate: task.createdAt,
    completionDate: task.endedAt ?? undefined,
    dueDate: task.dueDate ?? undefined,
    followUpDate: task.followUpDate ?? undefined,
    formKey,
    customHeaders: {},
    processName: definition?.name ?? task.processId,
    processDefinitionId: task.processId,
    processDefinitionVersion: definition?.version ?? 0,
    processDefinitionKey: task.processDefinitionKey,
    processInstanceKey: task.processInstanceKey,
    elementInstanceKey: task.elementInstanceKey,
    tenantId,
  };
}

export const variableFields: FieldMap<VariableDoc> = {
  variableKey: 'key',
  name: 'name',
  value: 'value',
  scopeKey: 'scopeKey',
  processInstanceKey: 'processInstanceKey',
};

export function variableView({ key, name, value, scopeKey, processInstanceKey }: VariableDoc): answers.Variable {
  return { variableKey: key, name, value, scopeKey, processInstanceKey, tenantId };
}

/** A list shows the beginning of a long value. */
export function variableItem(variable: VariableDoc): answers.VariableItem {
  const isTruncated = variable.value.length > LONGEST_VALUE;
  return { ...variableView(variable), value: variable.value.slice(0, LONGEST_VALUE), isTruncated };
}

export const incidentFields: FieldMap<IncidentDoc> = {
  incidentKey: 'key',
  processInstanceKey: 'processInstanceKey',
  processDefinitionId: 'processId',
  processDefinitionKey: 'processDefinitionKey',
  errorType: 'incidentType',
  errorMessage: 'message',
  elementId: 'elementId',
  elementInstanceKey: 'elementInstanceKey',
  jobKey: 'jobKey',
  state: 'state',
  creationTime: 'createdAt',
};

export function incidentView(incident: IncidentDoc): answers.Incident {
  return {
    incidentKey: incident.key,
    processInstanceKey: incident.processInstanceKey,
    processDefinitionId: incident.processId,
    processDefinitionKey: incident.processDefinitionKey,
    errorType: incident.incidentType,
    errorMessage: incident.message,
    elementId: incident.elementId,
    elementInstanceKey: incident.elementInstanceKey,
    jobKey: incident.jobKey ?? undefined,
    state: incident.state,
    creationTime: incident.createdAt,
    tenantId,
  };
}
