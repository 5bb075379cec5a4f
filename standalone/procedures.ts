import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deployResources } from '../api/v2/deploy';
import { jobTypes } from '../protocol/jobTypes';
import type { Resource } from '../protocol/release';
import type { Release } from '../store/engine/releases';
import type { Store } from '../store/connect';

const DEPLOYED = /\.(bpmn|dmn|form|ya?ml)$/;

/** Scripts for the seed and the tests, no part of the procedure. */
const NOT_DEPLOYED = /(^|\/)scenarios\//;

/**
 * The files of a procedures' folder as a deployment: those of `common/` under that name, those of each procedure by
 * their path inside it.
 */
export function readProcedures(folder: string): Resource[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: procedure }) =>
      readdirSync(path.join(folder, procedure), { recursive: true, encoding: 'utf8' })
        .filter((file) => DEPLOYED.test(file) && !NOT_DEPLOYED.test(file))
        .map((file) => ({
          name: procedure === 'common' ? `common/${file}` : file,
          content: readFileSync(path.join(folder, procedure, file), 'utf8'),
        })),
    );
}

/**
 * Deploys the procedures that this version brings, unless a release had exactly these files already: what an owner has
 * deployed since stays in force over a restart.
 * @throws Error that names every problem
 */
export async function deployProcedures(
  store: Store,
  resources: Resource[],
  deployedBy: string,
): Promise<{ release: Release; isNew: boolean }> {
  const current = await store.releases.current();
  if (current && (await wasDeployed(store, current, resources))) return { release: current, isNew: false };
  const result = await deployResources(
    // schedules and open lists follow when the worker and the API start, after this
    { store, jobTypes, deployed: () => Promise.resolve(), now: Date.now },
    { resources, mode: 'over', deployedBy },
  );
  if (result.ok) return result;
  const problems = result.problems.map(({ resource, elementId, code, message }) =>
    [resource, elementId, code, message].filter(Boolean).join(': '),
  );
  throw new Error(`Expected definitions/ to be deployable, but there are problems:\n${problems.join('\n')}`);
}

async function wasDeployed(store: Store, current: Release, resources: Resource[]): Promise<boolean> {
  const wanted = resources.map(({ name, content }) => `${name} ${createHash('sha256').update(content).digest('hex')}`);
  for (let number = current.number; number > 0; number -= 1) {
    const release = number === current.number ? current : await store.releases.get(number);
    const had = new Set(release?.resources.map(({ name, hash }) => `${name} ${hash}`));
    if (wanted.every((one) => had.has(one))) return true;
  }
  return false;
}
