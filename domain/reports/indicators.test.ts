import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { formula } from '../../engine/feel/formula';
import type { Figure } from '../../protocol/indicators';
import type { Catalogue } from '../../protocol/release';
import { daysBetween, factOf, isSettled, periodBefore, type ConversationOfFact, type RequestOfFact } from './facts';
import { rowsBehind, type Row } from './indicators';
import { figuresFor, indicatorsOf, targetsOf } from './period';

const catalogueOf = (name: string): Catalogue =>
  parse(
    readFileSync(path.resolve(__dirname, `../../definitions/chat-attention/catalogues/${name}.yaml`), 'utf8'),
  ) as Catalogue;
const INDICATORS = indicatorsOf(catalogueOf('indicators'));
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const tools = { compile: (source: string) => formula(source, { now: 0, offsetMinutes: -300 }) };

const request = (change: Partial<RequestOfFact> = {}): RequestOfFact => ({
  requestNumber: '2026-000001',
  channel: 'chat',
  roomId: 'general',
  declaredType: 'queja.sugerencia',
  type: 'queja.sugerencia',
  area: 'becas',
  correction: null,
  state: 'closed',
  outcome: 'answered',
  referralNumber: null,
  repeatContact: false,
  resolvedLevel: null,
  openedAt: '2026-10-15T02:00:00.000Z',
  closedAt: '2026-10-15T02:20:00.000Z',
  survey: null,
  ...change,
});
const chat = (change: Partial<ConversationOfFact> = {}): ConversationOfFact => ({
  advisorId: 'a1',
  assignedAt: '2026-10-15T02:05:00.000Z',
  firstAssignedAt: '2026-10-15T02:01:00.000Z',
  firstReplyAt: '2026-10-15T02:06:00.000Z',
  lastMessageAt: '2026-10-15T02:08:00.000Z',
  closedAt: '2026-10-15T02:20:00.000Z',
  closeReason: 'closed',
  transfers: 1,
  ...change,
});

describe('the facts of a request', () => {
  it('count the first wait, the handling by who ended it, and the day in Bogotá', () => {
    expect(factOf(request(), chat())).toMatchObject({
      day: '2026-10-14',
      served: true,
      abandoned: false,
      advisor: 'a1',
      waitSeconds: 60,
      firstReplySeconds: 360,
      handlingSeconds: 900,
      transfers: 1,
    });
  });

  it('end the handling of an idle chat with its last word', () => {
    expect(factOf(request(), chat({ closeReason: 'idle' })).handlingSeconds).toBe(180);
  });

  it('charge an abandoned chat to no advisor', () => {
    const left = factOf(request({ outcome: 'abandoned' }), chat({ firstReplyAt: null }));
    expect(left).toMatchObject({ served: false, abandoned: true, advisor: null });
  });

  it('are settled once they are rated, or too old to be', () => {
    const now = Date.parse('2026-10-16T00:00:00Z');
    expect(isSettled(request(), now)).toBe(false);
    expect(isSettled(request({ survey: { score: 5, resolved: true } }), now)).toBe(true);
    expect(isSettled(request(), now + 10 * 86_400_000)).toBe(true);
  });
});

it('goes back by a whole month, or by as many days', () => {
  expect(periodBefore({ from: '2026-03-01', to: '2026-03-31' })).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  expect(periodBefore({ from: '2026-03-10', to: '2026-03-12' })).toEqual({ from: '2026-03-07', to: '2026-03-09' });
  expect(daysBetween('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
});

describe('the indicators of the procedure', () => {
  const october = [
    factOf(request({ survey: { score: 5, resolved: true } }), chat({ transfers: 0 })),
    factOf(request({ survey: { score: 2, resolved: false }, type: 'reclamo', repeatContact: true }), chat()),
    factOf(request({ outcome: 'escalated', resolvedLevel: 2 }), chat({ firstReplyAt: '2026-10-15T02:02:00.000Z' })),
    factOf(request({ outcome: 'abandoned' }), chat({ firstReplyAt: null, firstAssignedAt: null, assignedAt: null })),
    factOf(request({ channel: 'off-hours', outcome: 'referred', referralNumber: 'V-1' }), null),
  ];
  const september = [factOf(request(), chat({ transfers: 0 }))];
  const rowsOf = ({ source }: { source: string }, { from }: { from: string }): Promise<Row[]> => {
    if (source === 'requests') return Promise.resolve(from === OCTOBER.from ? october : september);
    const outages = [{ minutes: 60, cause: 'red' }];
    return Promise.resolve(source === 'register:outages' && from === OCTOBER.from ? outages : []);
  };
  const all = async (): Promise<Map<string, Figure>> => {
    const targets = targetsOf(catalogueOf('contracts'));
    const figures = await figuresFor(INDICATORS, OCTOBER, { rowsOf, targets, tools });
    return new Map(figures.map((figure) => [figure.id, figure]));
  };

  it('give a figure each, with the contract’s target, the month before and the rows behind', async () => {
    const figures = await all();
    expect(figures.get('service-level')).toMatchObject({
      value: 33.33,
      target: 80,
      isMet: false,
      previous: 0,
      trend: 'up',
      rows: 1,
      parts: [{ key: 'general', value: 33.33, rows: 1 }],
    });
    expect(figures.get('abandonment')).toMatchObject({ value: 25, isMet: false, rows: 1 });
    expect(figures.get('attended-share')).toMatchObject({ value: 80, previous: 100, trend: 'down' });
    expect(figures.get('satisfaction')).toMatchObject({ value: 3.5, target: 4, previous: null, trend: null });
    expect(figures.get('first-contact-resolution')?.value).toBe(25);
    expect(figures.get('late-escalations')?.value).toBe(100);
    expect(figures.get('complaints')?.value).toBe(5);
    expect(figures.get('crm-availability')?.value).toBe(99.87);
    expect(figures.get('quality-score')).toMatchObject({ value: null, isMet: null, rows: 0 });
    expect(figures.get('by-type')?.parts).toEqual([
      { key: 'queja.sugerencia', value: 4, rows: 4 },
      { key: 'reclamo', value: 1, rows: 1 },
    ]);
  });

  it('lead from a figure to the very rows that it counts', () => {
    const indicator = INDICATORS.find(({ id }) => id === 'repeats')!;
    expect(rowsBehind(indicator, october, tools)).toEqual([october[1]]);
  });
});
