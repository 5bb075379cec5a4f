import { randomUUID } from 'node:crypto';
import type { Register, RegisterField } from '../protocol/registers';
import type { Store } from '../store/connect';
import type { NewMessage } from '../store/engine/correlation';
import { jobInput, startJobBed, type Jobs } from '../test/support/jobs';

jest.setTimeout(30_000);

const NOW = Date.parse('2026-11-24T15:00:00Z');
const minutesAgo = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

const CATALOGUES = {
  topics: {
    id: 'topics',
    label: 'Temas',
    items: [
      { id: 'mora', label: 'Mora', keywords: ['cuota vencida', 'en mora'] },
      { id: 'renovacion', label: 'Renovación', keywords: ['renovación'] },
      { id: 'becas', label: 'Becas', keywords: ['beca'] },
    ],
  },
  'external-procedures': {
    id: 'external-procedures',
    label: 'Externos',
    items: [{ id: 'M5-1-01', label: 'Atención virtual', referralPrefix: 'V' }],
  },
  'chat-texts': {
    id: 'chat-texts',
    label: 'Textos',
    items: [{ id: 'closed-idle', label: 'Cerramos por inactividad.' }],
  },
};
const CALLS: Register = {
  id: 'external-calls',
  label: 'Llamadas',
  fields: ['procedure', 'reference', 'way', 'outcome', 'status']
    .map((key): RegisterField => ({ key, label: key, type: 'text' }))
    .concat({ key: 'answeredAt', label: 'Respondida', type: 'dateTime' }),
  read: [],
  columns: [],
  filters: [],
};
const TEMPLATES = {
  referred: {
    id: 'referred',
    subject: 'Solicitud {{requestNumber}}',
    body: 'Remitida con {{referralNumber}}: {{link}}',
  },
  late: { id: 'late', subject: 'Tarde: {{requestNumber}}', body: '{{link}}' },
};

let store: Store;
const published: NewMessage[] = [];
let jobs: Jobs;

beforeAll(async () => {
  const content = { catalogues: CATALOGUES, templates: TEMPLATES, registers: { 'external-calls': CALLS } };
  const publish = (message: NewMessage) => Promise.resolve(published.push(message));
  ({ store, jobs } = await startJobBed(content, { now: () => NOW, publish }));
});
afterAll(() => store.close());

async function request(summary: string, citizenId: string = randomUUID(), openedAt = minutesAgo(10)) {
  const requestNumber = `2026-${randomUUID()}`;
  await store.requests.add({
    requestNumber,
    processInstanceKey: randomUUID(),
    citizenId,
    conversationId: null,
    roomId: 'general',
    channel: 'chat',
    declaredType: 'reclamo',
    declaredArea: 'cartera',
    openedAt,
    summary,
  });
  return { requestNumber, citizenId };
}

describe('crm-register', () => {
  it('finds topics by whole words without case and accents, in the order of the catalogue', async () => {
    const { requestNumber } = await request('RENOVACION del crédito; tengo una Cuota  vencida. ¿Hay becario?');
    expect(await jobs['crm-register'](jobInput({ requestNumber }))).toEqual({
      topics: ['mora', 'renovacion'],
      relationship: null,
      repeatContact: false,
    });
    expect((await store.requests.get(requestNumber))?.topics).toEqual(['mora', 'renovacion']);
  });

  it('calls a second request about the same area within 30 days a repeated contact', async () => {
    const citizenId = randomUUID();
    const old = await request('una', citizenId, minutesAgo(60 * 24 * 40));
    const second = await request('dos', citizenId, minutesAgo(60 * 24 * 2));
    const third = await request('tres', citizenId);
    const repeats = [];
    for (const { requestNumber } of [old, second, third])
      repeats.push((await jobs['crm-register'](jobInput({ requestNumber }))).repeatContact);
    expect(repeats).toEqual([false, false, true]);
  });

  it('refuses a request that is not there, so that an incident shows it', async () => {
    await expect(jobs['crm-register'](jobInput({ requestNumber: 'none' }))).rejects.toMatchObject({
      nonRetryable: true,
    });
  });
});

it('closes a request with its result and keeps what was declared; again changes nothing', async () => {
  const { requestNumber } = await request('x');
  const close = jobInput({ requestNumber, outcome: 'answered', type: 'queja', area: 'becas', referralNumber: null });
  await jobs['crm-close'](close);
  await jobs['crm-close'](close);
  expect(await store.requests.get(requestNumber)).toMatchObject({
    state: 'closed',
    outcome: 'answered',
    type: 'queja',
    declaredType: 'reclamo',
    declaredArea: 'cartera',
    closedAt: new Date(NOW).toISOString(),
  });
});

it('gives a referral one number however often its job runs, and another referral another one', async () => {
  const { requestNumber } = await request('x');
  const referral = jobInput({ requestNumber, procedure: 'M5-1-01' });
  const { referralNumber } = await jobs.refer(referral);
  expect(referralNumber).toMatch(/^V-2026-\d{6}$/);
  expect(await jobs.refer(referral)).toEqual({ referralNumber });
  expect((await store.requests.get(requestNumber))?.referralNumber).toBe(referralNumber);
  const recorded = await store.registers.byKey('external-calls', referralNumber as string);
  expect(recorded).toMatchObject({
    version: 1,
    data: { procedure: 'M5-1-01', reference: requestNumber, way: 'person', status: 'answered' },
  });
  const other = await jobs.refer({ ...referral, elementInstanceKey: '2251799813685000009' });
  expect(other.referralNumber).not.toBe(referralNumber);
});

it('writes one mail a person and element, however often the job runs, and rings the bell of staff', async () => {
  // given
  const { requestNumber, citizenId } = await request('x');
  const roles = ['gerop'];
  const person = { personId: 'boss', kind: 'staff', username: 'boss', name: 'Jefa', email: null, roles } as const;
  const account = { passwordHash: null, state: 'active', createdAt: minutesAgo(99), citizen: null } as const;
  await store.people.add({ ...person, roles, ...account });
  const toCitizen = jobInput({ template: 'referred', to: `citizen:${citizenId}`, requestNumber });
  const toStaff = jobInput(
    { template: 'late', to: 'gerop', requestNumber },
    { elementInstanceKey: '2251799813685000011' },
  );
  // when
  for (const input of [toCitizen, toCitizen, toStaff, toStaff]) await jobs.notify(input);
  // then
  const mails = await store.mail.newest('9999', 10);
  expect(mails.map(({ personId, subject }) => [personId, subject]).sort()).toEqual(
    [
      [citizenId, `Solicitud ${requestNumber}`],
      ['boss', `Tarde: ${requestNumber}`],
    ].sort(),
  );
  expect(await store.notifications.list('boss', '9999', 10)).toHaveLength(1);
});

describe('chat jobs', () => {
  const conversation = async () => {
    const id = randomUUID();
    const citizenId = randomUUID();
    const head = {
      conversationId: id,
      requestNumber: `2026-${id}`,
      processInstanceKey: id,
      citizenId,
      roomId: 'general',
    };
    const declared = { declaredType: 'reclamo', declaredArea: 'cartera', openedAt: minutesAgo(30) };
    await store.conversations.open({ ...head, ...declared }, { summary: 'x', text: 'Registrada.' });
    return { id, citizenId };
  };
  const write = (id: string, authorId: string, authorRole: 'citizen' | 'advisor', minutes: number) =>
    store.conversations.append(id, { kind: 'message', at: minutesAgo(minutes), authorId, authorRole, text: 'hola' });
  const assign = (id: string) =>
    store.conversations.append(id, {
      kind: 'assigned',
      at: minutesAgo(25),
      authorId: 'system',
      authorRole: 'system',
      text: 'Lo atiende Ana.',
      data: { advisorId: 'ana' },
    });

  it('call a chat idle only when the citizen owes the next word', async () => {
    // given
    const { id, citizenId } = await conversation();
    const check = jobInput({ conversationId: id, idleMinutes: 5 });
    const inFive = minutesAgo(-5);
    // when, then
    expect(await jobs['chat-check-idle'](check)).toEqual({ idle: false, nextCheckAt: inFive });
    await assign(id);
    await write(id, 'ana', 'advisor', 20);
    expect(await jobs['chat-check-idle'](check)).toEqual({ idle: true, nextCheckAt: minutesAgo(0) });
    await write(id, citizenId, 'citizen', 10);
    expect(await jobs['chat-check-idle'](check)).toEqual({ idle: false, nextCheckAt: inFive });
    await write(id, 'ana', 'advisor', 2);
    expect(await jobs['chat-check-idle'](check)).toEqual({ idle: false, nextCheckAt: minutesAgo(-3) });
  });

  it('close a conversation once, in the words of the catalogue', async () => {
    const { id, citizenId } = await conversation();
    for (let run = 0; run < 2; run++) await jobs['chat-close'](jobInput({ conversationId: id, reason: 'idle' }));
    expect(await store.conversations.get(id)).toMatchObject({
      state: 'closed',
      closedBy: 'system',
      closeReason: 'idle',
    });
    const entries = await store.conversations.after(id, citizenId, 0, 10);
    expect(entries.map(({ text }) => text)).toEqual(['Registrada.', 'Cerramos por inactividad.']);
  });
});

it('writes to one person what no request is about, with the placeholders of the process', async () => {
  await store.people.add({
    ...{ personId: 'expert', kind: 'staff', username: 'expert', name: 'Experta', email: null, roles: ['experto'] },
    ...{ passwordHash: null, state: 'active', createdAt: minutesAgo(99), citizen: null },
  });
  const data = { requestNumber: 'Foro de marzo' };
  await jobs.notify(
    jobInput({ template: 'late', to: 'person:expert', data, link: '/trabajo' }, { elementInstanceKey: '99' }),
  );
  const [bell] = await store.notifications.list('expert', '9999', 10);
  expect(bell).toMatchObject({ text: 'Tarde: Foro de marzo', link: '/trabajo' });
  // a time is read as people in Bogotá read it
  const moment = { requestNumber: '2026-02-20T20:05:00Z' };
  await jobs.notify(jobInput({ template: 'late', to: 'person:expert', data: moment }, { elementInstanceKey: '100' }));
  const texts = (await store.notifications.list('expert', '9999', 10)).map(({ text }) => text);
  expect(texts).toContainEqual(expect.stringMatching(/^Tarde: 20 de febrero de 2026 a las 3:05/));
});

it('publishes a message once an element instance, with its payload as variables', async () => {
  const input = jobInput({ messageName: 'shift-published', payload: { shiftId: 's1' } });
  expect(await jobs['publish-message'](input)).toEqual({});
  expect(published).toEqual([
    {
      name: 'shift-published',
      correlationKey: '',
      messageId: `${input.processInstanceKey}:${input.elementInstanceKey}`,
      variables: { shiftId: 's1' },
      timeToLiveMs: 86_400_000,
    },
  ]);
});
