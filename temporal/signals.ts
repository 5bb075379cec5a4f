import { updateIdOf } from './updateId';
import type { Variables } from '../protocol/json';
import type { CommandEnvelope } from '../protocol/workflow';
import type { Store } from '../store/connect';
import type { Delivery } from './correlation';
import { CommandRejected } from './errors';
import type { InstanceClient } from './instanceClient';
import { startProcess } from './startProcess';

export interface NewSignal {
  signalId: string;
  signalName: string;
  variables: Variables;
  /** The instance that has thrown it, which has had it; null when it comes from outside. */
  thrownBy: string | null;
}

interface Parts {
  store: Pick<Store, 'correlation' | 'releases' | 'counters'>;
  instances: InstanceClient;
}

/**
 * Brings a signal to all who wait for it now, then starts the processes that begin with it. An instance takes the same
 * signal once, and the claim (signal, process) keeps the key of who is started, so it may be asked again after a failure.
 */
export async function broadcastSignal(parts: Parts, signal: NewSignal, now: number): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  const waiting = await parts.store.correlation.instancesWaitingFor(signal.signalName);
  for (const { processId, processInstanceKey } of waiting) {
    if (processInstanceKey !== signal.thrownBy && (await deliver(parts, signal, processInstanceKey)))
      deliveries.push({ processId, processInstanceKey });
  }
  const release = await parts.store.releases.current();
  for (const start of release?.messageStarts ?? []) {
    if (start.signal && start.messageName === signal.signalName)
      deliveries.push(await startBySignal(parts, signal, start, now));
  }
  return deliveries;
}

/** False where the instance does not wait for it any more. */
async function deliver({ instances }: Parts, signal: NewSignal, processInstanceKey: string): Promise<boolean> {
  const { signalId, signalName, variables } = signal;
  const command = { type: 'catchSignal', signalId, signalName, variables } as const;
  const envelope: CommandEnvelope = { command, actor: actorOf(signal) };
  try {
    await instances.command(processInstanceKey, envelope, updateIdOf(envelope));
    return true;
  } catch (error) {
    if (error instanceof CommandRejected) return false;
    throw error;
  }
}

async function startBySignal(
  parts: Parts,
  signal: NewSignal,
  { processId, startElementId }: { processId: string; startElementId: string },
  now: number,
): Promise<Delivery> {
  const { correlation, counters } = parts.store;
  const messageKey = `signal:${signal.signalId}`;
  const leased = { messageKey, processId, processInstanceKey: await counters.nextKey(), subscriptionKey: null };
  await correlation.claim(leased, now);
  const claims = await correlation.claims(messageKey);
  const { processInstanceKey } = claims.find((claim) => claim.processId === processId) ?? leased;
  const { variables } = signal;
  await startProcess(parts, { processId, startElementId, variables, startedBy: actorOf(signal), processInstanceKey });
  await correlation.delivered(messageKey, processId);
  return { processId, processInstanceKey };
}

function actorOf({ thrownBy }: NewSignal): CommandEnvelope['actor'] {
  return thrownBy === null ? { kind: 'system', id: 'correlation' } : { kind: 'instance', id: thrownBy };
}
