import type { ChangeReport, ChangeRow, MappingInstruction } from '../../../protocol/changes';
import type { ElementDefinition, ProcessDefinition } from '../../model/definition';
import type { Compensable, ElementInstance, Execution } from '../execution';

/** An instance between two releases: where its elements are and where they are to be. */
export interface Migration {
  source: ProcessDefinition;
  target: ProcessDefinition;
  execution: Execution;
  /** Source → target element id, where they differ. */
  mapping: ReadonlyMap<string, string>;
}

export function migrationOf(
  source: ProcessDefinition,
  target: ProcessDefinition,
  execution: Execution,
  instructions: readonly MappingInstruction[],
): Migration {
  const mapping = new Map(
    instructions.map(({ sourceElementId, targetElementId }) => [sourceElementId, targetElementId]),
  );
  return { source, target, execution, mapping };
}

/** Says for everything that an instance is and waits for what would become of it under another release. */
export function planMigration(migration: Migration): ChangeReport {
  const { execution } = migration;
  const elements = Object.values(execution.elements);
  const rows = [
    ...mappingRows(migration),
    ...elements.map((instance) => elementRow(migration, instance)),
    ...elements.flatMap((instance) => joinRows(migration, instance)),
    ...elements.flatMap((instance) => memoryRows(migration, instance)),
    ...waitRows(migration),
    ...elements.flatMap((instance) => openingRows(migration, instance)),
  ];
  return { isPossible: rows.every(({ outcome }) => outcome !== 'refused'), rows };
}

/** Id of what an element of the source is in the target. */
export function targetIdOf({ mapping, source, target }: Migration, elementId: string): string {
  return elementId === source.id ? target.id : (mapping.get(elementId) ?? elementId);
}

/** Events that wait on behalf of an instance in the target and have no counterpart in the source. */
export function newEventsOf(migration: Migration, instance: ElementInstance): string[] {
  const { source, target } = migration;
  const element = target.elements[targetIdOf(migration, instance.elementId)];
  if (!element || instance.state !== 'ACTIVATED' || instance.interrupted) return [];
  const known = new Set(Object.keys(source.elements).map((id) => targetIdOf(migration, id)));
  const boundary = instance.loopCounter === undefined ? element.boundaryEvents : [];
  const starts = instance.loop ? [] : (element.eventStarts ?? []);
  return [...boundary, ...starts].filter((id) => !known.has(id));
}

/** Does the target still wait for what an instance waits for in the place of another element? */
export function isStillWaitedFor(
  migration: Migration,
  wait: { elementId: string; elementInstanceKey: string },
): boolean {
  const { source, target, execution } = migration;
  const owner = execution.elements[wait.elementInstanceKey];
  const [before, after] = [source.elements[wait.elementId], target.elements[targetIdOf(migration, wait.elementId)]];
  if (!owner || !before || !after || before.type !== after.type || eventKind(before) !== eventKind(after)) return false;
  const host = target.elements[targetIdOf(migration, owner.elementId)];
  return (
    host !== undefined &&
    (host.boundaryEvents.includes(after.id) ||
      (host.eventStarts ?? []).includes(after.id) ||
      host.outgoing.some((flow) => target.flows[flow]?.targetId === after.id))
  );
}

function mappingRows({ mapping, source, target }: Migration): ChangeRow[] {
  return [...mapping].flatMap(([from, to]) => {
    if (!source.elements[from])
      return [refused(null, from, to, `Expected element '${from}' in the process that runs, but there is none`)];
    if (!target.elements[to])
      return [refused(null, from, to, `Expected element '${to}' in the target, but there is none`)];
    return [];
  });
}

function elementRow(migration: Migration, instance: ElementInstance): ChangeRow {
  const { key, elementId } = instance;
  const id = targetIdOf(migration, elementId);
  const reason = whyNot(migration, instance, id);
  if (reason !== null) return refused(key, elementId, id, reason);
  return {
    elementInstanceKey: key,
    elementId,
    targetElementId: id,
    outcome: id === elementId ? 'keeps' : 'moves',
    reason: null,
  };
}

function whyNot(migration: Migration, instance: ElementInstance, id: string): string | null {
  const { source, target } = migration;
  if (instance.scopeKey === null)
    return source.id === target.id
      ? null
      : `Expected another version of process '${source.id}', but it is '${target.id}'`;
  const [before, after] = [source.elements[instance.elementId], target.elements[id]];
  if (!after) return `Expected element '${id}' in the target, but there is none: map it to another one`;
  return whyOther(before, after) ?? whyElsewhere(migration, instance, after);
}

function whyOther(before: ElementDefinition | undefined, after: ElementDefinition): string | null {
  if (before?.type !== after.type)
    return `Expected a ${before?.type ?? 'known element'}, but '${after.id}' is a ${after.type}`;
  if (eventKind(before) !== eventKind(after))
    return `Expected an event of the same kind, but '${after.id}' is of kind ${eventKind(after) ?? 'none'}`;
  return before.loop?.kind === after.loop?.kind
    ? null
    : `Expected '${after.id}' to be repeated in the same way, but it is not`;
}

/** The scope that it lives in has to hold it in the target too; the body of a repeated activity is no scope of the model. */
function whyElsewhere(
  migration: Migration,
  { scopeKey, loopCounter }: ElementInstance,
  after: ElementDefinition,
): string | null {
  const { elements } = migration.execution;
  const around = elements[scopeKey ?? ''];
  const scope = loopCounter === undefined ? around : elements[around?.scopeKey ?? ''];
  const expected = scope && targetIdOf(migration, scope.elementId);
  return expected === after.parentId
    ? null
    : `Expected '${after.id}' in the scope of '${expected ?? 'none'}', but it is in '${after.parentId ?? 'none'}'`;
}

/** Tokens that wait before a join need the same flows there. */
function joinRows(migration: Migration, { key, joins = {} }: ElementInstance): ChangeRow[] {
  const { source, target } = migration;
  return Object.entries(joins).map(([id, waiting]) => {
    const to = targetIdOf(migration, id);
    const after = target.elements[to];
    if (after?.type !== source.elements[id]?.type)
      return refused(key, id, to, `Expected a gateway of the same type where tokens wait, but there is none`);
    const lost = Object.keys(waiting).find((flow) => !after?.incoming.includes(flow));
    if (lost !== undefined)
      return refused(key, id, to, `Expected flow '${lost}' into '${to}', by which a token has come, but there is none`);
    return {
      elementInstanceKey: key,
      elementId: id,
      targetElementId: to,
      outcome: to === id ? 'keeps' : 'moves',
      reason: null,
    };
  });
}

/** What is still to begin, to begin again or to be compensated has to be there too; told only where it is not. */
function memoryRows(migration: Migration, instance: ElementInstance): ChangeRow[] {
  const { source, target } = migration;
  const { resets = {}, pending = [], compensables = [], compensating = [] } = instance;
  const ids = new Set([...Object.keys(resets), ...pending, ...[...compensables, ...compensating].flatMap(idsOf)]);
  return [...ids].flatMap((id) => {
    const to = targetIdOf(migration, id);
    if (target.elements[to]?.type === source.elements[id]?.type) return [];
    return [
      refused(
        instance.key,
        id,
        to,
        `Expected '${to}', which may still have to begin, in the target, but it is not there`,
      ),
    ];
  });
}

function idsOf({ elementId, handlerId, inner = [] }: Compensable): string[] {
  return [elementId, ...(handlerId === undefined ? [] : [handlerId]), ...inner.flatMap(idsOf)];
}

function waitRows(migration: Migration): ChangeRow[] {
  const { execution } = migration;
  const { timers, subscriptions, conditions = {} } = execution;
  const waits = [...Object.values(timers), ...Object.values(subscriptions), ...Object.values(conditions)];
  return waits
    .filter((wait) => execution.elements[wait.elementInstanceKey]?.elementId !== wait.elementId)
    .map((wait): ChangeRow => {
      const { elementId, elementInstanceKey } = wait;
      const to = targetIdOf(migration, elementId);
      if (isStillWaitedFor(migration, wait))
        return {
          elementInstanceKey,
          elementId,
          targetElementId: to,
          outcome: to === elementId ? 'keeps' : 'moves',
          reason: null,
        };
      const reason = 'The target has no such event there: it is waited for no longer';
      return { elementInstanceKey, elementId, targetElementId: null, outcome: 'closes', reason };
    });
}

function openingRows(migration: Migration, instance: ElementInstance): ChangeRow[] {
  return newEventsOf(migration, instance).map((id) => ({
    elementInstanceKey: instance.key,
    elementId: id,
    targetElementId: id,
    outcome: 'opens',
    reason: null,
  }));
}

function refused(key: string | null, elementId: string, target: string, reason: string): ChangeRow {
  return { elementInstanceKey: key, elementId, targetElementId: target, outcome: 'refused', reason };
}

/** Events keep their definition as they compiled it, boundary events beside what they are attached to. */
function eventKind({ data }: ElementDefinition): string | null {
  const { kind, event } = (data ?? {}) as { kind?: string; event?: { kind?: string } | null };
  return event?.kind ?? kind ?? null;
}
