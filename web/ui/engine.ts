/** What `/v2` answers with (Camunda 8's Orchestration Cluster REST API), as far as the screens read it. */
export interface SearchPage<T> {
  items: T[];
  page: { totalItems: number; endCursor?: string | null; startCursor?: string | null };
}

export interface UserTask {
  userTaskKey: string;
  name: string | null;
  elementId: string;
  state: 'CREATING' | 'CREATED' | 'ASSIGNING' | 'COMPLETING' | 'COMPLETED' | 'CANCELED' | 'FAILED';
  assignee: string | null;
  candidateGroups: string[];
  candidateUsers: string[];
  processDefinitionId: string;
  processName: string | null;
  processInstanceKey: string;
  elementInstanceKey: string;
  formKey: string | null;
  dueDate: string | null;
  creationDate: string;
  priority: number;
}

export interface ProcessInstance {
  processInstanceKey: string;
  processDefinitionId: string;
  processDefinitionName: string | null;
  processDefinitionKey: string;
  processDefinitionVersion: number;
  startDate: string;
  endDate: string | null;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  hasIncident: boolean;
  parentProcessInstanceKey: string | null;
}

export interface ProcessDefinition {
  processDefinitionKey: string;
  processDefinitionId: string;
  name: string | null;
  resourceName: string;
  version: number;
}

export interface ElementInstance {
  elementInstanceKey: string;
  elementId: string;
  elementName: string | null;
  type: string;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  startDate: string;
  endDate: string | null;
  hasIncident: boolean;
}

export interface Incident {
  incidentKey: string;
  errorType: string;
  errorMessage: string;
  elementId: string;
  elementInstanceKey: string;
  creationTime: string;
  state: 'ACTIVE' | 'RESOLVED';
  processInstanceKey: string;
}

export interface Variable {
  variableKey: string;
  name: string;
  value: string;
  scopeKey: string;
}
