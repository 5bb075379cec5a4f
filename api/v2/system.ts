import { ApiError } from '../../protocol/errors';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import type { Handlers, V2Parts } from './handler';

type Operations = 'getStatus' | 'getTopology' | 'getAuthentication';

/** The version whose API this is: clients choose their calls by it. */
const GATEWAY_VERSION = '8.8.0';
const HEALTH_DEADLINE_MS = 2_000;

export function systemHandlers({ store }: V2Parts): Handlers<Operations> {
  return {
    getStatus: async () => {
      try {
        await store.checkHealth(HEALTH_DEADLINE_MS);
      } catch (error) {
        throw new ApiError('store_unavailable', { cause: error, retryAfterSeconds: 2 });
      }
      return {};
    },
    getTopology: () =>
      Promise.resolve({
        body: {
          brokers: [
            {
              nodeId: 0,
              host: 'localhost',
              port: 0,
              version: GATEWAY_VERSION,
              partitions: [{ partitionId: 1, role: 'leader', health: 'healthy' }],
            },
          ],
          clusterSize: 1,
          partitionsCount: 1,
          replicationFactor: 1,
          gatewayVersion: GATEWAY_VERSION,
          lastCompletedChangeId: '-1',
        },
      }),
    getAuthentication: async ({ person }) => {
      const record = await store.people.get(person.id);
      return {
        body: {
          username: record?.username ?? person.id,
          displayName: person.name,
          email: record?.email ?? null,
          authorizedComponents: [],
          tenants: [{ tenantId: DEFAULT_TENANT, name: 'Default' }],
          groups: [],
          roles: person.roles,
          salesPlanType: '',
          c8Links: {},
          canLogout: true,
        },
      };
    },
  };
}
