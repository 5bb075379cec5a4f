import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { EngineActivities } from '../activities/types';
import type { TimerStartInput } from '../temporal/input';

const { startScheduledInstance } = proxyActivities<Pick<EngineActivities, 'startScheduledInstance'>>({
  startToCloseTimeout: '30s',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
});

/**
 * What a Schedule starts: starts the process of a timer start event under the release that is in force at that time.
 * The time is the one that the Schedule meant (catch-up runs come late), so the same time starts one instance.
 */
export async function timerStart(start: TimerStartInput): Promise<void> {
  const { searchAttributes, startTime } = workflowInfo();
  const [meant] = (searchAttributes.TemporalScheduledStartTime ?? []) as Date[];
  await startScheduledInstance({ ...start, scheduledFor: (meant ?? startTime).toISOString() });
}
