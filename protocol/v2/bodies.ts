import { z } from 'zod';
import type { JsonValue } from '../json';
import { momentFilter, numberFilter, searchBody, textFilter, variableFilter } from './search';

export const DEFAULT_TENANT = '<default>' as const;

const tenantId = z.literal(DEFAULT_TENANT).optional();
/** A client's own mark of a request; taken and not used. */
const operationReference = z.int().optional();
/** Whatever a JSON parser gave. */
const jsonValue = z.custom<JsonValue>((value) => value !== undefined);
const variableName = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => name !== '__proto__', 'Expected another name');
const variables = z.record(variableName, jsonValue);
const key = z.string().regex(/^[1-9]\d{0,18}$/);
const elementId = z.string().min(1).max(300);

/** Camunda's client sends 64-bit numbers as text. */
const milliseconds = z.union([
  z.int().min(0),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);

export const createInstanceBody = z
  .strictObject({
    processDefinitionId: z.string().min(1).optional(),
    processDefinitionVersion: z.int().min(-1).optional(),
    processDefinitionKey: key.optional(),
    variables: variables.default({}),
    tenantId,
    operationReference,
    awaitCompletion: z.boolean().optional(),
    startInstructions: z.array(z.never()).optional(),
    runtimeInstructions: z.array(z.never()).optional(),
    fetchVariables: z.array(z.string()).optional(),
    /** ms to wait for the end, with `awaitCompletion`; 0 or nothing for as long as the API waits (10 s at most). */
    requestTimeout: milliseconds.optional(),
    tags: z.array(z.never()).optional(),
  })
  .refine((body) => (body.processDefinitionId === undefined) !== (body.processDefinitionKey === undefined), {
    message: 'Expected either processDefinitionId or processDefinitionKey',
    path: ['processDefinitionId'],
  });

export const operationBody = z.strictObject({ operationReference }).nullish();

const variableInstructions = z.array(z.strictObject({ variables, scopeId: z.string().max(200).nullish() })).nullish();

export const modificationBody = z.strictObject({
  operationReference,
  activateInstructions: z
    .array(z.strictObject({ elementId, ancestorElementInstanceKey: key.nullish(), variableInstructions }))
    .max(100)
    .nullish(),
  terminateInstructions: z
    .array(z.strictObject({ elementInstanceKey: key }))
    .max(100)
    .nullish(),
  moveInstructions: z
    .array(
      z.strictObject({
        sourceElementInstruction: z.strictObject({ sourceType: z.literal('byId'), sourceElementId: elementId }),
        targetElementId: elementId,
        ancestorScopeInstruction: z.strictObject({ ancestorScopeType: z.literal('inferred') }).nullish(),
      }),
    )
    .max(100)
    .nullish(),
});

export const migrationBody = z.strictObject({
  operationReference,
  targetProcessDefinitionKey: key,
  mappingInstructions: z.array(z.strictObject({ sourceElementId: elementId, targetElementId: elementId })).max(2_000),
});

export const assignmentBody = z.strictObject({
  assignee: z.string().min(1).max(200),
  allowOverride: z.boolean().nullish(),
  action: z.literal(['assign', '']).nullish(),
});

export const completionBody = z
  .strictObject({ variables: variables.nullish(), action: z.literal(['complete', '']).nullish() })
  .default({});

/** What null or an empty text or list means: no date, nobody, the default priority. */
export const taskUpdateBody = z.strictObject({
  changeset: z
    .strictObject({
      dueDate: z.union([z.iso.datetime({ offset: true }), z.literal('')]).nullish(),
      followUpDate: z.union([z.iso.datetime({ offset: true }), z.literal('')]).nullish(),
      candidateUsers: z.array(z.string().min(1).max(200)).max(100).nullish(),
      candidateGroups: z.array(z.string().min(1).max(200)).max(100).nullish(),
      priority: z.int().min(0).max(100).nullish(),
    })
    .nullish(),
  action: z.literal(['update', '']).nullish(),
});

export const setVariablesBody = z.strictObject({ variables, local: z.boolean().default(false), operationReference });

const message = {
  name: z.string().min(1).max(200),
  correlationKey: z.string().max(500).default(''),
  variables: variables.default({}),
  tenantId,
};
const LONGEST_TTL_MS = 90 * 86_400_000;
export const publicationBody = z.strictObject({
  ...message,
  timeToLive: milliseconds.pipe(z.int().max(LONGEST_TTL_MS)).default(0),
  messageId: z.string().max(200).default(''),
});
export const signalBody = z.strictObject({
  signalName: z.string().min(1).max(200),
  variables: variables.default({}),
  tenantId,
});
export const correlationBody = z.strictObject(message);

export const definitionSearch = searchBody(
  {
    name: textFilter.optional(),
    isLatestVersion: z.boolean().optional(),
    resourceName: z.string().optional(),
    version: z.int().optional(),
    versionTag: z.string().optional(),
    processDefinitionId: textFilter.optional(),
    processDefinitionKey: key.optional(),
    tenantId,
  },
  ['processDefinitionKey', 'name', 'resourceName', 'version', 'versionTag', 'processDefinitionId'],
);

const instanceFields = {
  processInstanceKey: textFilter.optional(),
  processDefinitionId: textFilter.optional(),
  processDefinitionKey: textFilter.optional(),
  processDefinitionName: textFilter.optional(),
  processDefinitionVersion: numberFilter.optional(),
  processDefinitionVersionTag: textFilter.optional(),
  parentProcessInstanceKey: textFilter.optional(),
  parentElementInstanceKey: textFilter.optional(),
  startDate: momentFilter.optional(),
  endDate: momentFilter.optional(),
  state: textFilter.optional(),
  hasIncident: z.boolean().optional(),
  variables: variableFilter.optional(),
  tenantId,
};
export const instanceSearch = searchBody(instanceFields, [
  'processInstanceKey',
  'processDefinitionId',
  'processDefinitionKey',
  'parentProcessInstanceKey',
  'parentElementInstanceKey',
  'startDate',
  'endDate',
  'state',
]);

export const elementSearch = searchBody(
  {
    elementInstanceKey: key.optional(),
    processInstanceKey: key.optional(),
    processDefinitionKey: key.optional(),
    processDefinitionId: z.string().optional(),
    state: textFilter.optional(),
    type: z.string().optional(),
    elementId: z.string().optional(),
    elementName: z.string().optional(),
    hasIncident: z.boolean().optional(),
    incidentKey: key.optional(),
    startDate: momentFilter.optional(),
    endDate: momentFilter.optional(),
    elementInstanceScopeKey: key.optional(),
    tenantId,
  },
  [
    'elementInstanceKey',
    'processInstanceKey',
    'processDefinitionKey',
    'processDefinitionId',
    'startDate',
    'endDate',
    'elementId',
    'elementName',
    'type',
    'state',
    'incidentKey',
  ],
);

export const userTaskSearch = searchBody(
  {
    userTaskKey: key.optional(),
    state: textFilter.optional(),
    assignee: textFilter.optional(),
    priority: numberFilter.optional(),
    elementId: z.string().optional(),
    name: z.string().optional(),
    candidateGroup: textFilter.optional(),
    candidateUser: textFilter.optional(),
    processDefinitionId: z.string().optional(),
    processDefinitionKey: key.optional(),
    processInstanceKey: key.optional(),
    elementInstanceKey: key.optional(),
    creationDate: momentFilter.optional(),
    completionDate: momentFilter.optional(),
    followUpDate: momentFilter.optional(),
    dueDate: momentFilter.optional(),
    processInstanceVariables: variableFilter.optional(),
    localVariables: variableFilter.optional(),
    tenantId,
  },
  ['creationDate', 'completionDate', 'followUpDate', 'dueDate', 'priority', 'name'],
);

const VARIABLE_SORT = ['value', 'name', 'variableKey', 'scopeKey', 'processInstanceKey'] as const;
export const taskVariableSearch = searchBody({ name: textFilter.optional() }, [...VARIABLE_SORT]);
export const variableSearch = searchBody(
  {
    variableKey: textFilter.optional(),
    name: textFilter.optional(),
    value: textFilter.optional(),
    scopeKey: textFilter.optional(),
    processInstanceKey: textFilter.optional(),
    isTruncated: z.boolean().optional(),
    tenantId,
  },
  [...VARIABLE_SORT],
);

export const incidentSearch = searchBody(
  {
    incidentKey: textFilter.optional(),
    processInstanceKey: textFilter.optional(),
    processDefinitionId: textFilter.optional(),
    processDefinitionKey: textFilter.optional(),
    errorType: textFilter.optional(),
    errorMessage: textFilter.optional(),
    elementId: textFilter.optional(),
    elementInstanceKey: textFilter.optional(),
    jobKey: textFilter.optional(),
    state: textFilter.optional(),
    creationTime: momentFilter.optional(),
    tenantId,
  },
  [
    'incidentKey',
    'processDefinitionKey',
    'processDefinitionId',
    'processInstanceKey',
    'errorType',
    'errorMessage',
    'elementId',
    'elementInstanceKey',
    'creationTime',
    'state',
    'jobKey',
  ],
);

/** Over the instances of one definition. */
export const statisticsBody = z
  .strictObject({
    filter: z
      .strictObject({
        processInstanceKey: key.optional(),
        elementId: z.string().optional(),
        startDate: momentFilter.optional(),
      })
      .optional(),
  })
  .default({});

export const decisionInstanceSearch = searchBody(
  {
    processInstanceKey: key.optional(),
    elementInstanceKey: key.optional(),
    decisionEvaluationKey: key.optional(),
    decisionDefinitionId: z.string().optional(),
    state: z.enum(['EVALUATED', 'FAILED']).optional(),
    tenantId,
  },
  ['decisionEvaluationKey'],
);
