import { createJobs } from '../activities/jobs';
import { leaseInstanceKey } from '../activities/leaseInstanceKey';
import { project } from '../activities/project';
import { startScheduledInstance } from '../activities/startScheduledInstance';
import type { EngineActivities } from '../activities/types';
import type { JobParts } from '../activities/job';
import type { Correlator } from '../temporal/correlation';
import type { InstanceClient } from '../temporal/instanceClient';

export interface ActivityParts extends Omit<JobParts, 'publish'> {
  instances: InstanceClient;
  correlator: Correlator;
  onError(what: string, error: unknown): void;
}

/** The engine's own activities. */
export function createEngineActivities(
  parts: Pick<ActivityParts, 'store' | 'instances' | 'correlator' | 'onError'>,
): EngineActivities {
  const { store, correlator, onError } = parts;
  // Not awaited: delivery is an Update to instances, perhaps to the one whose batch this is. The sweep mends what fails.
  const subscriptionsOpened = (opened: { messageName: string; correlationKey: string }[]): void => {
    correlator.subscriptionsOpened(opened).catch((error: unknown) => onError('correlation', error));
  };
  return {
    project: project({ store, subscriptionsOpened }),
    leaseInstanceKey: leaseInstanceKey(store),
    broadcastSignal: async (signal) => void (await correlator.broadcast(signal)),
    startScheduledInstance: startScheduledInstance(parts),
  };
}

/** Everything that a worker carries out: the engine's own activities and one for each job type. */
export function createActivities(parts: ActivityParts): object {
  const publish: JobParts['publish'] = (message) => parts.correlator.publish(message);
  return { ...createEngineActivities(parts), ...createJobs({ ...parts, publish }) };
}
