import type { JobParts } from '../activities/job';
import type { Sweep } from './sweeps';

const EVERY_MS = 15_000;
/** Longer than any hiccup of the store or of a busy machine. */
const OUTAGE_AFTER_MS = 120_000;
const TIME_TO_LIVE_MS = 24 * 3_600_000;

/**
 * Measures the availability of the CRM (K-4): every worker beats; who finds that nobody could for two minutes tells the
 * process `crm-continuity` of the outage, once, since the message's id is the outage's own. A stop on purpose is none.
 */
export function continuitySweep({ store, publish, now }: Pick<JobParts, 'store' | 'publish' | 'now'>): Sweep {
  return {
    name: 'continuity',
    everyMs: EVERY_MS,
    run: async () => {
      const endedAt = new Date(now()).toISOString();
      const last = await store.availability.last();
      if (last && !last.isStopped && now() - Date.parse(last.lastAt) > OUTAGE_AFTER_MS) {
        const outageId = `crm-${last.lastAt}`;
        await publish({
          name: 'crm-outage',
          correlationKey: '',
          messageId: outageId,
          variables: { outageId, startedAt: last.lastAt, endedAt },
          timeToLiveMs: TIME_TO_LIVE_MS,
        });
      }
      await store.availability.beat(endedAt);
    },
  };
}
