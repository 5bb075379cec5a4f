import type { Product } from '../support/product';

export const VICTIMS = ['api', 'worker', 'temporal', 'store'] as const;
export type Victim = (typeof VICTIMS)[number];

const RECOVERY_MS = 90_000;
const LONGEST_PEACE_MS = 2_500;

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Kills one process after the other with `kill -9`, each at a random moment of the load, and waits until it is back. */
export async function runRounds(
  product: Product,
  rounds: number,
  random: () => number,
  say: (line: string) => void,
): Promise<void> {
  let deck: Victim[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    if (deck.length === 0) deck = shuffled(VICTIMS, random);
    const victim = deck.pop() as Victim;
    await pause(500 + random() * LONGEST_PEACE_MS);
    const pid = product.services().pids[victim];
    if (pid === undefined) throw new Error(`Expected a process id of ${victim}, but there is none`);
    const at = Date.now();
    process.kill(pid, 'SIGKILL');
    await recovered(product, victim, pid);
    say(`round ${round}: ${victim} killed, back after ${Date.now() - at} ms`);
  }
}

async function recovered(product: Product, victim: Victim, pid: number): Promise<void> {
  const deadline = Date.now() + RECOVERY_MS;
  for (;;) {
    if (product.services().pids[victim] !== pid && (await isUp(product.url))) return;
    if (Date.now() > deadline) throw new Error(`Expected ${victim} to be back within ${RECOVERY_MS} ms, but it is not`);
    await pause(100);
  }
}

async function isUp(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/status`, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map((item) => ({ item, at: random() }));
  return keyed.sort((one, other) => one.at - other.at).map(({ item }) => item);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
