import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startStore, startTemporal, type Service } from './services';

const ROOT = path.resolve(__dirname, '../..');
const WITHOUT_TESTS = new Set(['node_modules', 'dist', '.cache', '.cauce', '.git']);

/** What of jest's global configuration is read here: the path patterns of its command line. */
interface GlobalConfig {
  testPathPatterns: { patterns: string[] };
}

/** The servers of this jest run, kept for the teardown, which runs in the same process. */
declare global {
  var sharedTestServices: Service[] | undefined;
}

/**
 * Starts one Temporal server and one store for all test files of this run, if a selected file uses `test/support`
 * (a run of pure tests stays free of servers). Their addresses reach the tests by the environment.
 */
export default async function setUp(config: GlobalConfig): Promise<void> {
  if (globalThis.sharedTestServices || !testFiles(ROOT).some((file) => isSelected(file, config) && usesServices(file)))
    return;
  const [temporal, store] = await Promise.all([startTemporal(), startStore()]);
  globalThis.sharedTestServices = [temporal, store];
  process.env.TEST_TEMPORAL_ADDRESS = temporal.address;
  process.env.TEST_MONGODB_URI = store.uri;
}

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (WITHOUT_TESTS.has(entry.name)) return [];
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(file);
    return /\.test\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

function isSelected(file: string, config: GlobalConfig): boolean {
  const { patterns } = config.testPathPatterns;
  return patterns.length === 0 || patterns.some((pattern) => new RegExp(pattern, 'i').test(file));
}

function usesServices(file: string): boolean {
  return /support\/|'\.\/services'/.test(readFileSync(file, 'utf8'));
}
