import path from 'node:path';
import { programFor, type ReleaseContent } from '../../engine/model';
import { releaseOf } from '../../engine/testing/model';
import { tell } from '../../engine/testing/play';
import type { Run } from '../../engine/testing/run';
import { jobTypes } from '../../protocol/jobTypes';
import type { Variables } from '../../protocol/json';
import { readProcedures } from '../../standalone/procedures';

/** Monthly reports as they are deployed, on the engine alone; the clock begins on Monday 2026-02-02, 8:00. */

let content: ReleaseContent;
beforeAll(async () => {
  content = await releaseOf(readProcedures(path.resolve(__dirname, '../../definitions')), jobTypes);
});

type Done = Record<string, Variables[]>;
type Scenario = (start: (variables: Variables, startElementId: string) => { run: Run; done: Done }) => void;

/** Documents are numbered by the round of their template; everything else is noted and done. */
function jobs(done: Done): Record<string, (variables: Variables) => Variables> {
  const answers: Record<string, (variables: Variables) => Variables> = {
    indicators: () => ({ figures: [], dataset: 'd1' }),
    'register-query': () => ({ entries: [] }),
    'people-of-role': () => ({ people: ['iris', 'ivan'] }),
    'document-create': ({ template = null, previous = null }) => {
      const round = done['document-create']?.filter((one) => one.template === template).length ?? 1;
      return {
        documentId: `${JSON.stringify(template).slice(1, -1)}-${round}${previous === null ? '' : '*'}`,
        documentNumber: 'IM-2026-001',
        round,
        sha256: 'ab',
      };
    },
  };
  return Object.fromEntries(
    [...jobTypes].map((type) => [
      type,
      (variables: Variables) => {
        (done[type] ??= []).push(variables);
        return answers[type]?.(variables) ?? {};
      },
    ]),
  );
}

const story = (processId: string, scenario: Scenario) => () =>
  tell(programFor(content, processId), (start) =>
    scenario((variables, startElementId) => {
      const done: Done = {};
      return { done, run: start(variables, { startElementId, jobs: jobs(done) }) };
    }),
  );

const narrative = { serviceNarrative: 'text:1:s', satisfactionNarrative: 'text:1:t', relevantFacts: null };
const made = (done: Done, template: string) =>
  (done['document-create'] ?? []).filter((one) => one.template === template);

describe('monthly reporting', () => {
  it(
    'counts the month before, from the first working day on, and freezes both reports',
    story('monthly-reporting', (start) => {
      const { run, done } = start({}, 'first-day');
      run.advance('PT0S');
      expect(done.indicators).toMatchObject([{ period: { from: '2026-01-01', to: '2026-01-31' } }]);
      expect(run.active().sort()).toEqual(['sign-complaints', 'write-narrative']);
      run.complete('write-narrative', narrative).complete('review-report', { decision: 'approve', observations: null });
      const [draft, frozen] = made(done, 'monthly-report');
      expect(draft).toMatchObject({ isDraft: true, data: { monthName: 'enero de 2026', narrative: { facts: null } } });
      expect(frozen).toMatchObject({ previous: 'monthly-report-1', signers: { approved: 'review-report' } });
      expect(frozen).not.toHaveProperty('isDraft', true);
      expect(done['publish-message']).toMatchObject([
        { messageName: 'monthly-report-frozen', payload: { reportId: 'monthly-report-2*', dataset: 'd1' } },
      ]);
      run.complete('sign-complaints', { complaintsDecision: 'sign', complaintsRemark: null });
      expect(made(done, 'complaints-report')).toHaveLength(2);
      expect(run.state).toBe('COMPLETED');
    }),
  );

  it(
    'goes round as often as there are observations, and keeps those of every round',
    story('monthly-reporting', (start) => {
      const { run, done } = start({ month: '2026-01' }, 'started-by-hand');
      run.advance('PT0S');
      for (const round of [1, 2, 3]) {
        run.complete('write-narrative', narrative);
        run.complete('review-report', { decision: 'adjust', observations: `text:1:observations@${round}` });
      }
      run.complete('write-narrative', narrative).complete('review-report', { decision: 'approve', observations: null });
      expect(made(done, 'monthly-report')).toHaveLength(5);
      expect(made(done, 'monthly-report').map(({ previous = null }) => previous)).toEqual([
        null,
        'monthly-report-1',
        'monthly-report-2*',
        'monthly-report-3*',
        'monthly-report-4*',
      ]);
      const { rounds } = made(done, 'monthly-report').at(-1)?.data as { rounds: unknown[] };
      expect(rounds).toMatchObject([{ round: 1 }, { round: 2 }, { round: 3, observations: 'text:1:observations@3' }]);
    }),
  );

  it(
    'reminds of a late review once, and lets the coordinator complete the complaints report before signing it',
    story('monthly-reporting', (start) => {
      const { run, done } = start({ month: '2026-01' }, 'started-by-hand');
      run.advance('PT0S').complete('write-narrative', narrative).advance('P20D');
      expect(done.notify).toMatchObject([{ template: 'report-review-late', to: 'gerop' }]);
      run.complete('sign-complaints', { complaintsDecision: 'adjust', complaintsRemark: 'text:1:remark' });
      expect(made(done, 'complaints-report').at(-1)).toMatchObject({
        previous: 'complaints-report-1',
        data: { remark: 'text:1:remark' },
      });
      expect(run.active()).toContain('sign-complaints');
    }),
  );
});
