import { z } from 'zod';
import type { JsonValue } from '../json';
import { DEFAULT_TENANT } from './bodies';

/**
 * What the engine API answers with: names and shapes of Camunda 8's Orchestration Cluster REST API. What has no value is
 * left out, never null. The OpenAPI document is made from these, the screens read them, and tests check every answer.
 */
const key = z.string();
const moment = z.string().meta({ format: 'date-time' });
const tenantId = z.literal(DEFAULT_TENANT);
const jsonObject = z.record(z.string(), z.custom<JsonValue>());

const page = z.strictObject({
  totalItems: z.int(),
  hasMoreTotalItems: z.boolean(),
  startCursor: z.string().optional(),
  endCursor: z.string().optional(),
});

/** A page of a search. */
export function searchPage<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), page });
}

/** All there are, without pages. */
const allOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item) });

export const topology = z.strictObject({
  brokers: z.array(
    z.strictObject({
      nodeId: z.int(),
      host: z.string(),
      port: z.int(),
      version: z.string(),
      partitions: z.array(z.strictObject({ partitionId: z.int(), role: z.string(), health: z.string() })),
    }),
  ),
  clusterSize: z.int(),
  partitionsCount: z.int(),
  replicationFactor: z.int(),
  gatewayVersion: z.string(),
  lastCompletedChangeId: z.string(),
});

export const camundaUser = z.strictObject({
  username: z.string(),
  displayName: z.string(),
  email: z.string().nullable(),
  authorizedComponents: z.array(z.string()),
  tenants: z.array(z.strictObject({ tenantId, name: z.string() })),
  groups: z.array(z.string()),
  roles: z.array(z.string()),
  salesPlanType: z.string(),
  c8Links: z.record(z.string(), z.string()),
  canLogout: z.boolean(),
});

const deployedProcess = z.strictObject({
  processDefinitionId: z.string(),
  processDefinitionKey: key,
  processDefinitionVersion: z.int(),
  resourceName: z.string(),
  tenantId,
});
const deployedDecision = z.strictObject({
  decisionDefinitionId: z.string(),
  decisionDefinitionKey: key,
  decisionRequirementsId: z.string().optional(),
  decisionRequirementsKey: key.optional(),
  name: z.string(),
  version: z.int(),
  tenantId,
});
const deployedRequirements = z.strictObject({
  decisionRequirementsId: z.string(),
  decisionRequirementsKey: key,
  decisionRequirementsName: z.string(),
  resourceName: z.string(),
  version: z.int(),
  tenantId,
});
const deployedForm = z.strictObject({
  formId: z.string(),
  formKey: key,
  resourceName: z.string(),
  version: z.int(),
  tenantId,
});
/** What a deployment brought of one definition: one of the four. */
export const deployed = z.strictObject({
  processDefinition: deployedProcess.optional(),
  decisionDefinition: deployedDecision.optional(),
  decisionRequirements: deployedRequirements.optional(),
  form: deployedForm.optional(),
});
export type Deployed = z.output<typeof deployed>;
export const deployment = z.strictObject({ deploymentKey: key, tenantId, deployments: z.array(deployed) });

export const processDefinition = z.strictObject({
  processDefinitionKey: key,
  processDefinitionId: z.string(),
  name: z.string().optional(),
  resourceName: z.string(),
  version: z.int(),
  versionTag: z.string().optional(),
  hasStartForm: z.boolean(),
  tenantId,
});
export type ProcessDefinition = z.output<typeof processDefinition>;

export const elementStatistics = allOf(
  z.strictObject({
    elementId: z.string(),
    active: z.int(),
    canceled: z.int(),
    incidents: z.int(),
    completed: z.int(),
  }),
);

export const createdInstance = z.strictObject({
  processInstanceKey: key,
  processDefinitionKey: key,
  processDefinitionId: z.string(),
  processDefinitionVersion: z.int(),
  variables: jsonObject,
  tags: z.array(z.string()),
  tenantId,
});

const state = z.enum(['ACTIVE', 'COMPLETED', 'TERMINATED']);

export const processInstance = z.strictObject({
  processInstanceKey: key,
  processDefinitionId: z.string(),
  processDefinitionName: z.string(),
  processDefinitionVersion: z.int(),
  processDefinitionVersionTag: z.string().optional(),
  processDefinitionKey: key,
  parentProcessInstanceKey: key.optional(),
  parentElementInstanceKey: key.optional(),
  startDate: moment,
  endDate: moment.optional(),
  state,
  hasIncident: z.boolean(),
  tags: z.array(z.string()),
  tenantId,
});
export type ProcessInstance = z.output<typeof processInstance>;

export const callHierarchy = z.array(
  z.strictObject({ processInstanceKey: key, processDefinitionKey: key, processDefinitionName: z.string() }),
);

export const sequenceFlows = allOf(
  z.strictObject({
    sequenceFlowId: z.string(),
    processInstanceKey: key,
    processDefinitionKey: key,
    processDefinitionId: z.string(),
    elementId: z.string(),
    tenantId,
  }),
);

export const elementInstance = z.strictObject({
  elementInstanceKey: key,
  processInstanceKey: key,
  processDefinitionKey: key,
  processDefinitionId: z.string(),
  elementId: z.string(),
  elementName: z.string(),
  type: z.string(),
  state,
  startDate: moment,
  endDate: moment.optional(),
  hasIncident: z.boolean(),
  incidentKey: key.optional(),
  tenantId,
});
export type ElementInstance = z.output<typeof elementInstance>;

export const userTask = z.strictObject({
  userTaskKey: key,
  elementId: z.string(),
  name: z.string(),
  state: z.enum(['CREATED', 'COMPLETED', 'CANCELED']),
  assignee: z.string().optional(),
  candidateGroups: z.array(z.string()),
  candidateUsers: z.array(z.string()),
  priority: z.int(),
  creationDate: moment,
  completionDate: moment.optional(),
  dueDate: moment.optional(),
  followUpDate: moment.optional(),
  formKey: key.optional(),
  customHeaders: z.record(z.string(), z.string()),
  processName: z.string(),
  processDefinitionId: z.string(),
  processDefinitionVersion: z.int(),
  processDefinitionKey: key,
  processInstanceKey: key,
  elementInstanceKey: key,
  tenantId,
});
export type UserTask = z.output<typeof userTask>;

/** `schema` is the form-js form. */
export const form = z.strictObject({
  formId: z.string(),
  formKey: key,
  version: z.int(),
  schema: z.custom<object>(),
  tenantId,
});

const variableFields = { variableKey: key, name: z.string(), scopeKey: key, processInstanceKey: key, tenantId };
/** `value` is JSON text. */
export const variable = z.strictObject({ ...variableFields, value: z.string() });
/** In a list a long value is cut. */
export const variableItem = z.strictObject({ ...variableFields, value: z.string(), isTruncated: z.boolean() });
export type Variable = z.output<typeof variable>;
export type VariableItem = z.output<typeof variableItem>;

export const broadcastSignal = z.strictObject({ signalKey: key, tenantId });
export const publishedMessage = z.strictObject({ messageKey: key, tenantId });
export const correlatedMessage = z.strictObject({ messageKey: key, processInstanceKey: key, tenantId });

export const incident = z.strictObject({
  incidentKey: key,
  processInstanceKey: key,
  processDefinitionId: z.string(),
  processDefinitionKey: key,
  errorType: z.string(),
  errorMessage: z.string(),
  elementId: z.string(),
  elementInstanceKey: key,
  jobKey: key.optional(),
  state: z.enum(['ACTIVE', 'RESOLVED']),
  creationTime: moment,
  tenantId,
});
export type Incident = z.output<typeof incident>;

export const decisionInstance = z.strictObject({
  decisionEvaluationKey: key,
  decisionEvaluationInstanceKey: z.string(),
  state: z.enum(['EVALUATED', 'FAILED']),
  /** Why it failed. */
  evaluationFailure: z.string().optional(),
  evaluationDate: moment,
  decisionDefinitionId: z.string(),
  decisionDefinitionName: z.string(),
  decisionDefinitionVersion: z.int(),
  decisionDefinitionType: z.enum(['DECISION_TABLE', 'LITERAL_EXPRESSION']),
  decisionDefinitionKey: key,
  processDefinitionKey: key,
  processInstanceKey: key,
  elementInstanceKey: key,
  /** JSON text. */
  result: z.string(),
  tenantId,
});
export type DecisionInstance = z.output<typeof decisionInstance>;

const value = z.string().meta({ description: 'JSON text' });
/** With the inputs, and the rules that matched. */
export const decisionInstanceDetail = decisionInstance.extend({
  evaluatedInputs: z.array(z.strictObject({ inputId: z.string(), inputName: z.string(), inputValue: value })),
  matchedRules: z.array(
    z.strictObject({
      ruleId: z.string(),
      ruleIndex: z.int(),
      evaluatedOutputs: z.array(z.strictObject({ outputId: z.string(), outputName: z.string(), outputValue: value })),
    }),
  ),
});
export type DecisionInstanceDetail = z.output<typeof decisionInstanceDetail>;
