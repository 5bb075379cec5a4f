import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

/** Folders whose sources end up in the bundle. */
const SOURCES = ['workflows', 'engine', 'protocol', 'temporal'];

/**
 * Bundles the workflows with the engine and the programs in `preloadModules`: evaluated once a worker, not once an
 * instance (5 ms each).
 * @returns the bundle's code, for `createWorker` or to be written to a file
 */
export async function buildWorkflowBundle(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../workflows'),
    preloadModules: [require.resolve('../engine'), require.resolve('../temporal/programBytes')],
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: console.warn, error: console.error },
  });
  return code;
}

/**
 * The bundle from a cache keyed by the sources it is made of; bundling takes 2–5 s.
 * @param cacheFolder where bundles are kept, e.g. `.cache`
 */
export async function cachedWorkflowBundle(cacheFolder: string): Promise<string> {
  const file = path.join(cacheFolder, `workflow-bundle-${hashSources()}.js`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const code = await buildWorkflowBundle();
  mkdirSync(cacheFolder, { recursive: true });
  // Renamed when whole: test files that run side by side never read half a bundle.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, file);
  return code;
}

function hashSources(): string {
  const root = path.resolve(__dirname, '..');
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((folder) => sourceFiles(path.join(root, folder))).sort())
    hash.update(path.relative(root, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(file);
    return /\.[jt]s$/.test(entry.name) && !/\.test\./.test(entry.name) ? [file] : [];
  });
}

function quiet(): void {
  // Progress of the bundler is of no interest; its warnings and errors are.
}
