import type { InstanceClient } from './instanceClient';
import { startProcess, type StartSource } from './startProcess';

/** The process that every request is handled by. */
export const REQUEST_PROCESS = 'request-handling';

/** What its instance is told of a request: references and decisions, nothing personal. */
export interface RequestFacts {
  processInstanceKey: string;
  requestNumber: string;
  citizenId: string;
  conversationId: string | null;
  roomId: string;
  channel: 'chat' | 'off-hours' | 'api';
  declaredType: string;
  declaredArea: string;
}

/**
 * Starts the instance of a request under the key that was reserved for it; again without harm.
 * @throws UnknownProcess, NoStartEvent, EngineUnavailable
 */
export async function startRequest(
  parts: { store: StartSource; instances: InstanceClient },
  request: RequestFacts,
): Promise<void> {
  const { conversationId, requestNumber, citizenId, roomId, channel, declaredType, declaredArea } = request;
  await startProcess(parts, {
    processId: REQUEST_PROCESS,
    processInstanceKey: request.processInstanceKey,
    startedBy: { kind: 'person', id: citizenId },
    variables: { conversationId, requestNumber, citizenId, roomId, channel, type: declaredType, area: declaredArea },
  });
}
