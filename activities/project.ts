import type { ProjectBatch, ProjectResult } from '../protocol/workflow';
import type { Store } from '../store/connect';

type OpenedSubscription = { messageName: string; correlationKey: string };

export interface ProjectParts {
  store: Pick<Store, 'projection'>;
  /** Told which subscriptions were stored, to look for messages that wait for them. */
  subscriptionsOpened: (opened: OpenedSubscription[]) => void;
}

/** Brings an instance's events to record and state, then has the messages delivered that its new subscriptions wait for. */
export function project({ store, subscriptionsOpened }: ProjectParts) {
  return async (batch: ProjectBatch): Promise<ProjectResult> => {
    const result = await store.projection.apply(batch);
    const opened = batch.entries.flatMap(({ event }) => (event.type === 'subscription.opened' ? [event] : []));
    if (opened.length > 0) subscriptionsOpened(opened);
    return result;
  };
}
