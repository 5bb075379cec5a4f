import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { Settings } from '../protocol/settings';
import { createCodec } from './codec';

/** What of the settings Temporal needs. */
export type TemporalSettings = Pick<Settings, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'CAUCE_SECRET'>;

/** The data converter of every client and worker: what one encrypts the other reads. */
export function createDataConverter(settings: Pick<Settings, 'CAUCE_SECRET'>): DataConverter {
  return { payloadCodecs: [createCodec(settings.CAUCE_SECRET)] };
}

/**
 * Connects to Temporal.
 * @throws when the address does not answer within 10 s
 */
export async function connectTemporal(settings: TemporalSettings): Promise<Client> {
  const connection = await Connection.connect({ address: settings.TEMPORAL_ADDRESS });
  return new Client({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter: createDataConverter(settings),
  });
}
