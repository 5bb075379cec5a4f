import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';

/** When the service was last seen to work: written and read again, by any worker. */
interface Heartbeat {
  service: string;
  lastAt: string;
  /** It was stopped on purpose after its last beat. */
  isStopped: boolean;
}

const SERVICE = 'crm';

/** Heartbeat of the CRM: a beat is a write with a majority, so a gap between two is a time without service. */
export function availability({ connection }: StoreBase) {
  const model = defineModel<Heartbeat>(connection, {
    name: 'heartbeats',
    fields: { service: String, lastAt: String, isStopped: Boolean },
    indexes: [[{ service: 1 }, { unique: true }]],
  });
  return {
    last: (): Promise<Pick<Heartbeat, 'lastAt' | 'isStopped'> | null> =>
      model.findOne({ service: SERVICE }, { _id: 0, lastAt: 1, isStopped: 1 }).lean(),
    beat: async (at: string): Promise<void> => {
      const first = await insertOnce(model, { service: SERVICE, lastAt: at, isStopped: false });
      if (!first)
        await model.updateOne({ service: SERVICE, lastAt: { $lt: at } }, { $set: { lastAt: at, isStopped: false } });
    },
    /** What follows is no outage: somebody stopped the service on purpose. */
    stop: async (at: string): Promise<void> => {
      await model.updateOne({ service: SERVICE }, { $set: { lastAt: at, isStopped: true } });
    },
  };
}
