import { randomUUID } from 'node:crypto';
import type { Figure } from '../protocol/indicators';
import type { Register } from '../protocol/registers';
import type { Store } from '../store/connect';
import { jobInput, startJobBed, type Jobs } from '../test/support/jobs';

jest.setTimeout(30_000);

const NOW = Date.parse('2026-11-03T13:00:00Z');
const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };
const OUTAGES: Register = {
  id: 'outages',
  label: 'Caídas',
  fields: [
    { key: 'startedAt', label: 'Inicio', type: 'dateTime' },
    { key: 'minutes', label: 'Minutos', type: 'number' },
  ],
  read: ['gerop'],
  columns: [],
  filters: [],
};
const shared = { group: 'g', unit: '', better: 'higher' };
const CATALOGUES = {
  indicators: {
    id: 'indicators',
    label: 'Indicadores',
    items: [
      { id: 'attended', label: 'Atendidas', source: 'requests', counts: '=served', value: '=counted', ...shared },
      {
        id: 'down',
        label: 'Caído',
        source: 'register:outages',
        date: 'startedAt',
        measure: '=minutes',
        value: '=sum',
        ...shared,
      },
      { id: 'noted', label: 'Anotadas', source: 'register:outages', value: '=counted', ...shared },
    ],
  },
};

let store: Store;
let jobs: Jobs;

beforeAll(async () => {
  const content = { catalogues: CATALOGUES, registers: { outages: OUTAGES } };
  ({ store, jobs } = await startJobBed(content, { now: () => NOW }));
});
afterAll(() => store.close());

async function chatOf(openedAt: string): Promise<string> {
  const id = randomUUID();
  const head = { conversationId: id, requestNumber: `2026-${id}`, processInstanceKey: id, citizenId: randomUUID() };
  const declared = { roomId: 'general', declaredType: 'reclamo', declaredArea: 'cartera', openedAt };
  await store.conversations.open({ ...head, ...declared }, { summary: 'x', text: 'Registrada.' });
  return id;
}

async function outage(number: number, startedAt: string, minutes: number, at = startedAt): Promise<void> {
  await store.registers.write({
    register: OUTAGES,
    key: null,
    data: { startedAt, minutes },
    at,
    by: null,
    processInstanceKey: '2251799813685000000',
    elementInstanceKey: `225179981368500010${number}`,
    index: 0,
    check: () => undefined,
  });
}

it('counts requests by their day in Bogotá and entries by their date, and keeps what it counted', async () => {
  // given: the last minute of October in Bogotá, the first of November, one of September
  const october = await chatOf('2026-11-01T04:59:00.000Z');
  await chatOf('2026-11-01T05:01:00.000Z');
  const september = await chatOf('2026-09-20T15:00:00.000Z');
  for (const id of [october, september]) {
    const at = '2026-11-01T06:00:00.000Z';
    const data = { advisorId: 'a1' };
    await store.conversations.append(id, {
      kind: 'assigned',
      at,
      authorId: 'system',
      authorRole: 'system',
      text: 'x',
      data,
    });
    await store.conversations.append(id, { kind: 'message', at, authorId: 'a1', authorRole: 'advisor', text: 'Hola' });
  }
  await outage(1, '2026-10-10T15:00:00.000Z', 30);
  await outage(2, '2026-09-30T15:00:00.000Z', 7);
  await outage(3, '2026-09-29T15:00:00.000Z', 5, '2026-10-05T15:00:00.000Z');
  // when
  const { figures, dataset } = await jobs.indicators(jobInput({ period: OCTOBER }));
  // then
  expect(figures as unknown as Figure[]).toMatchObject([
    { id: 'attended', value: 1, previous: 1, trend: 'same', rows: 1 },
    { id: 'down', value: 30, previous: 12, trend: 'up', rows: 1 },
    { id: 'noted', value: 2, previous: 1, trend: 'up', rows: 2 },
  ]);
  const kept = await store.indicatorRows.kept(dataset as string);
  expect(kept).toMatchObject({
    period: OCTOBER,
    sources: {
      requests: [{ requestNumber: `2026-${october}`, day: '2026-10-31' }],
      'register:outages@startedAt': [{ minutes: 30 }],
      'register:outages': [{ minutes: 30 }, { minutes: 5 }],
    },
  });
});

it('refuses a period that is none', async () => {
  await expect(jobs.indicators(jobInput({ period: { from: '2026-10-31', to: '2026-10-01' } }))).rejects.toThrow(
    /period of two days/,
  );
});
