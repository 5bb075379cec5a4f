import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

const given = { advisor: 'ana', users: ['u1'], priority: 80 };

describe('user task', () => {
  it(
    'is created with what the definition says about it',
    story((start) => {
      const run = start(given);
      expect(run.events).toContainEqual(
        expect.objectContaining({
          type: 'userTask.created',
          name: 'Atender',
          assignee: 'ana',
          candidateGroups: ['asesor', 'lider'],
          candidateUsers: ['u1'],
          dueDate: '2026-02-02T15:00:00.000Z',
          followUpDate: '2026-02-03T13:00:00.000Z',
          priority: 80,
          formId: null,
        }),
      );
      expect(run.waiting()).toEqual(['userTask task', 'timer late']);
    }),
  );

  it(
    'tells itself from others of its name by its subject',
    story((start) => {
      const names = start({ ...given, about: '2026-000123' }).events.flatMap((event) =>
        event.type === 'userTask.created' ? [event.name] : [],
      );
      expect(names).toEqual(['Atender · 2026-000123']);
    }),
  );

  it(
    'gives its variables to the process and cancels its timer when it is completed',
    story((start) => {
      const run = start(given).complete('task', { outcome: 'answered' });
      expect(run.state).toBe('COMPLETED');
      expect(run.variables).toMatchObject({ outcome: 'answered' });
      expect(run.events.map(({ type }) => type)).toContain('timer.canceled');
    }),
  );

  it(
    'is canceled when its timer fires',
    story((start) => {
      const run = start(given).advance('PT3H');
      expect(run.terminated()).toEqual(['task']);
      expect(run.events.map(({ type }) => type)).toContain('userTask.canceled');
      expect(run.completed()).toEqual(['start', 'late', 'expired']);
    }),
  );

  it(
    'is canceled with its instance',
    story((start) => {
      const run = start(given).cancel();
      expect(run.state).toBe('TERMINATED');
      expect(run.active()).toEqual([]);
      expect(run.waiting()).toEqual([]);
    }),
  );

  it(
    'waits with an incident while an expression has no usable value',
    story((start) => {
      const run = start({ ...given, priority: 'urgent' });
      expect(run.incidents()).toEqual([
        { type: 'EXTRACT_VALUE_ERROR', message: expect.stringContaining('the priority') as string },
      ]);
      expect(run.waiting()).toEqual(['incident task']);
      run.setVariables({ priority: 10 }).resolve();
      expect(run.waiting()).toEqual(['userTask task', 'timer late']);
    }),
  );

  it(
    'is assigned only when it is free or may be taken over',
    story((start) => {
      const run = start({ ...given, advisor: null });
      const [task] = Object.keys(run.execution.userTasks);
      const assign = (assignee: string, allowOverride: boolean) =>
        run.feed({ type: 'assignUserTask', userTaskKey: task ?? '', assignee, allowOverride });
      assign('luz', false);
      assign('ana', false);
      expect(run.rejection?.code).toBe('task_assigned_to_other');
      assign('ana', true);
      run.feed({ type: 'unassignUserTask', userTaskKey: task ?? '' });
      const assigned = run.events.flatMap((event) => (event.type === 'userTask.assigned' ? [event.assignee] : []));
      expect(assigned).toEqual(['luz', 'ana', null]);
    }),
  );

  it(
    'tells of an update what differs, and nothing else',
    story((start) => {
      const run = start(given);
      const [userTaskKey = ''] = Object.keys(run.execution.userTasks);
      run.feed({ type: 'updateUserTask', userTaskKey, changes: { priority: 80, candidateUsers: [] } });
      run.feed({ type: 'updateUserTask', userTaskKey, changes: { candidateUsers: [] } });
      const changes = run.events.flatMap((event) => (event.type === 'userTask.updated' ? [event.changes] : []));
      expect(changes).toEqual([{ candidateUsers: [] }]);
    }),
  );

  it(
    'cannot be completed twice',
    story((start) => {
      const run = start(given);
      const [userTaskKey = ''] = Object.keys(run.execution.userTasks);
      run.feed({ type: 'setVariables', scopeKey: run.execution.processInstanceKey, variables: {}, local: true });
      run.complete('task').feed({ type: 'completeUserTask', userTaskKey, variables: {} });
      expect(run.rejection?.code).toBe('invalid_state');
    }),
  );
});
