import type { Variables } from '../protocol/json';
import type { Store } from '../store/connect';
import { jobInput, startJobBed, type Jobs } from '../test/support/jobs';

jest.setTimeout(30_000);

const START = Date.parse('2026-02-16T13:00:00Z');
const clock = { now: START };
let store: Store;
let jobs: Jobs;

beforeAll(async () => {
  ({ store, jobs } = await startJobBed({}, { now: () => clock.now }));
});
afterAll(() => store.close());

const job = (variables: Variables, processInstanceKey = '1') => jobInput(variables, { processInstanceKey });

const shift = (roomId: string, from: string, to: string, advisors: string[], forumId: string | null = null) => ({
  shiftId: `${roomId}@${from}`,
  roomId,
  startsAt: `2026-02-16T${from}:00-05:00`,
  endsAt: `2026-02-16T${to}:00-05:00`,
  advisors,
  forumId,
});
const present = (personId: string, rooms: string[]) =>
  store.presence.set(personId, { state: 'available', rooms, capacity: 3 }, new Date(clock.now).toISOString());
const stateOf = async (shiftId: string) => (await store.roomShifts.get(shiftId))?.state;

describe('the shifts of a room', () => {
  it('are planned once; a later version of the programme changes the roster', async () => {
    const plan = shift('plan', '08:00', '12:00', ['ana']);
    expect(await jobs['room-plan'](job(plan))).toEqual({ isNew: true, advisors: ['ana'] });
    expect(await jobs['room-plan'](job({ ...plan, advisors: ['eva'] }, '9'))).toMatchObject({ isNew: false });
    expect(await jobs['room-plan'](job(plan))).toEqual({ isNew: true, advisors: ['eva'] });
    expect(await store.roomShifts.get(plan.shiftId)).toMatchObject({
      ...{ startsAt: '2026-02-16T13:00:00.000Z', processInstanceKey: '1', state: 'planned' },
    });
  });

  it('open when one of their advisors is in the room, and say why not', async () => {
    const { shiftId, ...rest } = shift('open', '08:00', '12:00', ['ana', 'luis']);
    await jobs['room-plan'](job({ shiftId, ...rest }));
    await present('ana', ['other']);
    await present('eva', ['open']);
    expect(await jobs['room-open'](job({ shiftId }))).toEqual({ isOpen: false, present: [], openedAt: null });
    expect(await store.roomShifts.get(shiftId)).toMatchObject({
      state: 'planned',
      reason: expect.stringContaining('Ningún') as unknown,
    });
    await present('luis', ['open']);
    const opened = { isOpen: true, present: ['luis'], openedAt: new Date(START).toISOString() };
    expect(await jobs['room-open'](job({ shiftId }))).toEqual(opened);
    await present('luis', []);
    expect(await jobs['room-open'](job({ shiftId }))).toEqual(opened);
  });

  it('close once; advisors of the shift that follows stay in the room', async () => {
    const first = shift('close', '08:00', '12:00', ['ana', 'luis']);
    const next = shift('close', '12:00', '17:00', ['luis']);
    for (const one of [first, next]) await jobs['room-plan'](job(one));
    await present('ana', ['close', 'general']);
    await present('luis', ['close']);
    await jobs['room-open'](job({ shiftId: first.shiftId }));
    const closed = await jobs['room-close'](job({ shiftId: first.shiftId }));
    expect(closed).toMatchObject({
      state: 'closed',
      present: ['ana', 'luis'],
      chatsRunning: 0,
      nextShift: next.shiftId,
    });
    expect(await jobs['room-close'](job({ shiftId: first.shiftId }))).toEqual(closed);
    expect((await store.presence.get('ana'))?.rooms).toEqual(['general']);
    expect((await store.presence.get('luis'))?.rooms).toEqual(['close']);
    expect(await jobs['room-close'](job({ shiftId: next.shiftId }))).toMatchObject({ state: 'unattended' });
    expect(await stateOf(first.shiftId)).toBe('closed');
  });

  it('refuse to open what nobody planned', async () => {
    await expect(jobs['room-open'](job({ shiftId: 'none' }))).rejects.toMatchObject({ nonRetryable: true });
  });
});

describe('a moderated forum', () => {
  const forum = {
    forumId: 'FO-1',
    topic: 'Renovación de créditos',
    population: 'beneficiarios',
    experts: ['experta'],
    startsAt: '2026-02-16T08:00:00-05:00',
    endsAt: '2026-02-16T09:00:00-05:00',
    moderationMinutes: 5,
    answerMinutes: 10,
  };
  const at = new Date(START).toISOString();
  const say = (authorId: string, text: string, clientMessageId = text) =>
    store.forums.append('FO-1', {
      ...{ kind: 'contribution' as const, at, authorId, text, clientMessageId },
      data: { contributionKind: 'question' },
    });

  it('opens when its room does, with the advisors of the shift as moderators', async () => {
    await jobs['forum-announce'](job(forum));
    await jobs['forum-announce'](job(forum));
    await expect(say('ciudadana', 'antes')).rejects.toMatchObject({ code: 'forum_not_live' });
    expect(await jobs['forum-open'](job({ forumId: 'FO-1' }))).toEqual({ isOpen: false, moderators: [] });
    await jobs['room-plan'](job(shift('foros', '08:00', '09:00', ['ana'], 'FO-1')));
    await present('ana', ['foros']);
    await jobs['room-open'](job({ shiftId: 'foros@08:00' }));
    const opened = { isOpen: true, moderators: ['ana'] };
    expect(await jobs['forum-open'](job({ forumId: 'FO-1' }))).toEqual(opened);
    expect(await jobs['forum-open'](job({ forumId: 'FO-1' }))).toEqual(opened);
    expect(await store.forums.get('FO-1')).toMatchObject({ state: 'live', lastSeq: 1 });
  });

  it('keeps a contribution once, and lets only the moderator decide and only the expert answer', async () => {
    const { entry } = await say('ciudadana', '¿Cuándo abre la renovación?', 'm1');
    expect(await say('ciudadana', '¿Cuándo abre la renovación?', 'm1')).toMatchObject({
      isNew: false,
      entry: { seq: 2 },
    });
    await expect(say('ciudadana', 'otro texto', 'm1')).rejects.toMatchObject({ code: 'message_conflict' });
    const about = { at, about: entry.seq, text: '' };
    const append = (kind: 'published' | 'passed' | 'answer', authorId: string, text = '') =>
      store.forums.append('FO-1', { ...about, kind, authorId, text });
    await expect(append('published', 'eva')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(append('answer', 'experta')).rejects.toMatchObject({ code: 'invalid_state' });
    await append('passed', 'ana');
    await expect(append('published', 'ana')).rejects.toMatchObject({ code: 'invalid_state' });
    await append('answer', 'experta', 'El 1 de julio.');
    expect(await store.forums.itemOf('FO-1', 2)).toMatchObject({ state: 'passed', answers: [4] });
  });

  it('keeps its log without a gap when many write at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => say(`p${n}`, `Opinión ${n}`)));
    const seqs = (await store.forums.factsAfter('FO-1', 0)).map(({ seq }) => seq);
    expect(seqs).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  });

  it('is closed once, counted, and found again by its words', async () => {
    const closed = await jobs['forum-close'](job({ forumId: 'FO-1' }));
    expect(closed).toEqual({
      wasHeld: true,
      figures: { contributions: 13, published: 1, declined: 0, answers: 1, participants: 13 },
    });
    const { closedAt } = (await store.forums.get('FO-1')) ?? {};
    clock.now += 60_000;
    expect(await jobs['forum-close'](job({ forumId: 'FO-1' }))).toEqual(closed);
    expect(await store.forums.get('FO-1')).toMatchObject({ closedAt });
    clock.now -= 60_000;
    await expect(say('tarde', 'tarde')).rejects.toMatchObject({ code: 'forum_not_live' });
    expect([...(await store.forums.search('renovacion ABRE'))]).toEqual([['FO-1', new Set([2])]]);
    expect((await store.forums.search('matrícula')).size).toBe(0);
    expect(await store.forums.archive('9999', 5)).toMatchObject([{ forumId: 'FO-1', figures: { published: 1 } }]);
  });

  it('says that it was not held when nobody opened it', async () => {
    await jobs['forum-announce'](job({ ...forum, forumId: 'FO-2' }));
    expect(await jobs['forum-close'](job({ forumId: 'FO-2' }))).toEqual({ wasHeld: false, figures: null });
  });
});
