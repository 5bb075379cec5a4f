import { Router } from 'express';
import type { ApiContext } from '../context';

const DEADLINE_MS = 2_000;

/** Health of the API and of what it needs; no session. Up: 200; something is down: 503, and which. */
export function statusRoutes({ store, checkEngine, log }: ApiContext): Router {
  const router = Router();
  router.get('/status', async (_request, response) => {
    const [storeIsUp, engineIsUp] = await Promise.all([
      isUp('store', () => store.checkHealth(DEADLINE_MS)),
      isUp('engine', () => checkEngine(DEADLINE_MS)),
    ]);
    const isHealthy = storeIsUp && engineIsUp;
    response
      .status(isHealthy ? 200 : 503)
      .setHeader('Cache-Control', 'no-store')
      .json({ status: isHealthy ? 'up' : 'degraded', store: up(storeIsUp), engine: up(engineIsUp) });
  });
  return router;

  async function isUp(name: string, check: () => Promise<void>): Promise<boolean> {
    try {
      await check();
      return true;
    } catch (error) {
      log.warn({ err: error }, `${name} is down`);
      return false;
    }
  }
}

const up = (isUp: boolean): 'up' | 'down' => (isUp ? 'up' : 'down');
