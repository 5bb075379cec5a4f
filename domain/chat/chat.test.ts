import { ASSUMED_MEAN_SECONDS, estimatedWaitSeconds, isGivenBack, rankAdvisors } from './assignment';
import { openingByShifts, openingOf, shiftOf, type RoomShift } from './rooms';
import { applyFact, concernsInstance, newChat, refusalOf, type ChatFact } from './state';

const fact = (seq: number, kind: ChatFact['kind'], rest: Partial<ChatFact> = {}): ChatFact => ({
  seq,
  kind,
  at: `2026-11-24T12:00:0${seq}.000Z`,
  authorId: 'system',
  authorRole: 'system',
  ...rest,
});
const chat = (...facts: ChatFact[]) => facts.reduce(applyFact, newChat('t', 'a', '2026-11-24T12:00:00.000Z'));

describe('the state of a conversation', () => {
  const opened = fact(1, 'opened');
  const assigned = fact(2, 'assigned', { data: { advisorId: 'a1' } });
  const reply = fact(3, 'message', { authorId: 'a1', authorRole: 'advisor' });

  it('goes from waiting to assigned to active with the first reply', () => {
    expect(chat(opened).state).toBe('waiting');
    expect(chat(opened, assigned)).toMatchObject({ state: 'assigned', advisorId: 'a1' });
    expect(chat(opened, assigned, reply)).toMatchObject({ state: 'active', firstReplyAt: reply.at });
  });

  it('waits again, behind those who came meanwhile, when it is given back', () => {
    const back = chat(opened, assigned, fact(3, 'transferred', { data: { advisorId: null } }));
    expect(back).toMatchObject({ state: 'waiting', advisorId: null, assignedAt: null });
  });

  it('remembers the end of the first wait, every change of hands and the last word', () => {
    const moved = fact(4, 'transferred', { data: { advisorId: 'a2' } });
    expect(chat(opened, assigned, reply, moved, fact(5, 'closed'))).toMatchObject({
      firstAssignedAt: assigned.at,
      assignedAt: moved.at,
      transfers: 1,
      lastMessageAt: reply.at,
    });
  });

  it('refuses what its state does not allow', () => {
    const waiting = chat(opened);
    expect(refusalOf(waiting, fact(2, 'message', { authorId: 'a1', authorRole: 'advisor' }))).toBe('forbidden');
    expect(refusalOf(chat(opened, assigned), assigned)).toBe('invalid_state');
    expect(refusalOf(chat(opened, fact(2, 'closed')), fact(3, 'message'))).toBe('conversation_closed');
  });

  it('tells the instance of the first reply only', () => {
    expect(concernsInstance(chat(opened, assigned), reply)).toBe(true);
    expect(concernsInstance(chat(opened, assigned, reply), fact(4, 'message', { authorRole: 'advisor' }))).toBe(false);
    expect(concernsInstance(chat(opened), fact(2, 'message', { authorRole: 'citizen' }))).toBe(false);
  });
});

describe('whom a conversation goes to', () => {
  const advisor = (personId: string, active: number, capacity: number, lastAssignedAt: string | null = null) => ({
    personId,
    active,
    capacity,
    rooms: ['general'],
    lastAssignedAt,
  });

  it('is who is least occupied for his capacity, then who has waited longest', () => {
    const ranked = rankAdvisors('general', [
      advisor('full', 2, 2),
      advisor('busy', 1, 2),
      advisor('late', 1, 4, '2026-11-24T12:00:00Z'),
      advisor('early', 1, 4, '2026-11-24T11:00:00Z'),
    ]);
    expect(ranked.map(({ personId }) => personId)).toEqual(['early', 'late', 'busy']);
    expect(rankAdvisors('creditos', [advisor('a', 0, 1)])).toEqual([]);
  });
});

it('estimates no wait while slots are free, else the time until enough come free', () => {
  expect(estimatedWaitSeconds({ ahead: 1, capacity: 4, taken: 2, meanSeconds: 300 })).toBe(0);
  expect(estimatedWaitSeconds({ ahead: 2, capacity: 4, taken: 4, meanSeconds: 300 })).toBe(225);
  expect(estimatedWaitSeconds({ ahead: 0, capacity: 0, taken: 0, meanSeconds: null })).toBe(ASSUMED_MEAN_SECONDS);
});

it('takes an unanswered conversation from an absent advisor after a minute, an answered one after five', () => {
  expect(isGivenBack({ state: 'assigned', presence: 'available', absentMs: 61_000 })).toBe(true);
  expect(isGivenBack({ state: 'assigned', presence: 'paused', absentMs: 1_000 })).toBe(false);
  expect(isGivenBack({ state: 'assigned', presence: 'offline', absentMs: 0 })).toBe(true);
  expect(isGivenBack({ state: 'active', presence: 'offline', absentMs: 61_000 })).toBe(false);
  expect(isGivenBack({ state: 'active', presence: 'available', absentMs: 300_000 })).toBe(true);
});

describe('a scheduled room', () => {
  const room = { id: 'r', label: 'R', kind: 'scheduled', hours: [{ weekday: 2, from: '08:00', to: '17:00' }] };
  const calendar = { holidays: [{ date: '2026-12-08', name: 'Inmaculada' }], workingHours: [], offsetMinutes: -300 };

  it('is open in its hours of Bogotá and says when it closes', () => {
    expect(openingOf(room, calendar, new Date('2026-11-24T15:00:00Z'))).toEqual({
      open: true,
      closesAt: '2026-11-24T22:00:00.000Z',
    });
  });

  it('says when it opens, past holidays', () => {
    expect(openingOf(room, calendar, new Date('2026-12-02T15:00:00Z'))).toEqual({
      open: false,
      opensAt: '2026-12-15T13:00:00.000Z',
    });
  });
});

describe('a programmed room', () => {
  const shift = (from: string, to: string, state: RoomShift['state'] = 'planned'): RoomShift => ({
    ...{ shiftId: from, roomId: 'r', advisors: ['ana'], state },
    startsAt: `2026-11-24T${from}:00.000Z`,
    endsAt: `2026-11-24T${to}:00.000Z`,
  });
  const at = (time: string): Date => new Date(`2026-11-24T${time}:00Z`);

  it('is open while one of its shifts is, and says when that ends', () => {
    const shifts = [shift('13:00', '17:00', 'open'), shift('18:00', '22:00')];
    expect(openingByShifts(shifts, at('14:00'))).toEqual({ open: true, closesAt: '2026-11-24T17:00:00.000Z' });
    expect(openingByShifts(shifts, at('17:00'))).toEqual({ open: false, opensAt: '2026-11-24T18:00:00.000Z' });
  });

  it('stays closed without an advisor, and says so', () => {
    expect(openingByShifts([shift('13:00', '17:00')], at('13:00'))).toEqual({ open: false, reason: 'no-advisor' });
    expect(openingByShifts([shift('13:00', '17:00', 'unattended')], at('18:00'))).toEqual({ open: false });
  });

  it('is for the advisors of a shift from half an hour before it until its end', () => {
    const shifts = [shift('13:00', '17:00')];
    const may = (who: string, when: string): boolean => shiftOf(shifts, who, at(when)) !== undefined;
    expect([may('ana', '12:29'), may('ana', '12:30'), may('ana', '16:59'), may('ana', '17:00')]).toEqual([
      ...[false, true, true, false],
    ]);
    expect(may('eva', '14:00')).toBe(false);
  });
});
