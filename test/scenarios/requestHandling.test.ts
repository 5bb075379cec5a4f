import path from 'node:path';
import { programFor } from '../../engine/model';
import { releaseOf } from '../../engine/testing/model';
import { tell, type Start } from '../../engine/testing/play';
import type { Run } from '../../engine/testing/run';
import type { Program } from '../../engine/model';
import { jobTypes } from '../../protocol/jobTypes';
import type { Variables } from '../../protocol/json';
import { readProcedures } from '../../standalone/procedures';

/** The chat procedure as it is deployed, on the engine alone: what happens to a request, minute by minute. */

const FOLDER = path.resolve(__dirname, '../../definitions');
const given = {
  conversationId: 'c1',
  requestNumber: '2026-000001',
  citizenId: 'p1',
  roomId: 'general',
  channel: 'chat',
  type: 'solicitud.informacion-general',
  area: 'becas',
};
const answer = { outcome: 'answered', type: 'solicitud.informacion-especifica', area: 'cartera' };

let program: Program;
beforeAll(async () => {
  program = programFor(await releaseOf(readProcedures(FOLDER), jobTypes), 'request-handling');
});

/** What each job was given, by type; `idle` is what the idle check finds. */
function jobs(done: Record<string, Variables[]>, idle = false) {
  const noted = (jobType: string, result: (variables: Variables) => Variables) => (variables: Variables) => {
    (done[jobType] ??= []).push(variables);
    return result(variables);
  };
  return {
    'crm-register': noted('crm-register', () => ({ topics: [], relationship: 'beneficiario', repeatContact: false })),
    'crm-close': noted('crm-close', () => ({})),
    refer: noted('refer', () => ({ referralNumber: 'R-1' })),
    notify: noted('notify', () => ({})),
    'chat-check-idle': noted('chat-check-idle', () => ({ idle, nextCheckAt: '2026-02-02T09:00:00-05:00' })),
    'chat-close': noted('chat-close', () => ({})),
    'publish-message': noted('publish-message', () => ({})),
  };
}

type Done = Record<string, Variables[]>;
type Story = (start: (more?: Variables, idle?: boolean) => { run: Run; done: Done }) => void;

const story = (scenario: Story) => () =>
  tell(program, (start: Start) =>
    scenario((more = {}, idle = false) => {
      const done: Done = {};
      return { done, run: start({ ...given, ...more }, { jobs: jobs(done, idle) }) };
    }),
  );

const notices = (done: Done) =>
  (done['notify'] ?? []).map(({ template, to }) => `${template as string} ${to as string}`);

describe('request handling', () => {
  it(
    'answers a request in the chat, keeps what was declared and asks how it was',
    story((start) => {
      const { run, done } = start();
      expect(run.waiting()).toEqual([
        'userTask answer-request',
        'message conversation-closed',
        'message first-reply',
        'timer first-reply-late',
        'timer idle-check',
      ]);
      run.advance('PT1M').publish('first-reply').complete('answer-request', answer);
      expect(done['crm-close']).toMatchObject([{ ...answer, declaredType: given.type, declaredArea: 'becas' }]);
      expect(run.waiting()).toEqual(['userTask rate-service', 'timer survey-expired']);
      run.complete('rate-service', { score: 5, resolved: true });
      expect(run.state).toBe('COMPLETED');
      expect(notices(done)).toEqual([]);
    }),
  );

  it(
    'asks for the decision on a non-conformity when a queja or reclamo is closed, and for nothing else',
    story((start) => {
      for (const [type, asked] of [
        ['queja.critica', 1],
        ['reclamo', 1],
        ['solicitud.otra', 0],
      ] as const) {
        const { run, done } = start();
        run.publish('first-reply').complete('answer-request', { ...answer, type });
        expect({ type, asked: done['publish-message']?.length ?? 0 }).toEqual({ type, asked });
        if (asked)
          expect(done['publish-message']).toMatchObject([{ messageName: 'complaint-closed', payload: { type } }]);
      }
    }),
  );

  it(
    'refers a request to the virtual channel under its own number and tells the citizen',
    story((start) => {
      const { run, done } = start();
      run.publish('first-reply').complete('answer-request', { ...answer, outcome: 'referred' });
      expect(done['refer']).toMatchObject([{ requestNumber: given.requestNumber, procedure: 'M5-1-01' }]);
      expect(notices(done)).toEqual(['request-referred citizen:p1']);
      expect(done['crm-close']).toMatchObject([{ outcome: 'referred', referralNumber: 'R-1' }]);
    }),
  );

  it(
    'escalates a request through the levels until somebody resolves it',
    story((start) => {
      const { run, done } = start();
      run.complete('answer-request', { ...answer, outcome: 'escalated' });
      const [escalation] = run.called;
      expect(escalation?.active()).toEqual(['resolve-escalation']);
      const roles = new Map<unknown, unknown>();
      while (escalation?.active().includes('resolve-escalation')) {
        roles.set(escalation.variables['level'], Object.values(escalation.execution.userTasks)[0]?.candidateGroups);
        run.advance('PT1H');
      }
      expect([...roles.keys()]).toEqual([1, 2]);
      expect(new Set(roles.values()).size).toBe(2);
      expect(escalation?.active()).toContain('resolve-last-level');
      escalation?.complete('resolve-last-level', { resolution: 'answered' });
      expect(run.variables).toMatchObject({ resolution: 'answered', resolvedLevel: 3 });
      expect(notices(done)).toEqual(
        expect.arrayContaining(['request-escalated citizen:p1', 'request-answered citizen:p1']),
      );
      expect(run.active()).toEqual(['rate-service']);
    }),
  );

  it(
    'tells the coordinator when the last level is late, and still waits for it',
    story((start) => {
      const { run, done } = start();
      run.complete('answer-request', { ...answer, outcome: 'escalated' }).advance('P30D');
      expect(notices(done)).toContain('escalation-overdue coord');
      run.called[0]?.complete('resolve-last-level', { resolution: 'referred' });
      expect(done['refer']).toHaveLength(1);
    }),
  );

  it(
    'closes a request that the citizen abandons, without a survey',
    story((start) => {
      const { run, done } = start();
      run.publish('conversation-closed', { closedBy: 'citizen', reason: 'abandoned' });
      expect(run.state).toBe('COMPLETED');
      expect(run.terminated()).toEqual(expect.arrayContaining(['answer-request', 'first-reply', 'attend-chat']));
      expect(run.variables).toMatchObject({ outcome: 'abandoned', closeReason: 'abandoned' });
      expect(run.variables).not.toHaveProperty('reason');
      expect(done['crm-close']).toMatchObject([{ outcome: 'abandoned', type: given.type }]);
    }),
  );

  it(
    'tells the operative manager when the first reply is late, and goes on waiting for it',
    story((start) => {
      const { run, done } = start();
      run.advance('PT5M');
      expect(notices(done)).toEqual(['first-reply-late gerop']);
      expect(run.active()).toContain('first-reply');
      run.publish('first-reply').advance('PT1M');
      expect(notices(done)).toHaveLength(1);
    }),
  );

  it(
    'asks for the close of an idle chat, which then ends like any other',
    story((start) => {
      const { run, done } = start({}, true);
      run.publish('first-reply').advance('PT2H');
      expect(done['chat-close']).toMatchObject([{ conversationId: 'c1', reason: 'idle' }]);
      expect(run.active()).toEqual(['attend-chat', 'answer-request']);
      run.publish('conversation-closed', { closedBy: 'system', reason: 'idle' });
      expect(run.state).toBe('COMPLETED');
    }),
  );

  it(
    'looks again later while the chat is alive',
    story((start) => {
      const { run, done } = start();
      run.publish('first-reply').advance('PT59M');
      expect(done['chat-check-idle']).toHaveLength(1);
      expect(run.waiting()).toContain('timer idle-check');
    }),
  );

  it(
    'gives an off-hours request to the advisors with a term in working hours',
    story((start) => {
      const { run, done } = start({ channel: 'off-hours', conversationId: null });
      expect(notices(done)).toEqual(['request-received citizen:p1']);
      const [task] = Object.values(run.execution.userTasks);
      expect(task).toMatchObject({ elementId: 'answer-off-hours', candidateGroups: ['asesor'] });
      expect(task?.dueDate).toMatch(/^2026-02-0/);
      run.complete('answer-off-hours', answer);
      expect(notices(done)).toContain('request-answered citizen:p1');
      expect(run.active()).toEqual(['rate-service']);
    }),
  );

  it(
    'ends by itself when nobody answers the survey',
    story((start) => {
      const { run } = start();
      expect(run.complete('answer-request', answer).advance('P7D').state).toBe('COMPLETED');
      expect(run.completed()).toContain('survey-expired');
    }),
  );

  it(
    'is canceled with the escalation that it called',
    story((start) => {
      const { run } = start();
      run.complete('answer-request', { ...answer, outcome: 'escalated' }).cancel();
      expect(run.called[0]?.state).toBe('TERMINATED');
      expect(run.waiting()).toEqual([]);
    }),
  );
});
