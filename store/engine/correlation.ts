import type { Connection } from 'mongoose';
import type { Variables } from '../../protocol/json';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';
import type { StateModels } from '../state/models';
import type { SubscriptionDoc } from '../state/types';
import type { Counters } from './counters';

export interface NewMessage {
  name: string;
  correlationKey: string;
  /** Given by the publisher: while one with the same name, correlation key and id is buffered, it is refused. */
  messageId: string | null;
  variables: Variables;
  /** How long it waits for a subscription, in milliseconds; 0: only for those open now. */
  timeToLiveMs: number;
}

export interface MessageRow extends NewMessage {
  key: string;
  /** RFC 3339 UTC. */
  publishedAt: string;
  expiresAt: string;
}

/** That a message goes to a process: a message reaches each process at most once. */
export interface ClaimRow {
  messageKey: string;
  processId: string;
  processInstanceKey: string;
  /** The subscription that it goes to; null when it starts the instance. */
  subscriptionKey: string | null;
  state: 'CLAIMED' | 'DELIVERED';
  claimedAt: string;
}

export interface Correlation {
  /** Stores a message; null when the same one (name, correlation key, message id) is buffered already. */
  publish(message: NewMessage, now: number): Promise<MessageRow | null>;
  message(key: string): Promise<MessageRow | null>;
  /** Messages that haven't expired, the oldest first. */
  bufferedMessages(name: string, correlationKey: string, now: number): Promise<MessageRow[]>;
  /** All messages that haven't expired, for the sweep: the oldest first. */
  liveMessages(now: number): Promise<MessageRow[]>;
  /** Open subscriptions, the oldest first. */
  openSubscriptions(name: string, correlationKey: string): Promise<SubscriptionDoc[]>;
  /** The instances that wait for a signal, each once, in order of their keys. */
  instancesWaitingFor(signalName: string): Promise<{ processId: string; processInstanceKey: string }[]>;
  subscription(key: string): Promise<SubscriptionDoc | null>;
  /** Takes a message for a process; false when it was taken for that process before. */
  claim(claim: Omit<ClaimRow, 'state' | 'claimedAt'>, now: number): Promise<boolean>;
  claims(messageKey: string): Promise<ClaimRow[]>;
  delivered(messageKey: string, processId: string): Promise<void>;
  /** Gives a refused message back, for the next candidate. */
  release(messageKey: string, processId: string): Promise<void>;
  /** Claims that were not settled since `before` (milliseconds): their deliverer died on the way. */
  staleClaims(before: number): Promise<ClaimRow[]>;
  /** Deletes what expired before `now`, with its claims. Returns how many messages. */
  expire(now: number): Promise<number>;
}

interface MessageDoc extends Omit<MessageRow, 'variables'> {
  /** JSON text. */
  variables: string;
  /** Unique among buffered messages; the key itself for a message without an id. */
  identity: string;
}

const WITHOUT_ID = { _id: 0 } as const;
const EARLIEST = '1970-01-01T00:00:00.000Z';
const LATEST = '9999-12-31T23:59:59.999Z';

export function correlation(connection: Connection, state: StateModels, counters: Counters): Correlation {
  const messages = defineModel<MessageDoc>(connection, {
    name: 'messages',
    fields: {
      key: String,
      name: String,
      correlationKey: String,
      messageId: String,
      identity: String,
      variables: String,
      timeToLiveMs: Number,
      publishedAt: String,
      expiresAt: String,
    },
    indexes: [
      [{ key: 1 }, { unique: true }],
      [{ identity: 1 }, { unique: true }],
      [{ name: 1, correlationKey: 1 }],
      [{ expiresAt: 1 }],
    ],
  });
  const claims = defineModel<ClaimRow>(connection, {
    name: 'messageClaims',
    fields: {
      messageKey: String,
      processId: String,
      processInstanceKey: String,
      subscriptionKey: String,
      state: String,
      claimedAt: String,
    },
    indexes: [[{ messageKey: 1, processId: 1 }, { unique: true }], [{ state: 1, claimedAt: 1 }]],
  });

  const open = ({ identity: _, variables, ...row }: MessageDoc): MessageRow => ({
    ...row,
    variables: JSON.parse(variables) as Variables,
  });
  const found = async (filter: object): Promise<MessageRow[]> => {
    const rows = await messages.find(filter, WITHOUT_ID).lean<MessageDoc[]>();
    return rows.sort((a, b) => (a.key < b.key ? -1 : 1)).map(open);
  };
  const removeExpired = async (filter: object, now: number): Promise<number> => {
    const expired = await messages
      .find({ ...filter, expiresAt: { $gt: EARLIEST, $lte: isoTime(now) } }, { _id: 0, key: 1 })
      .lean();
    for (const { key } of expired) {
      await messages.deleteOne({ key });
      await claims.deleteMany({ messageKey: key });
    }
    return expired.length;
  };

  return {
    publish: async (message, now) => {
      const key = await counters.nextKey();
      const { name, correlationKey, messageId } = message;
      const row = { ...message, key, publishedAt: isoTime(now), expiresAt: isoTime(now + message.timeToLiveMs) };
      const identity = messageId === null ? key : JSON.stringify([name, correlationKey, messageId]);
      const document = { ...row, identity, variables: JSON.stringify(message.variables) };
      if (await insertOnce(messages, document)) return row;
      if ((await removeExpired({ identity }, now)) === 0) return null;
      return (await insertOnce(messages, document)) ? row : null;
    },
    message: async (key) => (await found({ key }))[0] ?? null,
    bufferedMessages: (name, correlationKey, now) =>
      found({ name, correlationKey, expiresAt: { $gt: isoTime(now), $lte: LATEST } }),
    liveMessages: (now) => found({ expiresAt: { $gt: isoTime(now), $lte: LATEST } }),
    openSubscriptions: async (messageName, correlationKey) => {
      const filter = { messageName, correlationKey, state: 'OPEN' as const };
      const rows = await state.subscriptions.find(filter, WITHOUT_ID).lean<SubscriptionDoc[]>();
      return rows.filter(({ signal }) => !signal).sort((a, b) => (a.openedAt + a.key < b.openedAt + b.key ? -1 : 1));
    },
    instancesWaitingFor: async (messageName) => {
      const filter = { messageName, correlationKey: '', state: 'OPEN' as const };
      const rows = await state.subscriptions.find(filter, WITHOUT_ID).lean<SubscriptionDoc[]>();
      const byKey = new Map(rows.filter(({ signal }) => signal).map((row) => [row.processInstanceKey, row.processId]));
      const instances = [...byKey].map(([processInstanceKey, processId]) => ({ processId, processInstanceKey }));
      return instances.sort((a, b) => (a.processInstanceKey < b.processInstanceKey ? -1 : 1));
    },
    subscription: (key) => state.subscriptions.findOne({ key }, WITHOUT_ID).lean<SubscriptionDoc>(),
    claim: async (claim, now) => insertOnce<ClaimRow>(claims, { ...claim, state: 'CLAIMED', claimedAt: isoTime(now) }),
    claims: (messageKey) => claims.find({ messageKey }, WITHOUT_ID).lean<ClaimRow[]>(),
    delivered: async (messageKey, processId) => {
      await claims.updateOne({ messageKey, processId }, { $set: { state: 'DELIVERED' } });
    },
    release: async (messageKey, processId) => {
      await claims.deleteOne({ messageKey, processId, state: 'CLAIMED' });
    },
    staleClaims: (before) =>
      claims
        .find({ state: 'CLAIMED', claimedAt: { $gt: EARLIEST, $lt: isoTime(before) } }, WITHOUT_ID)
        .lean<ClaimRow[]>(),
    expire: (now) => removeExpired({}, now),
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
