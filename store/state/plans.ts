import { FIRST_INSTANCE_NUMBER, instanceKey, instanceNumberOf } from '../../protocol/keys';
import type { SearchPlan } from '../search';
import type { Axis } from '../searchWalk';
import type { StateCollection } from './types';

const HOUR_MS = 3_600_000;
/** Nothing is older than the product. */
const FIRST_DAY_MS = Date.UTC(2020, 0, 1);
/** Instances in the first window along the keys. */
const KEYS_STEP = 100;

/** Moments, as RFC 3339 UTC with milliseconds. Clocks may differ by an hour. */
const moments: Axis = {
  stored: (position) => new Date(position).toISOString(),
  position: (stored) => Date.parse(stored),
  domain: () => Promise.resolve([FIRST_DAY_MS, Date.now() + HOUR_MS]),
  step: HOUR_MS,
};

/** Keys by the number of their instance. */
function keysAxis(newestInstanceNumber: () => Promise<number>): Axis {
  return {
    stored: instanceKey,
    position: (stored) => Number(instanceNumberOf(stored)),
    domain: async () => [FIRST_INSTANCE_NUMBER, await newestInstanceNumber()],
    step: KEYS_STEP,
  };
}

const BY_INSTANCE = [{ field: 'key' }, { field: 'processInstanceKey' }];

/** How each state collection can be searched; models.ts has the indexes. */
export function searchPlans(newestInstanceNumber: () => Promise<number>): Record<StateCollection, SearchPlan> {
  const keys = keysAxis(newestInstanceNumber);
  const ofInstance: SearchPlan = { narrow: BY_INSTANCE, axes: {}, sort: 'key' };
  return {
    instances: {
      narrow: [
        { field: 'key' },
        { field: 'parentKey' },
        { field: 'rootKey' },
        { field: 'endedAt', since: true },
        { field: 'state', values: ['ACTIVE'] },
      ],
      axes: { startedAt: moments, key: keys },
      sort: 'key',
    },
    elements: { ...ofInstance, axes: { key: keys } },
    userTasks: {
      narrow: [
        ...BY_INSTANCE,
        { field: 'rootKey' },
        { field: 'assignee' },
        { field: 'candidateUsers' },
        { field: 'candidateGroups' },
        { field: 'state', values: ['CREATED'] },
      ],
      axes: { createdAt: moments, key: keys },
      sort: 'key',
    },
    incidents: {
      narrow: [...BY_INSTANCE, { field: 'state', values: ['ACTIVE'] }],
      axes: { createdAt: moments, key: keys },
      sort: 'key',
    },
    variables: {
      narrow: [{ field: 'key' }, { field: 'scopeKey' }, { field: 'processInstanceKey' }, { field: 'name' }],
      axes: {},
      sort: 'key',
    },
    jobs: ofInstance,
    timers: ofInstance,
    subscriptions: ofInstance,
    decisions: ofInstance,
    flows: ofInstance,
  };
}
