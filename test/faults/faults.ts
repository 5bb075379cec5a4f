import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Product } from '../support/product';
import { Journal } from './journal';
import { runAdvisor, runCitizen, runResolver, type Load } from './people';
import { runRounds, seeded } from './rounds';
import { verifyProduct } from './verify';

export interface FaultOptions {
  rounds: number;
  seed: number;
  citizens: number;
  say: (line: string) => void;
}

/**
 * Kills processes of a product under the load of citizens and advisors.
 * @returns what was acknowledged, and every promise that was broken: none is the only good answer
 */
export async function runFaults(
  product: Product,
  options: FaultOptions,
): Promise<{ journal: Journal; faults: string[] }> {
  const { rounds, seed, citizens, say } = options;
  say(`seed ${seed}`);
  const journal = new Journal();
  const state = { isEnding: false, isOver: false };
  const { url, password } = product;
  const load: Load = { url, password, journal, isEnding: () => state.isEnding, random: seeded(seed + 1) };
  const advisors = ['asesor', 'asesor2'].map((name) => runAdvisor(load, name, () => state.isOver));
  const leader = runResolver(load, 'lider', () => state.isOver);
  const people = Array.from({ length: citizens }, () => runCitizen(load));
  // A person who fails ends the run at once, not after the last round.
  const failed = Promise.all([...people, ...advisors, leader]).then(() => undefined);
  failed.catch(() => (state.isEnding = state.isOver = true));
  await Promise.race([runRounds(product, rounds, seeded(seed), say), failed]);
  state.isEnding = true;
  await Promise.race([Promise.all(people), failed]);
  state.isOver = true;
  await failed;
  say(journal.summary());
  const faults = [...journal.violations, ...(await verifyProduct(product, journal))];
  for (const fault of faults) say(`BROKEN ${fault}`);
  if (faults.length > 0) for (const line of errorsLogged(product)) say(line);
  return { journal, faults };
}

const ERROR_LEVEL = '"level":50';
const LONGEST_LINE = 1_500;

/** What API and worker have logged as errors, the first of each message: the way to the cause. */
function errorsLogged({ dataDir }: Product): string[] {
  return ['api', 'worker'].flatMap((name) => {
    const lines = readFileSync(path.join(dataDir, 'logs', `${name}.log`), 'utf8').split('\n');
    const errors = lines.filter((line) => line.includes(ERROR_LEVEL));
    const first = new Map(errors.reverse().map((line) => [/"msg":"[^"]*"/.exec(line)?.[0], line]));
    return [...first.values()].map((line) => `${name}: ${line.slice(0, LONGEST_LINE)}`);
  });
}
