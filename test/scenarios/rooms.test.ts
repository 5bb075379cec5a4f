import path from 'node:path';
import { programFor, type Program, type ReleaseContent } from '../../engine/model';
import { releaseOf } from '../../engine/testing/model';
import { tell } from '../../engine/testing/play';
import type { Run } from '../../engine/testing/run';
import { jobTypes } from '../../protocol/jobTypes';
import type { JsonValue, Variables } from '../../protocol/json';
import { readProcedures } from '../../standalone/procedures';

/** Programme and rooms as they are deployed, on the engine alone; the clock begins on Monday 2026-02-02, 8:00. */

let content: ReleaseContent;
beforeAll(async () => {
  content = await releaseOf(readProcedures(path.resolve(__dirname, '../../definitions')), jobTypes);
});

type Done = Record<string, Variables[]>;
type Jobs = Record<string, (variables: Variables) => Variables>;

/** Every job notes what it was given; `answers` says what it gives. */
function noted(done: Done, answers: Jobs): Jobs {
  const types = [...jobTypes].map((type): [string, (variables: Variables) => Variables] => [
    type,
    (variables) => {
      (done[type] ??= []).push(variables);
      return answers[type]?.(variables) ?? {};
    },
  ]);
  return Object.fromEntries(types);
}

function story(
  processId: string,
  answers: Jobs,
  scenario: (start: (variables: Variables, startElementId: string) => { run: Run; done: Done }) => void,
) {
  return () => {
    const program: Program = programFor(content, processId);
    tell(program, (start) =>
      scenario((variables, startElementId) => {
        const done: Done = {};
        return { done, run: start(variables, { startElementId, jobs: noted(done, answers) }) };
      }),
    );
  };
}

const templates = (done: Done): JsonValue[] => (done.notify ?? []).map(({ template = null }) => template);
const states = (done: Done): unknown[] =>
  (done['register-entry'] ?? []).map(({ entry }) => (entry as { state: string }).state);

describe('a room in its shift', () => {
  const shift = {
    shiftId: 'becas@2026-02-16T08:00:00-05:00',
    week: '2026-02-16',
    roomId: 'becas',
    startsAt: '2026-02-16T08:00:00-05:00',
    endsAt: '2026-02-16T12:00:00-05:00',
    advisors: ['ana', 'luis'],
    forumId: null,
  };
  const plan = { 'room-plan': () => ({ isNew: true, advisors: ['ana', 'luis'] }) };
  const closed = { reason: null, closedAt: '2026-02-16T17:00:00Z', present: ['ana'], nextShift: null };
  const opens = { 'room-open': () => ({ isOpen: true, present: ['ana'], openedAt: '2026-02-16T13:00:00Z' }) };
  const closes = (chatsRunning: number) => ({ 'room-close': () => ({ ...closed, state: 'closed', chatsRunning }) });

  it(
    'opens and closes on time when an advisor has confirmed',
    story('room-opening', { ...plan, ...opens, ...closes(0) }, (start) => {
      const { run, done } = start(shift, 'shift-published');
      run.advance('P13DT23H29M');
      expect(run.active()).toEqual(['doors']);
      run.advance('PT1M');
      expect(Object.values(run.execution.userTasks)).toMatchObject([
        { elementId: 'confirm-room', candidateUsers: ['ana', 'luis'], dueDate: '2026-02-16T13:00:00.000Z' },
      ]);
      run.complete('confirm-room', { ready: true }).advance('PT29M');
      expect(done['room-open']).toBeUndefined();
      run.advance('PT1M');
      expect(run.active()).toEqual(['shift-ends']);
      expect(templates(done)).toEqual([]);
      run.advance('PT4H');
      expect(run.state).toBe('COMPLETED');
      expect(states(done)).toEqual(['open', 'closed']);
    }),
  );

  it(
    'stays closed without an advisor, with three alerts to the operative manager, and is recorded as not opened',
    story(
      'room-opening',
      { ...plan, ...opens, 'room-close': () => ({ ...closed, state: 'unattended', present: [], chatsRunning: 0 }) },
      (start) => {
        const { run, done } = start(shift, 'shift-published');
        const alerts: number[] = [];
        for (const pause of ['P13DT23H44M', 'PT1M', 'PT15M', 'PT5M', 'PT3H']) {
          run.advance(pause);
          alerts.push(templates(done).length);
        }
        expect(alerts).toEqual([0, 1, 2, 3, 3]);
        expect(done.notify?.[0]).toMatchObject({ template: 'room-without-advisor', to: 'gerop' });
        run.advance('PT1H');
        expect(run.state).toBe('COMPLETED');
        expect(done['room-open']).toBeUndefined();
        expect(states(done)).toEqual(['unattended']);
      },
    ),
  );

  it('looks every minute for the advisor who confirmed but is not in the room, and tells the manager after five', () => {
    const seat = { isTaken: false };
    const looks = {
      'room-open': () => ({ isOpen: seat.isTaken, present: seat.isTaken ? ['luis'] : [], openedAt: null }),
    };
    story('room-opening', { ...plan, ...looks, ...closes(0) }, (start) => {
      seat.isTaken = false;
      const { run, done } = start(shift, 'shift-published');
      run.advance('P13DT23H30M').complete('confirm-room', { ready: true }).advance('PT34M');
      expect(templates(done)).toEqual([]);
      run.advance('PT1M');
      expect(templates(done)).toEqual(['room-without-advisor']);
      expect(done['room-open']).toHaveLength(6);
      seat.isTaken = true;
      run.advance('PT1M');
      expect(run.active()).toEqual(['shift-ends']);
    })();
  });

  it(
    'closes with chats still running: nobody new, and the advisor hands the shift over',
    story('room-opening', { ...plan, ...opens, ...closes(2) }, (start) => {
      const { run, done } = start(shift, 'shift-published');
      run.advance('P13DT23H30M').complete('confirm-room', { ready: true }).advance('PT4H30M');
      expect(Object.values(run.execution.userTasks)).toMatchObject([
        { elementId: 'hand-over', candidateUsers: ['ana'] },
      ]);
      run.complete('hand-over', { note: 'text:1:note' });
      expect(run.state).toBe('COMPLETED');
      expect(done['register-entry']?.at(-1)).toMatchObject({ entry: { handOver: 'text:1:note', state: 'closed' } });
    }),
  );

  it(
    'only changes the roster of a shift that is planned already',
    story('room-opening', { 'room-plan': () => ({ isNew: false, advisors: ['eva'] }) }, (start) => {
      expect(start(shift, 'shift-published').run.trace()).toContain('roster-changed');
    }),
  );

  it(
    'may be opened outside the programme by the operative manager',
    story('room-opening', { ...plan, ...opens, ...closes(0) }, (start) => {
      const { run, done } = start({}, 'extra-shift');
      const { roomId, startsAt, endsAt, advisors } = shift;
      run.complete('define-shift', { roomId, startsAt, endsAt, advisors });
      expect(done['room-plan']).toMatchObject([{ shiftId: shift.shiftId }]);
      expect(run.variables).toMatchObject({ week: '2026-02-16' });
    }),
  );
});

describe('the programme of a week', () => {
  const forum = {
    key: 'PF-2026-0001-1',
    topic: 'Renovación de créditos',
    startsAt: '2026-02-18T15:00-05:00',
    endsAt: '2026-02-18T16:00:00-05:00',
  };
  const before = {
    room: 'becas',
    startsAt: '2026-02-09T08:00:00-05:00',
    endsAt: '2026-02-09T12:00:00-05:00',
    advisors: ['ana'],
    forum: null,
  };
  const registers: Jobs = {
    'register-query': ({ register }) => ({ entries: register === 'forums' ? [forum] : [before] }),
    'register-entry': () => ({ entryId: 'p1', entryNumber: 'PS-2026-0001' }),
  };
  const rostered = (run: Run): Variables[] =>
    (run.variables.shifts as Variables[]).map((shift) => ({ ...shift, advisors: ['ana'] }));

  it(
    'is drafted from the week before and the agreed forums, confirmed and published seven days ahead',
    story('weekly-programme', registers, (start) => {
      const { run, done } = start({}, 'monday');
      expect(run.variables).toMatchObject({ week: '2026-02-16', publishBy: '2026-02-09T00:00:00-05:00' });
      expect(run.variables.shifts).toEqual([
        { date: '2026-02-16', room: 'becas', from: '08:00', to: '12:00', advisors: ['ana'], forum: null },
        { date: '2026-02-18', room: 'foros', from: '15:00', to: '16:00', advisors: [], forum: forum.key },
      ]);
      run.advance('P1D').complete('draft-programme', { shifts: rostered(run) });
      expect(run.active()).toEqual(['seven-days-before', 'confirm-programme']);
      run.advance('P1D').complete('confirm-programme', { decision: 'confirmed', note: null });
      expect(run.state).toBe('COMPLETED');
      expect(done['register-entries']?.[0]?.entries).toMatchObject([{ state: 'planned' }, { forum: forum.key }]);
      expect(done['register-entry']).toMatchObject([
        { key: '2026-02-16', entry: { state: 'published', isOnTime: true } },
      ]);
      expect(done['publish-message']).toMatchObject([
        { messageName: 'shift-published', payload: { shiftId: 'becas@2026-02-16T08:00:00-05:00', roomId: 'becas' } },
        { messageName: 'shift-published', payload: { roomId: 'foros', forumId: forum.key } },
      ]);
      expect(templates(done)).toEqual([]);
    }),
  );

  it(
    'goes back to the draft with what is wrong in it, and when the advisor asks for changes',
    story('weekly-programme', registers, (start) => {
      const { run } = start({}, 'monday');
      const [first = {}, second = {}] = rostered(run);
      const wrong = [
        first,
        { ...second, date: '2026-02-16', from: '11:00' },
        { ...first, to: '07:00', date: '2026-02-23' },
      ];
      run.complete('draft-programme', { shifts: wrong });
      expect(run.variables.problems).toEqual([
        'end-before-start 2026-02-23 becas',
        'other-week 2026-02-23 becas',
        'advisor-twice 2026-02-16 becas',
      ]);
      run.complete('draft-programme', {
        shifts: rostered(run)
          .slice(0, 2)
          .map((one) => ({ ...one, ...first }))
          .slice(1),
      });
      run.complete('confirm-programme', { decision: 'changes', note: 'text:1:note' });
      expect(run.active()).toContain('draft-programme');
    }),
  );

  it(
    'is told to the coordinator when it is late, and published nevertheless',
    story('weekly-programme', registers, (start) => {
      const { run, done } = start({}, 'monday');
      run.advance('P6DT16H1M');
      expect(templates(done)).toEqual(['programme-late']);
      run.complete('draft-programme', { shifts: rostered(run) });
      run.complete('confirm-programme', { decision: 'confirmed', note: null });
      expect(run.state).toBe('COMPLETED');
      expect(done['register-entry']?.map(({ entry }) => entry)).toMatchObject([
        { state: 'late' },
        { state: 'published', isOnTime: false },
      ]);
    }),
  );

  it(
    'is made for another week when its owner says which',
    story('weekly-programme', registers, (start) => {
      expect(start({ weekStart: '2026-03-02' }, 'started-by-hand').run.variables.week).toBe('2026-03-02');
    }),
  );
});
