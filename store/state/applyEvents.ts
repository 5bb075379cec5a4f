import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/record/chain';
import type { Actor, EngineEvent, RecordedEvent } from '../../protocol/events';
import type { InstanceFacts, StateCollection, StateDocs } from './types';

/** A document to insert, or changes to one that is there (`increments` are added). `id` finds it. */
export interface StateWrite<C extends StateCollection = StateCollection> {
  collection: C;
  id: Partial<StateDocs[C]>;
  insert?: StateDocs[C];
  set: Partial<StateDocs[C]>;
  increments: Partial<Record<keyof StateDocs[C], number>>;
  /** Whether it is made when it isn't there: variables and flows have no event of their creation. */
  upsert: boolean;
}

/** What an instance says of itself in its first event. */
export function factsOf(processInstanceKey: string, event: EngineEvent): InstanceFacts | null {
  return event.type === 'instance.started' ? pickFacts({ processInstanceKey, ...event }) : null;
}

/** What a migration among the events has made of the facts; null without one. */
export function migratedFacts(
  events: readonly RecordedEvent[],
): Pick<InstanceFacts, 'processDefinitionKey' | 'release'> | null {
  for (const { event } of [...events].reverse()) {
    if (event.type === 'instance.migrated') {
      const { processDefinitionKey, release } = event;
      return { processDefinitionKey, release };
    }
  }
  return null;
}

/** The facts alone, out of something that has more. */
export function pickFacts(from: InstanceFacts): InstanceFacts {
  const { processInstanceKey, processId, processDefinitionKey, release, rootKey } = from;
  return { processInstanceKey, processId, processDefinitionKey, release, rootKey };
}

/**
 * Turns events of one instance into writes to the state collections, one write a document. Pure: the projection and
 * `rebuild` use it alike, and any split of the same events into batches leads to the same documents.
 */
export function applyEvents(facts: InstanceFacts, events: readonly RecordedEvent[]): StateWrite[] {
  const writes = new StateWrites(facts);
  for (const recorded of events) applyEvent(writes, recorded);
  return writes.list();
}

/** A variable's key: derived from its scope and name, so that a rebuild gives the same one; decimal, below 2^63. */
export function variableKey(scopeKey: string, name: string): string {
  const hash = createHash('sha256').update(`${scopeKey}\0${name}`).digest();
  return String((hash.readBigUInt64BE() >> 1n) | (1n << 61n));
}

class StateWrites {
  private readonly writes = new Map<string, StateWrite>();
  private readonly incidents = new Map<string, string>();

  /** `facts` change when the instance is migrated. */
  constructor(public facts: InstanceFacts) {}

  list(): StateWrite[] {
    return [...this.writes.values()];
  }

  insert<C extends StateCollection>(collection: C, key: string, document: StateDocs[C]): void {
    const write: StateWrite<C> = { ...this.blank(collection, byKey<C>(key)), insert: document };
    this.writes.set(`${collection} ${key}`, write);
  }

  set<C extends StateCollection>(collection: C, key: string, changes: Partial<StateDocs[C]>): void {
    this.merge(collection, key, byKey<C>(key), changes);
  }

  upsert<C extends StateCollection>(
    collection: C,
    name: string,
    id: Partial<StateDocs[C]>,
    set: Partial<StateDocs[C]>,
    increments: StateWrite<C>['increments'] = {},
  ): void {
    this.merge(collection, name, id, set, increments).upsert = true;
  }

  increment<C extends StateCollection>(collection: C, key: string, increments: StateWrite<C>['increments']): void {
    this.merge(collection, key, byKey<C>(key), {}, increments);
  }

  openIncident(key: string, elementInstanceKey: string): void {
    this.incidents.set(key, elementInstanceKey);
    this.set('elements', elementInstanceKey, { incidentKey: key });
    this.increment('instances', this.facts.processInstanceKey, { incidents: 1 });
  }

  closeIncident(key: string): void {
    const elementInstanceKey = this.incidents.get(key);
    if (elementInstanceKey) this.set('elements', elementInstanceKey, { incidentKey: null });
    else {
      const id = { processInstanceKey: this.facts.processInstanceKey, incidentKey: key };
      this.merge('elements', `of incident ${key}`, id, { incidentKey: null });
    }
    this.increment('instances', this.facts.processInstanceKey, { incidents: -1 });
  }

  private blank<C extends StateCollection>(collection: C, id: Partial<StateDocs[C]>): StateWrite<C> {
    return { collection, id, set: {}, increments: {}, upsert: false };
  }

  private merge<C extends StateCollection>(
    collection: C,
    name: string,
    id: Partial<StateDocs[C]>,
    changes: Partial<StateDocs[C]>,
    increments: StateWrite<C>['increments'] = {},
  ): StateWrite<C> {
    const slot = `${collection} ${name}`;
    const write = (this.writes.get(slot) as unknown as StateWrite<C> | undefined) ?? this.blank(collection, id);
    this.writes.set(slot, write);
    const target: Partial<StateDocs[C]> = write.insert ?? write.set;
    Object.assign(target, changes);
    const sums: Record<string, number> = write.insert
      ? (write.insert as unknown as Record<string, number>)
      : (write.increments as Record<string, number>);
    for (const [field, by] of Object.entries(increments as Record<string, number>))
      sums[field] = (sums[field] ?? 0) + by;
    return write;
  }
}

function byKey<C extends StateCollection>(key: string): Partial<StateDocs[C]> {
  return { key } as unknown as Partial<StateDocs[C]>;
}

type Apply<T extends EngineEvent['type']> = (
  writes: StateWrites,
  event: Extract<EngineEvent, { type: T }>,
  at: string,
  actor: Actor,
) => void;

const endElement =
  (state: 'COMPLETED' | 'TERMINATED') =>
  (writes: StateWrites, event: { key: string }, at: string): void =>
    writes.set('elements', event.key, { state, endedAt: at });

const endInstance =
  (state: 'COMPLETED' | 'TERMINATED') =>
  (writes: StateWrites, _event: object, at: string): void =>
    writes.set('instances', writes.facts.processInstanceKey, { state, endedAt: at });

/** What each event means for the state collections. */
const APPLY: { [T in EngineEvent['type']]: Apply<T> } = {
  'instance.started': (writes, event, at, actor) => {
    const { processInstanceKey: key, ...facts } = writes.facts;
    writes.insert('instances', key, {
      key,
      ...facts,
      releaseHash: event.releaseHash,
      parentKey: event.parent?.processInstanceKey ?? null,
      parentElementKey: event.parent?.elementInstanceKey ?? null,
      state: 'ACTIVE',
      startedAt: at,
      startedBy: actor,
      endedAt: null,
      incidents: 0,
    });
  },
  'instance.migrated': (writes, { type: _, releaseHash, ...facts }) => {
    writes.facts = { ...writes.facts, ...facts };
    writes.set('instances', writes.facts.processInstanceKey, { ...facts, releaseHash });
  },
  'element.migrated': (writes, { collection, key, elementId, elementName }) => {
    const { processDefinitionKey, release } = writes.facts;
    const changes = { elementId, processDefinitionKey, release };
    if (collection === 'elements') writes.set(collection, key, { ...changes, elementName });
    else if (collection === 'userTasks' && elementName !== null)
      writes.set(collection, key, { ...changes, name: elementName });
    else writes.set(collection, key, changes);
  },
  /** Only a line of the record. */
  'instance.modified': () => undefined,
  'instance.completed': endInstance('COMPLETED'),
  'instance.terminated': endInstance('TERMINATED'),
  'element.activated': (writes, { type: _, ...element }, at) =>
    writes.insert('elements', element.key, {
      ...writes.facts,
      ...element,
      state: 'ACTIVE',
      startedAt: at,
      endedAt: null,
      incidentKey: null,
      calledInstanceKey: null,
    }),
  'element.completed': endElement('COMPLETED'),
  'element.terminated': endElement('TERMINATED'),
  'flow.taken': (writes, { flowId }) => {
    const { processInstanceKey, ...facts } = writes.facts;
    writes.upsert('flows', flowId, { processInstanceKey, flowId }, facts, { count: 1 });
  },
  'variables.updated': (writes, { scopeKey, variables }, at) => {
    for (const [name, value] of Object.entries(variables)) {
      const set = { ...writes.facts, key: variableKey(scopeKey, name), value: canonicalJson(value), updatedAt: at };
      writes.upsert('variables', `${scopeKey} ${name}`, { scopeKey, name }, set);
    }
  },
  'userTask.created': (writes, { type: _, ...task }, at) =>
    writes.insert('userTasks', task.key, {
      ...writes.facts,
      ...task,
      state: 'CREATED',
      createdAt: at,
      endedAt: null,
      endedBy: null,
    }),
  'userTask.assigned': (writes, { key, assignee }) => writes.set('userTasks', key, { assignee }),
  'userTask.updated': (writes, { key, changes }) => writes.set('userTasks', key, changes),
  'userTask.completed': (writes, { key }, at, actor) =>
    writes.set('userTasks', key, { state: 'COMPLETED', endedAt: at, endedBy: actor.id }),
  'userTask.canceled': (writes, { key }, at) => writes.set('userTasks', key, { state: 'CANCELED', endedAt: at }),
  'job.created': (writes, { type: _, ...job }, at) =>
    writes.insert('jobs', job.key, {
      ...writes.facts,
      ...job,
      state: 'CREATED',
      message: null,
      createdAt: at,
      endedAt: null,
    }),
  'job.completed': (writes, { key }, at) => writes.set('jobs', key, { state: 'COMPLETED', endedAt: at }),
  'job.failed': (writes, { key, retries, message }) =>
    writes.set('jobs', key, { state: retries > 0 ? 'CREATED' : 'FAILED', retries, message }),
  'job.errorThrown': (writes, { key, errorCode }, at) =>
    writes.set('jobs', key, { state: 'ERROR_THROWN', message: errorCode, endedAt: at }),
  'job.canceled': (writes, { key }, at) => writes.set('jobs', key, { state: 'CANCELED', endedAt: at }),
  'timer.created': (writes, { type: _, ...timer }) =>
    writes.insert('timers', timer.key, { ...writes.facts, ...timer, state: 'CREATED' }),
  'timer.fired': (writes, { key }) => writes.set('timers', key, { state: 'FIRED' }),
  'timer.canceled': (writes, { key }) => writes.set('timers', key, { state: 'CANCELED' }),
  'subscription.opened': (writes, { type: _, ...subscription }, at) =>
    writes.insert('subscriptions', subscription.key, {
      ...writes.facts,
      ...subscription,
      state: 'OPEN',
      openedAt: at,
    }),
  'subscription.closed': (writes, { key }) => writes.set('subscriptions', key, { state: 'CLOSED' }),
  /** Only lines of the record: what message, condition and signal changed comes in events of its own. */
  'conditions.evaluated': () => undefined,
  'message.correlated': () => undefined,
  'condition.met': () => undefined,
  'signal.thrown': () => undefined,
  'signal.caught': () => undefined,
  'decision.evaluated': (writes, { type: _, evaluated, output, ...decision }, at) =>
    writes.insert('decisions', decision.key, {
      ...writes.facts,
      ...decision,
      evaluatedAt: at,
      evaluated: canonicalJson(evaluated),
      output: canonicalJson(output),
      failure: null,
    }),
  'decision.failed': (writes, { type: _, evaluated, ...decision }, at) =>
    writes.insert('decisions', decision.key, {
      ...writes.facts,
      ...decision,
      evaluatedAt: at,
      evaluated: canonicalJson(evaluated),
      output: canonicalJson(null),
    }),
  'call.started': (writes, { elementInstanceKey, calledInstanceKey }) =>
    writes.set('elements', elementInstanceKey, { calledInstanceKey }),
  'incident.created': (writes, { type: _, ...incident }, at) => {
    writes.insert('incidents', incident.key, {
      ...writes.facts,
      ...incident,
      state: 'ACTIVE',
      createdAt: at,
      resolvedAt: null,
    });
    writes.openIncident(incident.key, incident.elementInstanceKey);
  },
  'incident.resolved': (writes, { key }, at) => {
    writes.set('incidents', key, { state: 'RESOLVED', resolvedAt: at });
    writes.closeIncident(key);
  },
};

function applyEvent(writes: StateWrites, { event, at, actor }: RecordedEvent): void {
  (APPLY[event.type] as Apply<EngineEvent['type']>)(writes, event, at, actor);
}
