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

describe('the hand-over to the interventoría', () => {
  const frozen = {
    reportId: 'r1',
    reportNumber: 'IM-2026-001',
    reportHash: 'ab',
    dataset: 'd1',
    month: '2026-01-01',
    monthName: 'enero de 2026',
    rounds: [],
  };
  const delivered = (run: Run): Run => {
    for (const receivedBy of ['text:1:a', 'text:1:b'])
      run.complete('hand-over', { deliveredOn: '2026-02-03', receivedBy });
    for (const _supervisor of ['iris', 'ivan']) run.complete('acknowledge', { printed: true, magnetic: true });
    return run;
  };
  const meeting = { meetingDate: '2026-02-10', minutes: 'text:1:minutes' };

  it(
    'delivers to each interventor, records the receipts and follows the supervision of contracts from activity 10',
    story('interventoria-handoff', (start) => {
      const { run, done } = start(frozen, 'report-frozen');
      expect(made(done, 'report-delivery').map(({ data }) => (data as Variables).supervisor)).toEqual(['iris', 'ivan']);
      run.complete('hand-over', { deliveredOn: '2026-02-03', receivedBy: 'text:1:a' });
      run.complete('hand-over', { deliveredOn: '2026-02-03', receivedBy: 'text:1:b' });
      expect(Object.values(run.execution.userTasks).map(({ assignee }) => assignee)).toEqual(['iris', 'ivan']);
      for (const _supervisor of ['iris', 'ivan']) run.complete('acknowledge', { printed: true, magnetic: true });
      expect(done['register-entries']).toMatchObject([
        { register: 'report-deliveries', entries: [{ supervisor: 'iris', printed: true }, { supervisor: 'ivan' }] },
      ]);
      run.complete('hold-meeting', { ...meeting, result: 'accept', observations: null, answerBy: null });
      expect(made(done, 'supervision-minutes')).toMatchObject([
        { data: { minutes: 'text:1:minutes', rounds: [] }, signers: { signed: 'hold-meeting' } },
      ]);
      const [external] = run.called;
      expect(external?.program.processId).toBe('external-procedure');
      expect(done['external-call']?.[0] ?? external?.variables).toMatchObject({
        procedure: 'A4-2-02',
        entryPoint: '10',
        reference: 'IM-2026-001',
      });
    }),
  );

  it(
    'has a requirement answered within its term before the committee meets again',
    story('interventoria-handoff', (start) => {
      const { run, done } = start(frozen, 'report-frozen');
      delivered(run).complete('hold-meeting', {
        ...meeting,
        result: 'require',
        observations: 'text:1:observations@1',
        answerBy: '2026-02-20',
      });
      const [task] = Object.values(run.execution.userTasks);
      expect(task).toMatchObject({ elementId: 'answer-requirement', candidateGroups: ['gerente'] });
      expect(task?.dueDate).toBe('2026-02-20T22:00:00.000Z');
      run.complete('answer-requirement', { answer: 'text:1:answer@1' });
      run.complete('hold-meeting', { ...meeting, result: 'accept', observations: null, answerBy: null });
      expect(made(done, 'supervision-minutes')).toMatchObject([
        { data: { rounds: [{ observations: 'text:1:observations@1', answer: 'text:1:answer@1' }] } },
      ]);
    }),
  );

  it(
    'sends a rejected report back to be made again, with what was said against it',
    story('interventoria-handoff', (start) => {
      const { run, done } = start(frozen, 'report-frozen');
      delivered(run).advance('P30D');
      expect(done.notify).toMatchObject([{ template: 'supervision-meeting-late', to: 'interv' }]);
      run.complete('hold-meeting', {
        ...meeting,
        result: 'reject',
        observations: 'text:1:observations@1',
        answerBy: null,
      });
      expect(run.state).toBe('COMPLETED');
      expect(done['publish-message']).toMatchObject([
        {
          messageName: 'monthly-report-rejected',
          payload: { month: '2026-01', reportId: 'r1', rounds: [{ observations: 'text:1:observations@1' }] },
        },
      ]);
    }),
  );

  it(
    'follows a rejected report by its next round',
    story('monthly-reporting', (start) => {
      const rejected = { month: '2026-01', reportId: 'r1', rounds: [{ round: 'Interventoría' }] };
      const { run, done } = start(rejected, 'report-rejected');
      run.advance('PT0S').complete('write-narrative', narrative);
      expect(made(done, 'monthly-report')).toMatchObject([
        { previous: 'r1', data: { period: { from: '2026-01-01' }, rounds: [{ round: 'Interventoría' }] } },
      ]);
    }),
  );
});
