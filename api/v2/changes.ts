import type { z } from 'zod';
import type { Execution } from '../../engine';
import { planModification } from '../../engine';
import type { ReleaseContent } from '../../engine/model';
import type { ChangeReport, Modification } from '../../protocol/changes';
import { ApiError } from '../../protocol/errors';
import type { migrationBody, modificationBody } from '../../protocol/v2/bodies';
import type { InstanceDoc } from '../../store/state/types';
import { migrateCommand, migrationTarget, reportMigration, type MigrationTarget } from '../../temporal/migration';
import { authorize } from './access';
import { found, keyParam, sendCommand } from './commands';
import type { Handlers, V2Parts } from './handler';

type ChangeParts = Pick<V2Parts, 'store'> & { instances: Pick<V2Parts['instances'], 'snapshot'> };
type ModificationBody = z.infer<typeof modificationBody>;
type MigrationBody = z.infer<typeof migrationBody>;

/** Running instances under change: the engine checks all of it before it touches anything. */
export function changeHandlers(parts: V2Parts): Handlers<'modifyProcessInstance' | 'migrateProcessInstance'> {
  return {
    modifyProcessInstance: async ({ person, params, body, idempotencyKey }) => {
      authorize(person, 'instance.change');
      const { key } = await runningInstance(parts, params, 'processInstanceKey');
      const command = { type: 'modify' as const, modification: modificationOf(body) };
      return sendCommand(parts, key, { person, idempotencyKey, body, command });
    },
    migrateProcessInstance: async ({ person, params, body, idempotencyKey }) => {
      authorize(person, 'instance.change');
      const instance = await runningInstance(parts, params, 'processInstanceKey');
      const target = await targetOf(parts, body);
      // Who is there already repeats himself: the instance gives him the answer that he had.
      if (!isUnder(instance, target)) await refuseImpossible(parts, instance, { target, body });
      const command = migrateCommand(target, body.mappingInstructions);
      return sendCommand(parts, instance.key, { person, idempotencyKey, body, command });
    },
  };
}

function isUnder({ release, processDefinitionKey }: InstanceDoc, target: MigrationTarget): boolean {
  return release === target.release.number && processDefinitionKey === target.processDefinitionKey;
}

async function refuseImpossible(
  parts: ChangeParts,
  instance: InstanceDoc,
  { target, body }: { target: MigrationTarget; body: MigrationBody },
): Promise<void> {
  const { rows } = await reportMigration(parts, instance, target, body.mappingInstructions);
  const refused = rows.find(({ outcome }) => outcome === 'refused');
  if (refused) throw new ApiError('invalid_state', { detail: `${refused.elementId}: ${refused.reason ?? ''}` });
}

/** What a modification would begin and end. */
export async function modificationReport(
  { store, instances }: ChangeParts,
  { key, release, processId }: InstanceDoc,
  body: ModificationBody,
): Promise<ChangeReport> {
  const { processes } = (await store.releases.content(release)) as ReleaseContent;
  const execution = (await instances.snapshot(key)).execution as Execution;
  return planModification(found(processes[processId] ?? null), execution, modificationOf(body)).report;
}

/** What a migration would keep, move, open, close and refuse. */
export async function migrationReport(
  parts: ChangeParts,
  instance: InstanceDoc,
  body: MigrationBody,
): Promise<ChangeReport> {
  return reportMigration(parts, instance, await targetOf(parts, body), body.mappingInstructions);
}

/** @throws ApiError not_found, invalid_state for one that has ended */
export async function runningInstance(
  { store }: Pick<ChangeParts, 'store'>,
  params: Record<string, string>,
  name: string,
): Promise<InstanceDoc> {
  const instance = found(await store.state.get('instances', keyParam(params, name)));
  if (instance.state !== 'ACTIVE') throw new ApiError('invalid_state');
  return instance;
}

/** Under the release in force where the definition is part of it, else under the first that had it. */
async function targetOf(
  { store }: ChangeParts,
  { targetProcessDefinitionKey }: MigrationBody,
): Promise<MigrationTarget> {
  const definition = found(await store.releases.definition(targetProcessDefinitionKey));
  return found(await migrationTarget(store, definition.id, await store.releases.numberWith(definition)));
}

function modificationOf(body: ModificationBody): Modification {
  return {
    activateInstructions: (body.activateInstructions ?? []).map(
      ({ elementId, ancestorElementInstanceKey, variableInstructions }) => ({
        elementId,
        ...(ancestorElementInstanceKey && { ancestorElementInstanceKey }),
        variableInstructions: (variableInstructions ?? []).map(({ scopeId, variables }) => ({
          ...(scopeId && { scopeId }),
          variables,
        })),
      }),
    ),
    terminateInstructions: body.terminateInstructions ?? [],
    moveInstructions: (body.moveInstructions ?? []).map(({ sourceElementInstruction, targetElementId }) => ({
      sourceElementId: sourceElementInstruction.sourceElementId,
      targetElementId,
    })),
  };
}
