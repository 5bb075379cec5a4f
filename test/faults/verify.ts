import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Execution } from '../../engine';
import type { InstanceSnapshot } from '../../protocol/workflow';
import { connectStore, type Store } from '../../store/connect';
import type { StateCollection } from '../../store/state/types';
import { connectTemporal } from '../../temporal/connection';
import { CommandRejected } from '../../temporal/errors';
import { createInstanceClient, type InstanceClient } from '../../temporal/instanceClient';
import type { Product } from '../support/product';
import type { Journal, OpenedConversation } from './journal';

const ENDS_WITHIN_MS = 90_000;
const ALL = 10_000;

/** Everything that the journal's promises, and the store's own, have to stand up to. Gives what was broken. */
export async function verifyProduct(product: Product, journal: Journal): Promise<string[]> {
  const { secret } = JSON.parse(readFileSync(path.join(product.dataDir, 'secrets.json'), 'utf8')) as { secret: string };
  const { mongodbUri, temporalAddress } = product.services();
  const store = await connectStore(mongodbUri, { databaseName: 'cauce', secret });
  const client = await connectTemporal({
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
    CAUCE_SECRET: secret,
  });
  try {
    const instances = createInstanceClient(client);
    const faults: string[] = [];
    for (const conversation of journal.conversations) faults.push(...(await checkEnd(store, conversation)));
    for (const conversation of journal.conversations) faults.push(...(await checkLog(store, journal, conversation)));
    faults.push(...(await checkCompletions(store, journal)));
    faults.push(...(await checkInstances({ store, instances }, journal)));
    const { different } = await store.rebuildState();
    if (different.length > 0) faults.push(`Expected the rebuilt state to be the same, but ${different.join()} differ`);
    return faults;
  } finally {
    await client.connection.close();
    await store.close();
  }
}

/** Every instance ends, and the request in the CRM is closed with it. */
async function checkEnd(store: Store, { processInstanceKey, requestNumber }: OpenedConversation): Promise<string[]> {
  const deadline = Date.now() + ENDS_WITHIN_MS;
  for (;;) {
    const instance = await store.state.get('instances', processInstanceKey);
    if (instance?.state === 'COMPLETED') break;
    if (Date.now() > deadline) {
      const open = await store.state.list('elements', {
        processInstanceKey: { eq: processInstanceKey },
        state: { eq: 'ACTIVE' },
      });
      const where = open.map(({ elementId }) => elementId).join();
      return [`Expected ${requestNumber} (${processInstanceKey}) to end, but it is ${instance?.state} at ${where}`];
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const request = await store.requests.get(requestNumber);
  return request?.state === 'closed' ? [] : [`Expected request ${requestNumber} to be closed, but it is not`];
}

/** The log has no gap, and every acknowledged message once, at its place, in its author's order. */
async function checkLog(store: Store, journal: Journal, { id }: OpenedConversation): Promise<string[]> {
  const record = await store.conversations.get(id);
  if (!record) return [`Expected conversation ${id}, but it is not there`];
  const entries = await store.conversations.after(id, record.citizenId, 0, ALL);
  const faults: string[] = [];
  entries.forEach(({ seq }, index) => {
    if (seq !== index + 1) faults.push(`Expected entry ${index + 1} of ${id}, but found ${seq}`);
  });
  const last = new Map<string, number>();
  for (const { conversationId, authorId, clientMessageId, text, seq } of journal.messages) {
    if (conversationId !== id) continue;
    const same = entries.filter((entry) => entry.authorId === authorId && entry.clientMessageId === clientMessageId);
    const [entry] = same;
    if (same.length !== 1 || entry?.seq !== seq || entry.text !== text)
      faults.push(
        `Expected '${text}' once at ${seq} of ${id}, but found ${same.map((one) => one.seq).join() || 'none'}`,
      );
    if (seq <= (last.get(authorId) ?? 0)) faults.push(`Expected '${text}' of ${id} after what its author wrote before`);
    last.set(authorId, seq);
  }
  return faults;
}

/** Every acknowledged completion is in the record of its instance, once. */
async function checkCompletions(store: Store, journal: Journal): Promise<string[]> {
  const faults: string[] = [];
  for (const { processInstanceKey, userTaskKey, conversationId, outcome } of journal.completions) {
    const events = await store.record.events(processInstanceKey);
    const times = events.filter(({ event }) => event.type === 'userTask.completed' && event.key === userTaskKey).length;
    if (times !== 1)
      faults.push(`Expected the completion of ${userTaskKey} in the record once, but found it ${times} times`);
    const conversation = await store.conversations.get(conversationId);
    if (conversation?.outcome !== outcome)
      faults.push(`Expected ${conversationId} to end as ${outcome}, but it did as ${conversation?.outcome ?? 'none'}`);
  }
  return faults;
}

/** Of every instance: the chain holds, its head is the workflow's, and the state collections say what the workflow does. */
async function checkInstances(
  { store, instances }: { store: Store; instances: InstanceClient },
  journal: Journal,
): Promise<string[]> {
  const played = new Set(journal.conversations.map(({ processInstanceKey }) => processInstanceKey));
  const faults: string[] = [];
  for (const { stream, processInstanceKey, seq, head } of await store.record.streams('', ALL)) {
    const verdict = await store.record.verify(stream);
    if (!verdict.ok) faults.push(`Expected the chain of ${stream} to hold, but ${verdict.message}`);
    if (stream !== processInstanceKey) {
      faults.push(`Expected no instance that can't go on, but ${stream} is there`);
      continue;
    }
    const snapshot = await snapshotOf(instances, processInstanceKey);
    if (!snapshot) {
      // The seed plays finished requests without a workflow.
      if (played.has(processInstanceKey)) faults.push(`Expected a workflow of ${stream}, but there is none`);
      continue;
    }
    const told = { seq: snapshot.projectedSeq, head: snapshot.head };
    if (told.seq !== seq || told.head !== head || snapshot.outbox.length > 0)
      faults.push(`Expected ${stream} at ${JSON.stringify(told)}, but the store is at ${seq}, ${head}`);
    faults.push(...(await checkState(store, snapshot)));
  }
  return faults;
}

async function snapshotOf(instances: InstanceClient, key: string): Promise<InstanceSnapshot | null> {
  try {
    return await instances.snapshot(key);
  } catch (error) {
    if (error instanceof CommandRejected) return null;
    throw error;
  }
}

async function checkState(store: Store, snapshot: InstanceSnapshot): Promise<string[]> {
  const { processInstanceKey, state: inWorkflowState } = snapshot;
  const execution = snapshot.execution as Execution;
  const instance = await store.state.get('instances', processInstanceKey);
  const wanted = `${inWorkflowState} without incident`;
  if (instance?.state !== inWorkflowState || instance.incidents > 0)
    return [`Expected ${processInstanceKey} to be ${wanted}, but it is ${JSON.stringify(instance)}`];
  const { userTasks, timers, subscriptions, jobs, incidents } = execution;
  const open: [StateCollection, string, object][] = [
    ['userTasks', 'CREATED', userTasks],
    ['timers', 'CREATED', timers],
    ['subscriptions', 'OPEN', subscriptions],
    ['jobs', 'CREATED', jobs],
    ['incidents', 'ACTIVE', incidents],
  ];
  const faults: string[] = [];
  for (const [collection, state, inWorkflow] of open) {
    const where = { processInstanceKey: { eq: processInstanceKey }, state: { eq: state } };
    const stored = (await store.state.list(collection as 'jobs', where)).map(({ key }) => key).sort();
    const own = Object.keys(inWorkflow).sort();
    if (stored.join() !== own.join())
      faults.push(`Expected ${collection} ${own.join()} of ${processInstanceKey}, but the store has ${stored.join()}`);
  }
  return faults;
}
