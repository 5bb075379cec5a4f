import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getHeapStatistics } from 'node:v8';
import type fc from 'fast-check';

/** Something that random cases are thrown at. A case is plain JSON, so that a failing one can be kept as a file. */
export interface FuzzSubject<Case = unknown> {
  cases: fc.Arbitrary<Case>;
  /** Runs one case and says what is wrong with its result; what it throws is a failure too. */
  check(this: void, value: Case): string | undefined | Promise<string | undefined>;
  /** CPU time that one case may take. */
  limitMs: number;
}

/** A case that failed once, kept for good. */
export interface Failure {
  seed: number;
  failure: string;
  value: unknown;
}

const REPEATS = 3;
/** The heap that a case may add to; what it adds in passing is held by the cap of its process. */
const LIMIT_MB = 64;

/** Heap in use, in MB, with what is not collected yet. */
const heapMb = (): number => getHeapStatistics().used_heap_size / 2 ** 20;

/**
 * What is wrong with a case: an exception, a wrong result, or more CPU time or heap than allowed three times in a row.
 * `measured` is told by how many MB each run made the heap grow, garbage included.
 */
export async function failureOf<Case>(
  { check, limitMs }: FuzzSubject<Case>,
  value: Case,
  measured: (grownMb: number) => void = () => undefined,
): Promise<string | undefined> {
  let least = Infinity;
  let leastMb = Infinity;
  for (let run = 0; run < REPEATS && (least > limitMs || leastMb > LIMIT_MB); run++) {
    const heapBefore = heapMb();
    const began = process.cpuUsage();
    try {
      const failure = await check(value);
      if (failure !== undefined) return failure;
    } catch (error) {
      return `threw ${error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error)}`;
    }
    const { user, system } = process.cpuUsage(began);
    least = Math.min(least, (user + system) / 1_000);
    const grownMb = heapMb() - heapBefore;
    leastMb = Math.min(leastMb, grownMb);
    measured(grownMb);
  }
  if (leastMb > LIMIT_MB) return `made the heap grow by ${Math.round(leastMb)} MB, and ${LIMIT_MB} are allowed`;
  return least > limitMs ? `took ${Math.round(least)} ms of CPU time, and ${limitMs} are allowed` : undefined;
}

function folderOf(subject: string): string {
  return path.join(__dirname, 'failures', subject);
}

/** Keeps a failing case as a file; the subject's test runs it from then on. */
export function keepFailure(subject: string, failure: Failure): string {
  const file = path.join(folderOf(subject), `${failure.seed}.json`);
  mkdirSync(folderOf(subject), { recursive: true });
  writeFileSync(file, `${JSON.stringify(failure, null, 2)}\n`);
  return file;
}

/** The cases that have failed once, by file name. */
export function keptFailures(subject: string): [name: string, failure: Failure][] {
  if (!existsSync(folderOf(subject))) return [];
  return readdirSync(folderOf(subject))
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(path.join(folderOf(subject), name), 'utf8')) as Failure]);
}
