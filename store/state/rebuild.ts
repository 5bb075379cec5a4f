import { createHash } from 'node:crypto';
import type { Connection, Model } from 'mongoose';
import { canonicalJson } from '../../domain/record/chain';
import type { RecordedEvent } from '../../protocol/events';
import { eventOf, record, type RecordModels, type StreamDoc } from '../engine/record';
import { runTransaction } from '../transaction';
import { applyEvents, pickFacts } from './applyEvents';
import { STATE_COLLECTIONS, type StateModels } from './models';
import type { StateCollection } from './types';
import { writeState } from './write';

/** How many documents a collection has, and a digest that doesn't depend on their order. */
export interface CollectionDigest {
  count: number;
  digest: string;
}
export type StateDigest = Record<StateCollection, CollectionDigest>;

export interface Rebuilt {
  instances: number;
  before: StateDigest;
  after: StateDigest;
  /** Collections that came out different; none when nothing was projected meanwhile. */
  different: StateCollection[];
}

interface RebuildParts {
  connection: Connection;
  record: RecordModels;
  state: StateModels;
}

const DIGEST_BYTES = 32;
const PAGE = 200;

/** The record itself doesn't hold: nothing was deleted. */
export class BrokenRecord extends Error {
  override readonly name = 'BrokenRecord';
}

/**
 * Deletes every state document and makes them again from the record, instance by instance.
 * @throws BrokenRecord before anything is deleted, when the chain of a stream doesn't hold
 */
export async function rebuildState(parts: RebuildParts): Promise<Rebuilt> {
  await verifyStreams(parts);
  const before = await digestState(parts.state);
  for (const name of STATE_COLLECTIONS) await modelOf(parts.state, name).deleteMany({});
  // Listed after the deletion: what began before it must be made again, what begins after it projects itself.
  const keys = new Set<string>();
  for await (const { processInstanceKey } of allStreams(parts)) keys.add(processInstanceKey);
  for (const key of keys) await rebuildInstance(parts, key);
  const after = await digestState(parts.state);
  const different = STATE_COLLECTIONS.filter((name) => before[name].digest !== after[name].digest);
  return { instances: keys.size, before, after, different };
}

async function verifyStreams(parts: RebuildParts): Promise<void> {
  const history = record(parts.record);
  for await (const { stream } of allStreams(parts)) {
    const verdict = await history.verify(stream);
    if (!verdict.ok) throw new BrokenRecord(`${stream}, entry ${verdict.seq}: ${verdict.message}`);
  }
}

async function* allStreams({ record: models }: RebuildParts): AsyncGenerator<StreamDoc> {
  const history = record(models);
  for (
    let page = await history.streams('', PAGE);
    page.length > 0;
    page = await history.streams(page.at(-1)?.stream ?? '', PAGE)
  ) {
    yield* page;
  }
}

/**
 * One transaction an instance, which writes to its streams: a projection at the same time conflicts with it, and comes
 * before or after.
 */
async function rebuildInstance(parts: RebuildParts, processInstanceKey: string): Promise<void> {
  const { streams, entries } = parts.record;
  await runTransaction(parts.connection, async (session) => {
    await streams.updateMany({ processInstanceKey }, { $inc: { rebuilds: 1 } }, { session });
    const all = await streams.find({ processInstanceKey }, { _id: 0 }).session(session).lean<StreamDoc[]>();
    for (const name of STATE_COLLECTIONS) {
      const own = name === 'instances' ? { key: processInstanceKey } : { processInstanceKey };
      await modelOf(parts.state, name).deleteMany(own, { session });
    }
    for (const stream of all.sort((a, b) => (a.stream < b.stream ? -1 : 1))) {
      const rows = await entries
        .find({ stream: stream.stream, seq: { $gt: 0, $lte: stream.seq } }, { _id: 0 })
        .sort({ seq: 1 })
        .session(session)
        .lean();
      const events: RecordedEvent[] = rows.map(eventOf);
      await writeState(parts.state, applyEvents(pickFacts(stream), events), session);
    }
  });
}

/** Counts and digests of all state collections. */
export async function digestState(state: StateModels): Promise<StateDigest> {
  const digests: Partial<StateDigest> = {};
  for (const name of STATE_COLLECTIONS) digests[name] = await digestOf(modelOf(state, name));
  return digests as StateDigest;
}

async function digestOf(model: Model<object>): Promise<CollectionDigest> {
  const sum = Buffer.alloc(DIGEST_BYTES);
  let count = 0;
  for await (const document of model.find({}, { _id: 0 }).lean().cursor()) {
    const hash = createHash('sha256').update(canonicalJson(document)).digest();
    for (let index = 0; index < DIGEST_BYTES; index++) sum[index] = (sum[index] ?? 0) ^ (hash[index] ?? 0);
    count++;
  }
  return { count, digest: sum.toString('hex') };
}

function modelOf(state: StateModels, name: StateCollection): Model<object> {
  return state[name] as unknown as Model<object>;
}
