import { ApiError } from '../../protocol/errors';
import { DEFAULT_TENANT } from '../../protocol/v2/bodies';
import { authorize } from './access';
import type { Handlers, V2Parts } from './handler';

type Operations = 'publishMessage' | 'correlateMessage' | 'broadcastSignal';

const tenantId = DEFAULT_TENANT;

export function messageHandlers({ correlator, store }: V2Parts): Handlers<Operations> {
  return {
    publishMessage: async ({ person, body }) => {
      authorize(person, 'message.publish');
      const { name, correlationKey, variables, timeToLive: timeToLiveMs, messageId } = body;
      const message = { name, correlationKey, variables, timeToLiveMs, messageId: messageId || null };
      const published = await correlator.publish(message);
      if (!published) {
        throw new ApiError('invalid_state', { detail: 'Ya hay un mensaje con ese nombre, clave e identificador.' });
      }
      return { body: { messageKey: published.messageKey, tenantId } };
    },
    correlateMessage: async ({ person, body }) => {
      authorize(person, 'message.publish');
      const { name, correlationKey, variables } = body;
      const published = await correlator.publish({ name, correlationKey, variables, messageId: null, timeToLiveMs: 0 });
      const [first] = published?.deliveries ?? [];
      if (!published || !first) throw new ApiError('not_found', { detail: 'Ningún proceso espera ese mensaje.' });
      return { body: { messageKey: published.messageKey, processInstanceKey: first.processInstanceKey, tenantId } };
    },
    broadcastSignal: async ({ person, body }) => {
      authorize(person, 'message.publish');
      const { signalName, variables } = body;
      const signalKey = await store.counters.nextKey();
      await correlator.broadcast({ signalId: signalKey, signalName, variables, thrownBy: null });
      return { body: { signalKey, tenantId } };
    },
  };
}
