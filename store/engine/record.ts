import { createHash } from 'node:crypto';
import type { Connection, Model } from 'mongoose';
import { EMPTY_HEAD, verifyChain, type ChainEntry, type ChainVerdict } from '../../domain/record/chain';
import type { RecordedEvent } from '../../protocol/events';
import type { InstanceFacts } from '../state/types';
import { defineModel } from '../model';

/** A stream of the record and how far it goes. An instance's own stream is named by its key. */
export interface StreamDoc extends InstanceFacts {
  stream: string;
  seq: number;
  head: string;
  /** Counts rebuilds: writing it makes a projection at the same time conflict. */
  rebuilds?: number;
  /** What a migration has made of the facts; the others are those that the instance began with. */
  migrated?: Pick<InstanceFacts, 'processDefinitionKey' | 'release'>;
}

export interface RecordDoc extends ChainEntry {
  stream: string;
  at: string;
  type: string;
  /** Canonical JSON of the entry, exactly as it was hashed. */
  entry: string;
}

/** The append-only, chained history of what happened. It is written by the projection only. */
export interface Record {
  /** Events of a stream with `after` < seq ≤ `after` + `limit`, in order. */
  events(stream: string, after?: number, limit?: number): Promise<RecordedEvent[]>;
  stream(stream: string): Promise<StreamDoc | null>;
  /** Every stream of the record, in pages by name: pass the last name seen. */
  streams(after: string, limit: number): Promise<StreamDoc[]>;
  /** Streams that tell of an instance: its own, and the watchdog's if it wrote one. */
  streamsOf(processInstanceKey: string): Promise<StreamDoc[]>;
  /** Checks the chain of a stream against its stored head. */
  verify(stream: string): Promise<ChainVerdict>;
}

export interface RecordModels {
  streams: Model<StreamDoc>;
  entries: Model<RecordDoc>;
}

const ALL = Number.MAX_SAFE_INTEGER;
const WITHOUT_ID = { _id: 0 } as const;
/** Sorts after every stream name: the second bound of a page. */
const LAST_NAME = '\uffff';

export function defineRecord(connection: Connection): RecordModels {
  return {
    streams: defineModel<StreamDoc>(connection, {
      name: 'recordStreams',
      fields: {
        stream: String,
        processInstanceKey: String,
        processId: String,
        processDefinitionKey: String,
        release: Number,
        rootKey: String,
        seq: Number,
        head: String,
        rebuilds: Number,
        migrated: Object,
      },
      indexes: [[{ stream: 1 }, { unique: true }], [{ processInstanceKey: 1 }]],
    }),
    entries: defineModel<RecordDoc>(connection, {
      name: 'record',
      fields: { stream: String, seq: Number, at: String, type: { type: String }, entry: String, hash: String },
      indexes: [[{ stream: 1, seq: 1 }, { unique: true }]],
    }),
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** An entry of the record as the event that it was made from. */
export function eventOf(row: Pick<RecordDoc, 'entry'>): RecordedEvent {
  const { seq, at, actor, event } = JSON.parse(row.entry) as RecordedEvent;
  return { seq, at, actor, event };
}

export function record({ streams, entries }: RecordModels): Record {
  const rows = (stream: string, after: number, upTo: number): Promise<RecordDoc[]> =>
    entries
      .find({ stream, seq: { $gt: after, $lte: upTo } }, WITHOUT_ID)
      .sort({ seq: 1 })
      .lean<RecordDoc[]>();
  const streamNamed = (stream: string): Promise<StreamDoc | null> =>
    streams.findOne({ stream }, WITHOUT_ID).lean<StreamDoc>();
  return {
    events: async (stream, after = 0, limit = ALL) =>
      (await rows(stream, after, Math.min(ALL, after + limit))).map(eventOf),
    stream: streamNamed,
    streams: (after, limit) =>
      streams
        .find({ stream: { $gt: after, $lt: LAST_NAME } }, WITHOUT_ID)
        .sort({ stream: 1 })
        .limit(limit)
        .lean<StreamDoc[]>(),
    streamsOf: (processInstanceKey) => streams.find({ processInstanceKey }, WITHOUT_ID).lean<StreamDoc[]>(),
    verify: async (stream) => {
      // The head first: what is appended meanwhile lies beyond it.
      const known = await streamNamed(stream);
      const { seq, head } = known ?? { seq: 0, head: EMPTY_HEAD };
      const verdict = verifyChain(await rows(stream, 0, seq), sha256, head);
      if (!verdict.ok || verdict.seq === seq) return verdict;
      return { ok: false, seq: verdict.seq, message: `Expected ${seq} entries, but found ${verdict.seq}` };
    },
  };
}
