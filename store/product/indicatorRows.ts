import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { boundsOf } from '../../domain/reports/facts';
import { sourceKeyOf, type Row } from '../../domain/reports/indicators';
import type { Indicator, Period } from '../../protocol/indicators';
import type { Register } from '../../protocol/registers';
import type { Facts } from './facts';
import type { Files } from './files';
import type { Registers } from './registers';

/** What figures were counted from, by `sourceKeyOf`. */
export interface Dataset {
  period: Period;
  sources: Record<string, readonly Row[]>;
}

const PAGE = 200;
const MOST_ENTRIES = 20_000;

/** The rows that indicators count: facts of requests and entries of registers; and what a report was made from. */
export function indicatorRows(parts: { facts: Facts; registers: Registers; files: Files }) {
  async function entriesOf(register: Register, date: string | undefined, period: Period, now: string): Promise<Row[]> {
    const isDay = register.fields.some(({ key, type }) => key === date && type === 'date');
    const [from, to] = isDay ? [period.from, `${period.to}~`] : [boundsOf(period.from)[0], boundsOf(period.to)[1]];
    const where = { [date ?? 'createdAt']: { from, to } };
    const rows: Row[] = [];
    let cursor: string | undefined;
    do {
      const page = await parts.registers.page(register, { where, limit: PAGE, now, ...(cursor ? { cursor } : {}) });
      for (const { number, key, createdAt, data } of page.items) rows.push({ ...data, number, key, createdAt });
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && rows.length < MOST_ENTRIES);
    return rows;
  }

  return {
    /** A reader of one moment: what several indicators count is read once. */
    reader: (registers: Readonly<Record<string, Register>>, now: Date) => {
      const known = new Map<string, Promise<readonly Row[]>>();
      return (indicator: Indicator, period: Period): Promise<readonly Row[]> => {
        const key = [sourceKeyOf(indicator), period.from, period.to].join('|');
        const register = registers[indicator.source.slice('register:'.length)];
        const read = (): Promise<readonly Row[]> =>
          register ? entriesOf(register, indicator.date, period, now.toISOString()) : parts.facts.of(period, now);
        const rows = known.get(key) ?? read();
        known.set(key, rows);
        return rows;
      };
    },
    /** Keeps what figures were counted from; says its SHA-256. */
    keep: (dataset: Dataset): Promise<string> => parts.files.add(deflateRawSync(JSON.stringify(dataset))),
    kept: async (sha256: string): Promise<Dataset | null> => {
      const content = await parts.files.get(sha256);
      return content && (JSON.parse(inflateRawSync(content).toString('utf8')) as Dataset);
    },
  };
}
