import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { InstanceCommand } from '../../protocol/workflow';
import type { Store } from '../../store/connect';
import type { StateCollection, StateDocs } from '../../store/state/types';
import type { InstanceClient } from '../../temporal/instanceClient';
import { startRequest, type RequestFacts } from '../../temporal/requestStart';

const POLL_MS = 25;
const PATIENCE_MS = 30_000;
const TYPE = 'solicitud.informacion-general';
const AREA = 'credito-educativo';

/** What playing a request needs; `instances` starts and commands the variant that is measured. */
export interface Stage {
  store: Store;
  client: Client;
  instances: InstanceClient;
}

/** Writes a request and its conversation into the store, as the API does before it starts the instance. */
export async function prepareRequest(store: Store, citizenId: string): Promise<RequestFacts> {
  const conversationId = randomUUID();
  const requestNumber = `2026-${String(await store.counters.lease('requests-bench')).padStart(6, '0')}`;
  const head = {
    conversationId,
    requestNumber,
    processInstanceKey: await store.counters.nextKey(),
    citizenId,
    roomId: conversationId,
    declaredType: TYPE,
    declaredArea: AREA,
  };
  await store.conversations.open(
    { ...head, openedAt: new Date().toISOString() },
    { summary: '¿Qué requisitos piden para un crédito de pregrado?', text: 'Su solicitud quedó registrada.' },
  );
  return { ...head, channel: 'chat' };
}

/**
 * Plays an answered request from its start to the rating: the relay's, the advisor's and the citizen's part.
 * @param pauseMs how long everybody waits before he acts; long enough, and no two things meet in one workflow task
 */
export async function playRequest(stage: Stage, facts: RequestFacts, pauseMs = 0): Promise<void> {
  const { store, client, instances } = stage;
  const { processInstanceKey: key, citizenId } = facts;
  const command = async (by: string, given: InstanceCommand): Promise<void> => {
    await pause(pauseMs);
    const actor = { kind: 'person', id: by } as const;
    const { seq } = await instances.command(key, { command: given, actor }, randomUUID());
    await store.projection.waitForSeq(key, seq, PATIENCE_MS);
  };
  await startRequest({ store, instances }, facts);
  const answer = await find(store, 'userTasks', key, { elementId: 'answer-request', state: 'CREATED' });
  const reply = await find(store, 'subscriptions', key, { messageName: 'first-reply', state: 'OPEN' });
  await command('chat', {
    type: 'assignUserTask',
    userTaskKey: answer.key,
    assignee: 'an-advisor',
    allowOverride: true,
  });
  const message = { subscriptionKey: reply.key, messageId: randomUUID(), messageName: 'first-reply', variables: {} };
  await command('relay', { type: 'correlateMessage', ...message });
  const result = { outcome: 'answered', type: TYPE, area: AREA };
  await command('an-advisor', { type: 'completeUserTask', userTaskKey: answer.key, variables: result });
  const rating = await find(store, 'userTasks', key, { elementId: 'rate-service', state: 'CREATED' });
  const score = { score: 5, resolved: true };
  await command(citizenId, { type: 'completeUserTask', userTaskKey: rating.key, variables: score });
  await client.workflow.getHandle(key).result();
}

async function find<C extends StateCollection>(
  store: Store,
  collection: C,
  processInstanceKey: string,
  wanted: Record<string, string>,
): Promise<StateDocs[C] & { key: string }> {
  const where = Object.fromEntries(
    Object.entries({ processInstanceKey, ...wanted }).map(([name, value]) => [name, { eq: value }]),
  ) as Parameters<typeof store.state.list<C>>[1];
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const [found] = await store.state.list(collection, where);
    if (found) return found as StateDocs[C] & { key: string };
    if (Date.now() > deadline) throw new Error(`Expected ${JSON.stringify(wanted)} in ${processInstanceKey}`);
    await pause(POLL_MS);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
