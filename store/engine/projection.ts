import type { ClientSession, Connection } from 'mongoose';
import { chainEvents, EMPTY_HEAD, type ChainEntry } from '../../domain/record/chain';
import type { ProjectBatch, ProjectResult } from '../../protocol/workflow';
import { applyEvents, factsOf, migratedFacts, pickFacts } from '../state/applyEvents';
import type { StateModels } from '../state/models';
import type { InstanceFacts } from '../state/types';
import { writeState } from '../state/write';
import { runTransaction } from '../transaction';
import { sha256, type RecordModels, type StreamDoc } from './record';

/** A batch that doesn't follow from what is stored: never to be retried as it is. */
export class ProjectionRefused extends Error {
  override readonly name = 'ProjectionRefused';
}

export interface Projection {
  /**
   * Appends a batch to the record of its instance and brings the state collections up to it, in one transaction.
   * What was stored before is skipped, if it was the same.
   * @throws ProjectionRefused for a gap, or for entries that differ from those stored under their seq
   */
  apply(batch: ProjectBatch): Promise<ProjectResult>;
  /** The last stored seq of an instance; 0 for one that is not known. */
  storedSeq(processInstanceKey: string): Promise<number>;
  /** Waits until the stored seq has reached `seq`; false when it had not after `timeoutMs`. */
  waitForSeq(processInstanceKey: string, seq: number, timeoutMs: number): Promise<boolean>;
}

/** A stream's name and the instance that its entries tell of, before anything is stored of it. */
export interface StreamTarget {
  stream: string;
  processInstanceKey: string;
  /** For a stream that doesn't begin with `instance.started`. */
  facts: InstanceFacts | null;
}

/** A batch with its place in the chain, and the stream as it was read before. */
interface Append {
  target: StreamTarget;
  batch: ProjectBatch;
  chained: ChainEntry[];
  before: StreamDoc | null;
}

const LONGEST_POLL_MS = 100;

export interface ProjectionParts {
  connection: Connection;
  record: RecordModels;
  state: StateModels;
}

export function projection(parts: ProjectionParts): Projection {
  const { streams } = parts.record;
  const storedSeq = async (stream: string): Promise<number> => (await streams.findOne({ stream }).lean())?.seq ?? 0;
  return {
    apply: (batch) => {
      const { processInstanceKey } = batch;
      return applyToStream(parts, { stream: processInstanceKey, processInstanceKey, facts: null }, batch);
    },
    storedSeq,
    waitForSeq: async (processInstanceKey, seq, timeoutMs) => {
      const deadline = Date.now() + timeoutMs;
      for (let pause = 10; ; pause = Math.min(pause * 1.5, LONGEST_POLL_MS)) {
        if ((await storedSeq(processInstanceKey)) >= seq) return true;
        if (Date.now() + pause > deadline) return false;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    },
  };
}

/** `Projection.apply` for any stream: the watchdog keeps one of its own beside the instance's. */
export async function applyToStream(
  parts: ProjectionParts,
  target: StreamTarget,
  batch: ProjectBatch,
): Promise<ProjectResult> {
  const chained = chainEvents(batch.processInstanceKey, batch.previousHead, batch.entries, sha256);
  return runTransaction(parts.connection, async (session) => {
    const before = await parts.record.streams.findOne({ stream: target.stream }, { _id: 0 }).session(session).lean();
    return append(parts, { target, batch, chained, before }, session);
  });
}

async function append(parts: ProjectionParts, one: Append, session: ClientSession): Promise<ProjectResult> {
  const { target, batch, chained, before } = one;
  const stored = { seq: before?.seq ?? 0, head: before?.head ?? EMPTY_HEAD };
  const known = repeatedEntries(one, stored);
  const fresh = batch.entries.slice(known);
  const last = chained.at(-1);
  if (fresh.length === 0 || !last) return stored;

  const facts = before ?? target.facts ?? factsOf(batch.processInstanceKey, (fresh[0] as (typeof fresh)[0]).event);
  if (!facts) throw new ProjectionRefused(`Expected ${target.stream} to begin with instance.started, but it does not`);
  const own = pickFacts({ ...facts, ...before?.migrated });

  const migrated = migratedFacts(fresh);
  const next = { seq: last.seq, head: last.hash, ...(migrated && { migrated }) };
  if (before) await parts.record.streams.updateOne({ stream: target.stream }, { $set: next }, { session });
  else await parts.record.streams.insertMany([{ stream: target.stream, ...own, ...next }], { session });
  const rows = fresh.map(({ at, event }, index) => ({
    stream: target.stream,
    at,
    type: event.type,
    ...(chained[known + index] as ChainEntry),
  }));
  await parts.record.entries.insertMany(rows, { session });
  await writeState(parts.state, applyEvents(own, fresh), session);
  return { seq: last.seq, head: last.hash };
}

/** How many entries of the batch are stored already. The chain proves that they are the same ones. */
function repeatedEntries({ batch, chained }: Append, stored: ProjectResult): number {
  const name = `batch of ${batch.processInstanceKey}`;
  const first = batch.entries[0]?.seq ?? stored.seq + 1;
  batch.entries.forEach(({ seq }, index) => {
    if (seq !== first + index) throw new ProjectionRefused(`Expected seq ${first + index} in ${name}, but got ${seq}`);
  });
  if (first > stored.seq + 1) {
    throw new ProjectionRefused(`Expected ${name} to begin at seq ${stored.seq + 1}, but it begins at ${first}`);
  }
  const known = Math.min(batch.entries.length, stored.seq + 1 - first);
  const headThere = known === 0 ? batch.previousHead : chained[known - 1]?.hash;
  const reachesStored = first + known - 1 === stored.seq;
  if (reachesStored && headThere !== stored.head) {
    throw new ProjectionRefused(
      `Expected ${name} to follow head ${stored.head}, but it follows ${headThere ?? 'none'}`,
    );
  }
  return known;
}
