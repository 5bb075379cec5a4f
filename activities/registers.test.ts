import type { Variables } from '../protocol/json';
import type { Register } from '../protocol/registers';
import type { Store } from '../store/connect';
import { jobInput, startJobBed, type Jobs } from '../test/support/jobs';

jest.setTimeout(30_000);
const NOW = Date.parse('2026-11-24T15:00:00Z');
const outages: Register = {
  id: 'outages',
  label: 'Caídas',
  number: 'CA-{year}-{seq:4}',
  fields: [
    { key: 'startedAt', label: 'Inicio', type: 'dateTime', required: true },
    { key: 'system', label: 'Sistema', type: 'choice', values: [{ value: 'crm', label: 'CRM' }] },
    { key: 'minutes', label: 'Minutos', type: 'number' },
  ],
  read: ['gerop'],
  columns: ['startedAt'],
  filters: ['system'],
};

let store: Store;
let jobs: Jobs;
beforeAll(async () => {
  ({ store, jobs } = await startJobBed({ registers: { outages } }, { now: () => NOW }));
});
afterAll(() => store.close());

const job = (variables: Variables, elementInstanceKey = '5') => jobInput(variables, { elementInstanceKey });
const outage = (startedAt: string, minutes: number) => ({ startedAt, system: 'crm', minutes });

it('writes an entry once however often its job runs, and the same key again as its next version', async () => {
  const entry = outage('2026-11-01T10:00:00Z', 12);
  const first = await jobs['register-entry'](job({ register: 'outages', key: 'n1', entry }));
  expect(first).toMatchObject({ entryNumber: 'CA-2026-0001' });
  expect(await jobs['register-entry'](job({ register: 'outages', key: 'n1', entry }))).toEqual(first);
  const later = job({ register: 'outages', key: 'n1', entry: { minutes: 30 } }, '7');
  expect(await jobs['register-entry'](later)).toEqual(first);
  expect((await store.registers.get(first.entryId as string))?.data).toEqual({ ...entry, minutes: 30 });
});

it('writes a list and finds it again by field, list and range', async () => {
  const entries = [3, 4, 5].map((day) => ({ ...outage(`2026-10-0${day}T10:00:00Z`, day), key: `o${day}` }));
  const { entryIds } = await jobs['register-entries'](job({ register: 'outages', entries }, '8'));
  expect(entryIds).toHaveLength(3);
  const where = { system: 'crm', startedAt: { from: '2026-10-04T00:00:00Z', to: '2026-10-06T00:00:00Z' } };
  const { entries: found } = await jobs['register-query'](job({ register: 'outages', where }));
  expect((found as { minutes: number }[]).map(({ minutes }) => minutes).sort()).toEqual([4, 5]);
  expect(await jobs['register-query'](job({ register: 'outages', where, limit: 1 }))).toMatchObject({
    entries: [{ system: 'crm', isOpen: null }],
  });
});

it.each([
  [
    'a register that is not there',
    { register: 'none', entry: {} },
    'Expected a register none, but the release has none',
  ],
  ['a field that is not there', { register: 'outages', entry: { colour: 'red' } }, /'colour' is none/],
  ['data of another type', { register: 'outages', entry: { startedAt: 'hoy' } }, /startedAt to be a dateTime/],
  ['an entry that is not there', { register: 'outages', entry: {}, amends: 'none' }, /entry none in register outages/],
  ['no data', { register: 'outages' }, 'Expected entry to be a context, but got null'],
])('refuses %s, so that an incident shows it', async (_what, variables, message) => {
  await expect(jobs['register-entry'](job(variables, '9'))).rejects.toMatchObject({
    nonRetryable: true,
    message: expect.stringMatching(message) as string,
  });
});

it('takes no number for what it refuses', async () => {
  const write = (entry: Variables, element: string) =>
    jobs['register-entry'](job({ register: 'outages', entry }, element));
  const { entryNumber: before } = await write(outage('2026-11-02T10:00:00Z', 1), '20');
  await expect(write({ startedAt: 'hoy' }, '21')).rejects.toMatchObject({ nonRetryable: true });
  const { entryNumber: after } = await write(outage('2026-11-03T10:00:00Z', 1), '22');
  const numberIn = (text: unknown): number => Number(String(text).slice(-4));
  expect(numberIn(after)).toBe(numberIn(before) + 1);
});

it('refuses a query for a field that is not there', async () => {
  const query = job({ register: 'outages', where: { colour: 'red' } });
  await expect(jobs['register-query'](query)).rejects.toMatchObject({
    message: expect.stringMatching(/'colour'/) as string,
  });
});

it('names the people of a role who can work now', async () => {
  for (const [personId, state] of [
    ['b', 'active'],
    ['a', 'active'],
    ['c', 'locked'],
  ] as const) {
    const account = { personId, kind: 'staff', username: personId, name: personId, email: null } as const;
    const at = new Date(NOW).toISOString();
    await store.people.add({ ...account, roles: ['lider'], passwordHash: null, state, createdAt: at, citizen: null });
  }
  expect(await jobs['people-of-role'](job({ role: 'lider' }))).toEqual({ people: ['a', 'b'] });
});
