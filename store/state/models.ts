import { Schema, type Connection, type Model, type SchemaDefinition } from 'mongoose';
import { defineModel, type IndexSpec } from '../model';
import type { StateCollection, StateDocs } from './types';

export type StateModels = { [name in StateCollection]: Model<StateDocs[name]> };

const FACTS: SchemaDefinition = {
  processId: String,
  processDefinitionKey: String,
  release: Number,
  rootKey: String,
};
const OWN: SchemaDefinition = { key: String, processInstanceKey: String, ...FACTS };
const IN_ELEMENT: SchemaDefinition = { ...OWN, elementId: String, elementInstanceKey: String };

const BY_KEY: IndexSpec = [{ key: 1 }, { unique: true }];
const BY_INSTANCE: IndexSpec = [{ processInstanceKey: 1, key: 1 }];

const FIELDS: Record<StateCollection, SchemaDefinition> = {
  instances: {
    key: String,
    ...FACTS,
    releaseHash: String,
    parentKey: String,
    parentElementKey: String,
    state: String,
    startedAt: String,
    startedBy: Schema.Types.Mixed,
    endedAt: String,
    incidents: Number,
  },
  elements: {
    ...OWN,
    elementId: String,
    elementType: String,
    elementName: String,
    scopeKey: String,
    state: String,
    startedAt: String,
    endedAt: String,
    incidentKey: String,
    calledInstanceKey: String,
  },
  userTasks: {
    ...IN_ELEMENT,
    name: String,
    assignee: String,
    candidateGroups: [String],
    candidateUsers: [String],
    dueDate: String,
    followUpDate: String,
    formId: String,
    priority: Number,
    state: String,
    createdAt: String,
    endedAt: String,
    endedBy: String,
  },
  jobs: {
    ...IN_ELEMENT,
    jobType: String,
    retries: Number,
    state: String,
    message: String,
    createdAt: String,
    endedAt: String,
  },
  timers: { ...IN_ELEMENT, dueAt: String, state: String },
  incidents: {
    ...IN_ELEMENT,
    incidentType: String,
    message: String,
    jobKey: String,
    state: String,
    createdAt: String,
    resolvedAt: String,
  },
  subscriptions: {
    ...IN_ELEMENT,
    messageName: String,
    correlationKey: String,
    signal: Boolean,
    state: String,
    openedAt: String,
  },
  variables: { ...OWN, scopeKey: String, name: String, value: String, updatedAt: String },
  decisions: {
    ...IN_ELEMENT,
    decisionId: String,
    evaluatedAt: String,
    evaluated: String,
    output: String,
    failure: String,
  },
  flows: { processInstanceKey: String, ...FACTS, flowId: String, count: Number },
};

/** Each search takes one of these by the field that its plan (plans.ts) puts first. */
const INDEXES: Record<StateCollection, IndexSpec[]> = {
  instances: [
    BY_KEY,
    [{ startedAt: 1 }],
    [{ endedAt: 1 }],
    [{ state: 1, startedAt: 1 }],
    [{ parentKey: 1 }],
    [{ rootKey: 1 }],
  ],
  elements: [BY_KEY, BY_INSTANCE],
  userTasks: [
    BY_KEY,
    BY_INSTANCE,
    [{ createdAt: 1 }],
    [{ state: 1, createdAt: 1 }],
    [{ assignee: 1, state: 1 }],
    [{ candidateGroups: 1, state: 1 }],
    [{ candidateUsers: 1, state: 1 }],
    [{ rootKey: 1, state: 1 }],
  ],
  jobs: [BY_KEY, BY_INSTANCE],
  timers: [BY_KEY, BY_INSTANCE],
  incidents: [BY_KEY, BY_INSTANCE, [{ createdAt: 1 }], [{ state: 1, createdAt: 1 }]],
  subscriptions: [BY_KEY, BY_INSTANCE, [{ messageName: 1, correlationKey: 1, state: 1 }]],
  variables: [[{ scopeKey: 1, name: 1 }, { unique: true }], [{ key: 1 }], [{ name: 1, value: 1 }], BY_INSTANCE],
  decisions: [BY_KEY, BY_INSTANCE],
  flows: [[{ processInstanceKey: 1, flowId: 1 }, { unique: true }]],
};

export const STATE_COLLECTIONS = Object.keys(FIELDS) as StateCollection[];

/** Declares the state collections, which `project` batches fill and `rebuild` makes again. */
export function defineState(connection: Connection): StateModels {
  const define = <C extends StateCollection>(name: C): Model<StateDocs[C]> =>
    defineModel<StateDocs[C]>(connection, { name, fields: FIELDS[name], indexes: INDEXES[name] });
  return {
    instances: define('instances'),
    elements: define('elements'),
    userTasks: define('userTasks'),
    jobs: define('jobs'),
    timers: define('timers'),
    incidents: define('incidents'),
    subscriptions: define('subscriptions'),
    variables: define('variables'),
    decisions: define('decisions'),
    flows: define('flows'),
  };
}
