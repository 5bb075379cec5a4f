import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { boundsOf, dayOf, daysBetween, factOf, isSettled, type Fact } from '../../domain/reports/facts';
import type { Period } from '../../protocol/indicators';
import { bytesOf } from '../bytes';
import type { StoreBase } from '../connect';
import { defineModel } from '../model';
import type { Conversations } from './conversations';
import type { Requests } from './requests';

export type Facts = ReturnType<typeof facts>;

interface DayDoc {
  day: string;
  /** Deflated JSON of the day's facts. */
  rows: Buffer;
  packedAt: string;
  /** Nothing of it can change any more. */
  isSettled: boolean;
}

/** How old the facts of a day may be that can still change: today's, and those of other days. */
const TODAY_FOR_MS = 60_000;
const DAY_FOR_MS = 15 * 60_000;

/**
 * The facts that indicators count, one packed document a day: a month of 200,000 requests is 31 reads, where reading as
 * many documents takes the embedded store a minute.
 */
export function facts({ connection }: StoreBase, parts: { requests: Requests; conversations: Conversations }) {
  const model = defineModel<DayDoc>(connection, {
    name: 'dailyFacts',
    fields: { day: String, rows: Buffer, packedAt: String, isSettled: Boolean },
    indexes: [[{ day: 1 }, { unique: true }]],
  });

  async function pack(day: string, now: Date): Promise<Fact[]> {
    const [from, to] = boundsOf(day);
    const requests = await parts.requests.openedBetween(from, to);
    const conversations = await parts.conversations.openedBetween(from, to);
    const chats = new Map(conversations.map((chat) => [chat.requestNumber, chat]));
    const rows = requests.map((request) => factOf(request, chats.get(request.requestNumber) ?? null));
    await save(
      day,
      rows,
      now,
      day < dayOf(now.toISOString()) && requests.every((one) => isSettled(one, now.getTime())),
    );
    return rows;
  }

  async function save(day: string, rows: readonly Fact[], now: Date, settled: boolean): Promise<void> {
    const $set = { rows: deflateRawSync(JSON.stringify(rows)), packedAt: now.toISOString(), isSettled: settled };
    await model.updateOne({ day }, { $set }, { upsert: true });
  }

  async function ofDay(day: string, now: Date): Promise<Fact[]> {
    const known = await model.findOne({ day }).lean();
    const freshFor = day === dayOf(now.toISOString()) ? TODAY_FOR_MS : DAY_FOR_MS;
    const isFresh = known && (known.isSettled || now.getTime() - Date.parse(known.packedAt) < freshFor);
    if (!isFresh) return pack(day, now);
    return JSON.parse(inflateRawSync(bytesOf(known.rows)).toString('utf8')) as Fact[];
  }

  return {
    /** The facts of a period's requests, as of now; days that may still change are read again. */
    of: async ({ from, to }: Period, now: Date): Promise<Fact[]> => {
      const today = dayOf(now.toISOString());
      const rows: Fact[][] = [];
      for (const day of daysBetween(from, to < today ? to : today)) rows.push(await ofDay(day, now));
      return rows.flat();
    },
    save,
  };
}
