import { setMaxListeners } from 'node:events';

/** Something that is done again and again beside the ordinary work, to mend what died between two steps. */
export interface Sweep {
  name: string;
  everyMs: number;
  run: () => Promise<void>;
}

/**
 * Runs sweeps, each on its own beat and never twice at once. A sweep that fails is tried at its next beat.
 * @param onError told of failures
 * @returns stops them and waits for those that are running
 */
export function startSweeps(sweeps: Sweep[], onError: (name: string, error: unknown) => void): () => Promise<void> {
  const stopping = new AbortController();
  // Each sweep listens while it pauses.
  setMaxListeners(0, stopping.signal);
  const loops = sweeps.map(async ({ name, everyMs, run }) => {
    while (!stopping.signal.aborted) {
      try {
        await run();
      } catch (error) {
        onError(name, error);
      }
      await pause(everyMs, stopping.signal);
    }
  });
  return async () => {
    stopping.abort();
    await Promise.all(loops);
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
