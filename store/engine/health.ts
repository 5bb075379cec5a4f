import type { Connection } from 'mongoose';
import { defineModel } from '../model';

interface ProbeDoc {
  name: string;
  at: number;
}

/** The health check's own collection: a probe is a real write and read with a deadline. */
export function health(connection: Connection) {
  const model = defineModel<ProbeDoc>(connection, {
    name: 'healthProbes',
    fields: { name: String, at: Number },
    indexes: [[{ name: 1 }, { unique: true }]],
  });
  const name = `probe-${process.pid}`;
  return {
    check: async (deadlineMs: number): Promise<void> => {
      const at = Date.now();
      const late = new Promise<never>((_, reject) =>
        setTimeout(
          () => reject(new Error(`Expected the store to answer within ${deadlineMs} ms, but it did not`)),
          deadlineMs,
        ).unref(),
      );
      const probe = async (): Promise<void> => {
        await model.updateOne({ name }, { $set: { at } }, { upsert: true });
        const read = await model.findOne({ name }).lean();
        if (!read || read.at < at) throw new Error(`Expected the probe of ${at}, but read ${read?.at ?? 'nothing'}`);
      };
      await Promise.race([probe(), late]);
    },
  };
}
