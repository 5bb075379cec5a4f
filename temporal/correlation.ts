import { updateIdOf } from './updateId';
import { isKey } from '../protocol/keys';
import type { InstanceCommand } from '../protocol/workflow';
import type { ClaimRow, MessageRow, NewMessage } from '../store/engine/correlation';
import type { Store } from '../store/connect';
import { CommandRejected, EngineUnavailable } from './errors';
import type { InstanceClient } from './instanceClient';
import { broadcastSignal, type NewSignal } from './signals';
import { startProcess } from './startProcess';

/** An instance that a message reached: it was waiting for it, or was started by it. */
export interface Delivery {
  processId: string;
  processInstanceKey: string;
}

export interface Correlator {
  /**
   * Stores a message and delivers it to whoever waits for it now; it stays for those that begin to wait before it expires.
   * @returns null when the same message (name, correlation key, message id) is buffered already
   */
  publish(message: NewMessage): Promise<{ messageKey: string; deliveries: Delivery[] } | null>;
  /** Delivers what is buffered for subscriptions that were just stored. */
  subscriptionsOpened(opened: { messageName: string; correlationKey: string }[]): Promise<void>;
  /**
   * Brings a signal to all who wait for it now, and to the processes that begin with it. Asked again with the same id, it
   * reaches nobody twice. Throws EngineUnavailable; then it is to be asked again.
   */
  broadcast(signal: NewSignal): Promise<Delivery[]>;
  /** Mends what died between two steps: claims that nobody settled, buffered messages that nobody delivered, expired ones. */
  sweep(): Promise<void>;
}

/** A deliverer that has not settled its claim after this time is taken for dead. */
const STALE_AFTER_MS = 15_000;
const ACTOR = { kind: 'system', id: 'correlation' } as const;

type CorrelationStore = Pick<Store, 'correlation' | 'releases' | 'counters'>;

/**
 * Brings messages and subscriptions together. Publisher and subscriber both write, then read, so at least one of them
 * sees the other; the unique claim (message, process) decides when both do. The claim is held until the instance has
 * answered; a refused message is given back and goes to the next candidate.
 * @param now the clock, epoch milliseconds
 */
export function createCorrelator(
  parts: { store: CorrelationStore; instances: InstanceClient },
  now: () => number = Date.now,
): Correlator {
  const { store, instances } = parts;
  const { correlation } = store;

  /** Whether the instance took it; false when it was refused. Throws EngineUnavailable: then the claim stays for the sweep. */
  async function settle(message: MessageRow, claim: Claim): Promise<boolean> {
    try {
      if (claim.subscriptionKey === null) await startByMessage(message, claim);
      else await instances.command(claim.processInstanceKey, ...commandOf(message, claim.subscriptionKey));
    } catch (error) {
      if (!(error instanceof CommandRejected)) throw error;
      await correlation.release(message.key, claim.processId);
      return false;
    }
    await correlation.delivered(message.key, claim.processId);
    return true;
  }

  async function startByMessage(message: MessageRow, claim: Claim): Promise<void> {
    const release = await store.releases.current();
    const start = release?.messageStarts.find(
      ({ messageName, processId, signal }) => !signal && messageName === message.name && processId === claim.processId,
    );
    if (!start) throw new CommandRejected({ code: 'not_found', message: `Expected a start by ${message.name}` });
    await startProcess(parts, {
      processId: claim.processId,
      variables: message.variables,
      startedBy: ACTOR,
      startElementId: start.startElementId,
      message: { messageId: message.key, messageName: message.name },
      processInstanceKey: claim.processInstanceKey,
    });
  }

  /** Tries a message on every process that waits for it, or begins with it, and has not had it. */
  async function deliver(message: MessageRow): Promise<Delivery[]> {
    const deliveries: Delivery[] = [];
    const settled = new Set((await correlation.claims(message.key)).map(({ processId }) => processId));
    for (const candidate of await candidatesOf(message)) {
      if (settled.has(candidate.processId)) continue;
      const processInstanceKey = candidate.processInstanceKey ?? (await store.counters.nextKey());
      const claim = { ...candidate, messageKey: message.key, processInstanceKey };
      if (!(await correlation.claim(claim, now()))) settled.add(claim.processId);
      else if (await settle(message, claim)) {
        settled.add(claim.processId);
        deliveries.push({ processId: claim.processId, processInstanceKey });
      }
    }
    return deliveries;
  }

  async function candidatesOf({ name, correlationKey }: MessageRow): Promise<Candidate[]> {
    const waiting = await correlation.openSubscriptions(name, correlationKey);
    const starts =
      (await store.releases.current())?.messageStarts.filter(
        ({ messageName, signal }) => !signal && messageName === name,
      ) ?? [];
    return [
      ...waiting.map(({ key, processId, processInstanceKey }) => ({
        processId,
        processInstanceKey,
        subscriptionKey: key,
      })),
      ...starts.map(({ processId }) => ({ processId, processInstanceKey: null, subscriptionKey: null })),
    ];
  }

  /** The message stays for the sweep when the engine is away: who published it has its promise already. */
  async function deliverOrLeave(message: MessageRow): Promise<Delivery[]> {
    try {
      return await deliver(message);
    } catch (error) {
      if (error instanceof EngineUnavailable) return [];
      throw error;
    }
  }

  async function settleStale(claim: ClaimRow): Promise<void> {
    // Not a message: a scheduled start, which its own activity tries again and whose claim must stay.
    if (!isKey(claim.messageKey)) return;
    const message = await correlation.message(claim.messageKey);
    if (message) await settle(message, claim);
    else await correlation.release(claim.messageKey, claim.processId);
  }

  return {
    publish: async (newMessage) => {
      const message = await correlation.publish(newMessage, now());
      return message && { messageKey: message.key, deliveries: await deliverOrLeave(message) };
    },
    subscriptionsOpened: async (opened) => {
      for (const { messageName, correlationKey } of opened)
        for (const message of await correlation.bufferedMessages(messageName, correlationKey, now()))
          await deliverOrLeave(message);
    },
    broadcast: (signal) => broadcastSignal(parts, signal, now()),
    sweep: async () => {
      for (const claim of await correlation.staleClaims(now() - STALE_AFTER_MS)) await settleStale(claim);
      for (const message of await correlation.liveMessages(now())) await deliver(message);
      await correlation.expire(now());
    },
  };
}

type Claim = Pick<ClaimRow, 'messageKey' | 'processId' | 'processInstanceKey' | 'subscriptionKey'>;
type Candidate = Pick<ClaimRow, 'processId' | 'subscriptionKey'> & { processInstanceKey: string | null };

/** The same message for the same subscription is the same update, however often it is sent. */
function commandOf(message: MessageRow, subscriptionKey: string) {
  const { key: messageId, name: messageName, variables } = message;
  const command: InstanceCommand = { type: 'correlateMessage', subscriptionKey, messageId, messageName, variables };
  const envelope = { command, actor: ACTOR };
  return [envelope, updateIdOf(envelope)] as const;
}
