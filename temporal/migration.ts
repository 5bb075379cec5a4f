import { calledProgram, migrationOf, planMigration, type Execution, type Program } from '../engine';
import type { ReleaseContent } from '../engine/model/release';
import type { ChangeReport, ChangeRow, MappingInstruction } from '../protocol/changes';
import type { MigrateCommand } from '../protocol/workflow';
import type { InstanceClient } from './instanceClient';
import type { KnownRelease } from './startProcess';

/** The part of the store that a migration reads; a `Store` fits. */
export interface MigrationSource {
  releases: {
    current(): Promise<KnownRelease | null>;
    get(number: number): Promise<KnownRelease | null>;
    content(number: number): Promise<unknown>;
  };
}

/** An instance as the store knows it. */
export interface MigratedInstance {
  key: string;
  processId: string;
  release: number;
}

export interface MigrationTarget {
  processDefinitionKey: string;
  release: { number: number; hash: string };
  program: Program;
  formIds: ReadonlySet<string>;
}

/** A process of a release (default: the one in force) as what an instance may go on under; null where it has none. */
export async function migrationTarget(
  { releases }: MigrationSource,
  processId: string,
  number?: number,
): Promise<MigrationTarget | null> {
  const release = await (number === undefined ? releases.current() : releases.get(number));
  const definition = release?.definitions.find(({ kind, id }) => kind === 'process' && id === processId);
  if (!release || !definition) return null;
  const { calendar, decisionModels, decisions, processes, forms } = (await releases.content(
    release.number,
  )) as ReleaseContent;
  return {
    processDefinitionKey: definition.key,
    release: { number: release.number, hash: release.hash },
    program: calledProgram({ processId, calendar, decisionModels, decisions, processes, formIds: [] }, processId),
    formIds: new Set(Object.keys(forms)),
  };
}

/**
 * What a migration would do to a running instance, from its workflow's own state; nothing is touched.
 * @throws CommandRejected `not_found`, EngineUnavailable
 */
export async function reportMigration(
  { store, instances }: { store: MigrationSource; instances: Pick<InstanceClient, 'snapshot'> },
  instance: MigratedInstance,
  target: MigrationTarget,
  instructions: readonly MappingInstruction[],
): Promise<ChangeReport> {
  const { processes } = (await store.releases.content(instance.release)) as ReleaseContent;
  const source = processes[instance.processId];
  const goal = target.program.processes[target.program.processId];
  if (!source || !goal)
    throw new Error(`Expected process '${instance.processId}' in both releases, but it is not there`);
  const execution = (await instances.snapshot(instance.key)).execution as Execution;
  const { rows } = planMigration(migrationOf(source, goal, execution, instructions));
  const all = [...rows, ...missingForms(execution, target)];
  return { isPossible: all.every(({ outcome }) => outcome !== 'refused'), rows: all };
}

/** A task goes on with the form that it has; the release that it goes on under must have it too. */
function missingForms({ userTasks }: Execution, { formIds }: MigrationTarget): ChangeRow[] {
  return Object.values(userTasks).flatMap(({ elementInstanceKey, elementId, formId }): ChangeRow[] => {
    if (formId === null || formIds.has(formId)) return [];
    const reason = `Expected form '${formId}' of an open task in the target, but it is not there`;
    return [{ elementInstanceKey, elementId, targetElementId: null, outcome: 'refused', reason }];
  });
}

export function migrateCommand(target: MigrationTarget, mappingInstructions: MappingInstruction[]): MigrateCommand {
  const { processDefinitionKey, release, program } = target;
  return { type: 'migrate', processDefinitionKey, release, mappingInstructions, program: JSON.stringify(program) };
}
