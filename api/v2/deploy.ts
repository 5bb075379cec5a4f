import { createHash } from 'node:crypto';
import { compileRelease, type ReleaseContent } from '../../engine/model';
import { canonicalJson } from '../../domain/record/chain';
import type { Problem } from '../../protocol/problem';
import type { Resource } from '../../protocol/release';
import type { MessageStart, NewDefinition, Release } from '../../store/engine/releases';
import type { Store } from '../../store/connect';

export interface Deployment {
  resources: Resource[];
  /** `over`: the other files of the release in force stay. `instead`: these files are all there is. */
  mode: 'over' | 'instead';
  /** Person id. */
  deployedBy: string;
}

export interface DeployParts {
  store: Pick<Store, 'releases'>;
  jobTypes: ReadonlySet<string>;
  deployed(release: Release, content: ReleaseContent): Promise<void>;
  now(): number;
}

export type DeployResult =
  { ok: true; release: Release; isNew: boolean; warnings: Problem[] } | { ok: false; problems: Problem[] };

/**
 * Compiles files into a release and puts it in force. All or nothing: any problem refuses the deployment.
 * What is deployed already gives the same release again.
 */
export async function deployResources(parts: DeployParts, deployment: Deployment): Promise<DeployResult> {
  const resources = await wholeRelease(parts.store, deployment);
  const compiled = await compileRelease(resources, { jobTypes: parts.jobTypes });
  if (!compiled.ok) return compiled;
  const { content, warnings } = compiled;
  const { release, isNew } = await parts.store.releases.deploy({
    content,
    definitions: definitionsOf(content),
    messageStarts: messageStartsOf(content),
    resources,
    deployedBy: deployment.deployedBy,
    deployedAt: new Date(parts.now()).toISOString(),
  });
  await parts.deployed(release, content);
  return { ok: true, release, isNew, warnings };
}

/** All files of the release that a deployment would make. */
export async function wholeRelease(
  store: Pick<Store, 'releases'>,
  { resources, mode }: Pick<Deployment, 'resources' | 'mode'>,
): Promise<Resource[]> {
  if (mode === 'instead') return resources;
  const current = await store.releases.current();
  const known = current?.resources ?? [];
  const given = new Map(resources.map((one) => [placeOf(one.name, known), one.content]));
  const kept = await Promise.all(
    known
      .filter(({ name }) => !given.has(name))
      .map(async ({ name, hash }) => ({ name, content: (await store.releases.resource(hash)) ?? '' })),
  );
  return [...kept, ...[...given].map(([name, content]) => ({ name, content }))];
}

const FOLDERS: Record<string, string> = { bpmn: 'processes', dmn: 'decisions', form: 'forms' };

/** A file without a folder, as Modeler sends it, goes over the one of that name, else into its kind's folder. */
export function placeOf(name: string, known: readonly { name: string }[]): string {
  if (name.includes('/')) return name;
  const same = known.find((one) => one.name.endsWith(`/${name}`));
  const folder = FOLDERS[name.slice(name.lastIndexOf('.') + 1)];
  return same?.name ?? (folder ? `${folder}/${name}` : name);
}

function definitionsOf(content: ReleaseContent): NewDefinition[] {
  const resources = new Map(content.resources.map(({ name, hash }) => [name, hash]));
  const processes = Object.values(content.processes).map(({ id, name, hash, versionTag }) => ({
    ...definition('process', id, content.processResources[id] ?? '', hash),
    name,
    versionTag,
  }));
  const hashOfModel = (file: string): string => resources.get(file) ?? hashOf(content.decisionModels[file]);
  const decisions = Object.entries(content.decisions).map(([id, file]) => {
    const model = content.decisionModels[file];
    const name = [...(model?.decisions ?? []), ...(model?.services ?? [])].find((each) => each.id === id)?.name ?? null;
    return { ...definition('decision', id, file, hashOfModel(file)), name, requirementsId: model?.id ?? file };
  });
  const requirements = Object.entries(content.decisionModels).map(([file, { id, name }]) => ({
    ...definition('decisionRequirements', id, file, hashOfModel(file)),
    name,
  }));
  const forms = Object.values(content.forms).map((form) =>
    definition('form', form.id, formResource(content, form.id), hashOf(form)),
  );
  return [...processes, ...requirements, ...decisions, ...forms];
}

function definition(kind: NewDefinition['kind'], id: string, resourceName: string, hash: string): NewDefinition {
  return { kind, id, name: null, hash, resourceName, versionTag: null, requirementsId: null };
}

/** Forms are named by their id inside the file: by convention the file has the same name. */
function formResource({ resources }: ReleaseContent, formId: string): string {
  return resources.find(({ name }) => name.endsWith(`/${formId}.form`) || name === `${formId}.form`)?.name ?? '';
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function messageStartsOf(content: ReleaseContent): MessageStart[] {
  return Object.values(content.processes).flatMap(({ id: processId, startEvents }) =>
    startEvents.flatMap((start): MessageStart[] => {
      const at = { processId, startElementId: start.elementId };
      if (start.kind === 'message') return [{ messageName: start.messageName, ...at }];
      return start.kind === 'signal' ? [{ messageName: start.signalName, signal: true, ...at }] : [];
    }),
  );
}
