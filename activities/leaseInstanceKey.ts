import { ApplicationFailure } from '@temporalio/common';
import type { Store } from '../store/connect';
import type { LeasedInstance, LeaseRequest } from './types';

/** Takes a key for a called instance. A repetition takes another: keys are never given back, gaps are allowed. */
export function leaseInstanceKey(store: Pick<Store, 'counters' | 'releases'>) {
  return async ({ processId, release: number }: LeaseRequest): Promise<LeasedInstance> => {
    const release = await store.releases.get(number);
    const definition = release?.definitions.find(({ kind, id }) => kind === 'process' && id === processId);
    if (!definition) throw ApplicationFailure.create({ message: `Expected ${processId} in release ${number}` });
    return { processInstanceKey: await store.counters.nextKey(), processDefinitionKey: definition.key };
  };
}
