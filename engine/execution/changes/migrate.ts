import type { EngineEvent } from '../../../protocol/events';
import type { MappingInstruction } from '../../../protocol/changes';
import { behaviorOf } from '../../elements/registry';
import type { Program } from '../../model/definition';
import { createContext, definitionOf, instanceOf, type StepContext } from '../context';
import { closeCondition } from '../conditions';
import type { Compensable, ElementInstance, EventWait, Execution } from '../execution';
import { forgetIndex } from '../executionIndex';
import { ModelFault } from '../faults';
import type { StepResult } from '../types';
import { openAll } from '../listening';
import { runAll } from '../step';
import { cancelTimer } from '../timers';
import { closeSubscription } from '../subscriptions';
import { isStillWaitedFor, migrationOf, newEventsOf, planMigration, targetIdOf, type Migration } from './migrationPlan';

/**
 * Puts an instance under another release of its process: all that it is and waits for keeps its key, its variables and
 * its due time under the id that the mapping gives it; events that only one of the two releases knows begin or cease to
 * be waited for. Changes `execution` when ok; refused as a whole where `planMigration` refuses one row.
 */
export function migrate(
  programs: { source: Program; target: Program },
  execution: Execution,
  instructions: readonly MappingInstruction[],
  now: number,
): StepResult {
  const source = programs.source.processes[execution.processId];
  const target = programs.target.processes[programs.target.processId];
  if (!source || !target)
    throw new Error(`Expected process '${execution.processId}' in both programs, but it is not there`);
  const migration = migrationOf(source, target, execution, instructions);
  const refused = planMigration(migration).rows.find(({ outcome }) => outcome === 'refused');
  if (refused || execution.state !== 'ACTIVE') {
    const message = refused?.reason ?? `Expected an active instance, but it is ${execution.state}`;
    return { ok: false, rejection: { code: 'invalid_state', message } };
  }
  return carryOut(migration, programs.target, now);
}

/** On a copy, since an event that begins to be waited for evaluates expressions, which may fail. */
function carryOut(migration: Migration, program: Program, now: number): StepResult {
  const { execution } = migration;
  const copy = JSON.parse(JSON.stringify(execution)) as Execution;
  const openings = Object.values(copy.elements).flatMap((instance) =>
    newEventsOf(migration, instance).map((eventId) => ({ key: instance.key, eventId })),
  );
  const isOver = (wait: EventWait): boolean =>
    copy.elements[wait.elementInstanceKey]?.elementId !== wait.elementId && !isStillWaitedFor(migration, wait);
  const timers = Object.values(copy.timers).filter(isOver);
  const subscriptions = Object.values(copy.subscriptions).filter(isOver);
  const conditions = Object.values(copy.conditions ?? {}).filter(isOver);
  const events = rename(migration, copy);
  const context = createContext(program, copy, now, behaviorOf);
  for (const { key } of timers) cancelTimer(context, key);
  for (const { key } of subscriptions) closeSubscription(context, key);
  for (const { key } of conditions) closeCondition(context, key);
  try {
    const openers = openings.map(({ key, eventId }) => listenFor(context, key, eventId));
    openers.forEach((open) => open());
  } catch (error) {
    if (error instanceof ModelFault) return { ok: false, rejection: { code: 'invalid_state', message: error.message } };
    throw error;
  }
  // What is waited for now may have happened already, and a gateway wait for less than before.
  for (const { key, joins } of Object.values(copy.elements)) if (joins) context.touched.add(key);
  runAll(context);
  // There only while there are any.
  delete execution.conditions;
  Object.assign(execution, copy);
  forgetIndex(execution);
  return { ok: true, events: [...events, ...context.events], effects: context.effects };
}

function listenFor(context: StepContext, key: string, eventId: string): () => void {
  const event = definitionOf(context, eventId);
  const owner = instanceOf(context, key);
  const open = context.behaviorOf(event.type).listen?.(context, owner, event);
  return () => openAll(context, owner, [open]);
}

/** Gives everything its id of the target; one event for each, so that lists know the release that it is under. */
function rename(migration: Migration, execution: Execution): EngineEvent[] {
  const { target } = migration;
  const events: EngineEvent[] = [];
  const moved = (collection: MigratedEvent['collection'], key: string, elementId: string): void => {
    const elementName = target.elements[elementId]?.name ?? null;
    events.push({ type: 'element.migrated', collection, key, elementId, elementName });
  };
  execution.processId = target.id;
  for (const instance of Object.values(execution.elements)) {
    instance.elementId = targetIdOf(migration, instance.elementId);
    renameMemory(migration, instance);
    if (instance.startElementId !== undefined) instance.startElementId = targetIdOf(migration, instance.startElementId);
    if (instance.scopeKey !== null) moved('elements', instance.key, instance.elementId);
  }
  for (const [collection, waiting] of renamable(execution)) {
    waiting.elementId = targetIdOf(migration, waiting.elementId);
    moved(collection, waiting.key, waiting.elementId);
  }
  for (const wait of Object.values(execution.conditions ?? {})) wait.elementId = targetIdOf(migration, wait.elementId);
  const idOf = (key: string): string => execution.elements[key]?.elementId ?? target.id;
  for (const { key, elementInstanceKey } of Object.values(execution.jobs)) moved('jobs', key, idOf(elementInstanceKey));
  for (const { key, elementInstanceKey } of Object.values(execution.incidents))
    moved('incidents', key, idOf(elementInstanceKey));
  return events;
}

/** What an instance remembers of other elements. */
function renameMemory(migration: Migration, instance: ElementInstance): void {
  const { joins, joinedAt, resets, collected, pending, compensables, compensating } = instance;
  if (joins) instance.joins = renamed(migration, joins);
  if (joinedAt) instance.joinedAt = renamed(migration, joinedAt);
  if (resets) instance.resets = renamed(migration, resets);
  if (collected) instance.collected = renamed(migration, collected);
  if (pending) instance.pending = pending.map((id) => targetIdOf(migration, id));
  for (const compensable of [...(compensables ?? []), ...(compensating ?? [])])
    renameCompensable(migration, compensable);
}

function renameCompensable(migration: Migration, compensable: Compensable): void {
  const { elementId, handlerId, inner = [] } = compensable;
  compensable.elementId = targetIdOf(migration, elementId);
  if (handlerId !== undefined) compensable.handlerId = targetIdOf(migration, handlerId);
  for (const each of inner) renameCompensable(migration, each);
}

type MigratedEvent = Extract<EngineEvent, { type: 'element.migrated' }>;

function renamable({ userTasks, timers, subscriptions }: Execution) {
  return [
    ...Object.values(userTasks).map((task) => ['userTasks', task] as const),
    ...Object.values(timers).map((timer) => ['timers', timer] as const),
    ...Object.values(subscriptions).map((subscription) => ['subscriptions', subscription] as const),
  ];
}

function renamed<T>(migration: Migration, byElement: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(byElement).map(([id, value]) => [targetIdOf(migration, id), value]));
}
