import type { Store } from '../store/connect';
import type { InstanceClient } from '../temporal/instanceClient';
import { NoStartEvent, startProcess, UnknownProcess } from '../temporal/startProcess';
import type { EngineActivities } from './types';

type StartStore = Pick<Store, 'correlation' | 'releases' | 'counters'>;

/**
 * Starts the process of a timer start under the release in force. Once per (schedule, time): a claim, as for a
 * message whose id is schedule and time, keeps the instance's key for a second attempt.
 */
export function startScheduledInstance(parts: {
  store: StartStore;
  instances: InstanceClient;
}): EngineActivities['startScheduledInstance'] {
  const { correlation, counters } = parts.store;
  return async ({ scheduleId, processId, startElementId, scheduledFor }) => {
    const messageKey = `${scheduleId}@${scheduledFor}`;
    const leased = { messageKey, processId, processInstanceKey: await counters.nextKey(), subscriptionKey: null };
    await correlation.claim(leased, Date.now());
    const [claim = leased] = await correlation.claims(messageKey);
    const { processInstanceKey } = claim;
    try {
      const startedBy = { kind: 'system', id: 'schedule' } as const;
      await startProcess(parts, { processId, startElementId, variables: {}, startedBy, processInstanceKey });
    } catch (error) {
      if (error instanceof UnknownProcess || error instanceof NoStartEvent) return null;
      throw error;
    }
    await correlation.delivered(messageKey, processId);
    return processInstanceKey;
  };
}
