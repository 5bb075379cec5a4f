import path from 'node:path';
import { programFor, type ReleaseContent } from '../../engine/model';
import { releaseOf } from '../../engine/testing/model';
import { tell } from '../../engine/testing/play';
import type { Run } from '../../engine/testing/run';
import { START_TIME, World } from '../../engine/testing/world';
import { jobTypes } from '../../protocol/jobTypes';
import type { Variables } from '../../protocol/json';
import { readProcedures } from '../../standalone/procedures';

/** Forums as they are deployed, on the engine alone; the clock begins on Monday 2026-02-02, 8:00. */

let content: ReleaseContent;
beforeAll(async () => {
  content = await releaseOf(readProcedures(path.resolve(__dirname, '../../definitions')), jobTypes);
});

type Done = Record<string, Variables[]>;
type Register = Record<string, Variables>;

/** A month's world: the register of forums is kept, everything else is noted. */
function world(done: Done, register: Register) {
  const answers: Record<string, (variables: Variables) => Variables> = {
    'register-entry': ({ register: id, key, entry }) => {
      if (id === 'forums' && typeof key === 'string') register[key] = { ...register[key], ...(entry as Variables) };
      return { entryId: 'e1', entryNumber: 'PF-2026-0001' };
    },
    'register-query': ({ where }) => {
      const { state, startsAt } = where as { state: string[]; startsAt: { from: string; to: string } };
      const entries = Object.values(register) as { state: string; startsAt: string }[];
      const isIn = (at: string): boolean => at >= startsAt.from && at < startsAt.to;
      return { entries: entries.filter((entry) => state.includes(entry.state) && isIn(entry.startsAt)) };
    },
    'forum-open': () => ({ isOpen: true, moderators: ['ana'] }),
    'forum-close': () => ({
      wasHeld: true,
      figures: { contributions: 9, published: 6, declined: 1, answers: 4, participants: 5 },
    }),
  };
  return Object.fromEntries(
    [...jobTypes].map((type) => [
      type,
      (variables: Variables): Variables => {
        (done[type] ??= []).push(variables);
        return answers[type]?.(variables) ?? {};
      },
    ]),
  );
}

interface Stage {
  run: Run;
  done: Done;
  register: Register;
}

function story(
  processId: string,
  scenario: (start: (variables: Variables, startElementId: string, startAt?: number) => Stage) => void,
) {
  return () =>
    tell(programFor(content, processId), (start) =>
      scenario((variables, startElementId, startAt = START_TIME) => {
        const [done, register]: [Done, Register] = [{}, {}];
        return {
          done,
          register,
          run: start(variables, { startElementId, world: beginning(startAt), jobs: world(done, register) }),
        };
      }),
    );
}

function beginning(at: number): World {
  const clock = new World();
  clock.now = at;
  return clock;
}

const templates = (done: Done): unknown[] =>
  ((done.notify as { template: string; to: string }[] | undefined) ?? []).map(
    ({ template, to }) => `${template} ${to}`,
  );
const planned = (startsAt: string, experts = ['eva', 'luis']) => ({
  forums: [{ topic: 'Renovación de créditos', population: 'beneficiarios', experts, startsAt, minutes: 60 }],
});

describe('a month with a forum', () => {
  it(
    'goes from the programme by the experts, the material and the moderated forum to the archive',
    story('forum-planning', (start) => {
      const { run, done, register } = start({}, 'monday');
      expect(run.variables).toMatchObject({ month: '2026-02', lastDay: '2026-02-12', warnDay: '2026-02-05' });
      // too early: fifteen calendar days are asked for
      run.complete('plan-forums', planned('2026-02-16T15:00-05:00'));
      expect(run.variables.tooEarly).toEqual(['Renovación de créditos']);
      run.complete('plan-forums', planned('2026-02-20T15:00-05:00'));
      expect(done['register-entry']?.[0]).toMatchObject({ register: 'forum-programmes', entry: { forums: 1 } });
      const [forum] = run.called;
      expect(Object.values(forum!.execution.userTasks)).toMatchObject([
        { elementId: 'answer-invitation', assignee: 'eva' },
        { elementId: 'answer-invitation', assignee: 'luis' },
      ]);
      for (let expert = 0; expert < 2; expert++) forum!.complete('answer-invitation', { decision: 'accept' });
      expect(register['PF-2026-0001-1']).toMatchObject({ state: 'agreed', endsAt: '2026-02-20T16:00:00-05:00' });
      expect(done['forum-announce']).toMatchObject([{ forumId: 'PF-2026-0001-1', moderationMinutes: 5 }]);
      // both experts bring their material, one late; A6-1 is a procedure of its own
      expect(forum!.called).toHaveLength(1);
      forum!.complete('prepare-material', { material: [{ id: 'f1', name: 'a.pdf' }] });
      run.advance('P16D');
      expect(templates(done)).toEqual(['forum-material-late jefe']);
      run.advance('P2DT7H');
      expect(forum!.active()).toContain('moderate-forum');
      expect(Object.values(forum!.execution.userTasks)).toMatchObject([{ candidateUsers: ['ana'] }]);
      forum!.complete('moderate-forum', { finished: true, note: null });
      expect(register['PF-2026-0001-1']).toMatchObject({ state: 'held', participants: 5, answers: 4 });
      expect(run.state).toBe('COMPLETED');
    }),
  );

  it(
    'is left alone by the control of the month once a forum is coordinated',
    story('forum-planning', (start) => {
      const { run, done } = start({}, 'monday');
      run.complete('plan-forums', planned('2026-02-20T15:00-05:00')).advance('P6D');
      expect(templates(done).filter((one) => String(one).startsWith('month'))).toEqual([]);
      expect(run.completed()).toContain('office-warned');
    }),
  );
});

describe('a month without a forum', () => {
  it(
    'warns the office five working days before the last date on which one can be agreed',
    story('forum-planning', (start) => {
      const { run, done } = start({}, 'monday');
      run.complete('plan-forums', { forums: [] }).advance('P2DT23H');
      expect(templates(done)).toEqual([]);
      run.advance('PT1H');
      expect(templates(done)).toEqual(['month-without-forum jefe']);
      expect(run.state).toBe('COMPLETED');
    }),
  );

  it(
    'warns on the last date, then is recorded with its reason',
    story('forum-planning', (start) => {
      const { run, done } = start({}, 'monday', Date.parse('2026-02-09T07:00:00-05:00'));
      run.complete('plan-forums', { forums: [] }).advance('P3DT1H');
      expect(templates(done)).toEqual(['month-last-day jefe']);
      run.advance('PT9H');
      expect(Object.values(run.execution.userTasks)).toMatchObject([
        { elementId: 'explain-month', candidateGroups: ['jefe'], dueDate: '2026-02-16T22:00:00.000Z' },
      ]);
      run.complete('explain-month', { reason: 'text:1:reason' });
      expect(done['register-entry']?.at(-1)).toMatchObject({
        ...{ register: 'forum-months', key: '2026-02' },
        entry: { state: 'without-forum', reason: 'text:1:reason', lastDay: '2026-02-12' },
      });
    }),
  );

  it(
    'counts with holidays: of December the last date is the 16th, the warning day the 9th, not the 8th',
    story('forum-planning', (start) => {
      const { run } = start({}, 'monday', Date.parse('2026-12-07T07:00:00-05:00'));
      expect(run.variables).toMatchObject({ lastDay: '2026-12-16', warnDay: '2026-12-09' });
      expect(run.waiting()).toContain('timer warn-day');
    }),
  );

  it(
    'is not watched twice: an instance started by hand only plans',
    story('forum-planning', (start) => {
      const { run, done } = start({}, 'started-by-hand');
      run.complete('plan-forums', { forums: [] }).advance('P30D');
      expect(run.state).toBe('COMPLETED');
      expect(templates(done)).toEqual([]);
    }),
  );
});

describe('an agreement', () => {
  const given = {
    ...{ forumId: 'F1', topic: 'Becas', population: 'aspirantes', experts: ['eva'], minutes: 60 },
    startsAt: '2026-02-20T15:00-05:00',
  };
  const propose = (proposedAt: string) => ({ decision: 'propose', proposedAt });

  it(
    'goes three rounds with an expert who proposes other dates',
    story('forum', (start) => {
      const { run, register } = start(given, 'forum-planned');
      for (const day of ['24', '25', '26']) {
        run.complete('answer-invitation', propose(`2026-02-${day}T10:00-05:00`));
        expect(run.variables).toMatchObject({ situation: 'proposals' });
        run.complete('choose-date', {
          ...{ decision: 'new-date', newStartsAt: `2026-02-${day}T10:00-05:00`, experts: ['eva'] },
        });
      }
      run.complete('answer-invitation', { decision: 'accept' });
      expect(register.F1).toMatchObject({ state: 'agreed', round: 4, startsAt: '2026-02-26T10:00:00-05:00' });
    }),
  );

  it(
    'needs a new date when the last expert accepts too late, and no date that is too near',
    story('forum', (start) => {
      const { run, done } = start(given, 'forum-planned');
      run.advance('P5D');
      expect(templates(done)).toEqual([
        'forum-reminder person:eva',
        'forum-answer-late jefe',
        'forum-reminder person:eva',
      ]);
      run.complete('answer-invitation', { decision: 'accept' });
      expect(run.variables).toMatchObject({ situation: 'too-late', earliestDate: '2026-02-22' });
      run.complete('choose-date', { decision: 'new-date', newStartsAt: '2026-02-21T15:00-05:00', experts: ['eva'] });
      expect(run.active()).toContain('choose-date');
      run.complete('choose-date', { decision: 'new-date', newStartsAt: '2026-02-24T15:00-05:00', experts: ['eva'] });
      run.complete('answer-invitation', { decision: 'accept' });
      expect(run.active()).toContain('prepare-forum');
    }),
  );

  it(
    'may be given up, with a reason',
    story('forum', (start) => {
      const { run, register } = start(given, 'forum-planned');
      run.complete('answer-invitation', propose('2026-03-01T10:00-05:00'));
      run.complete('choose-date', { decision: 'cancel', reason: 'text:1:reason' });
      expect(register.F1).toMatchObject({ state: 'cancelled', reason: 'text:1:reason' });
      expect(run.state).toBe('COMPLETED');
    }),
  );
});
