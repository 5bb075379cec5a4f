import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

const given = { called: 'child', requestNumber: '2026-1', hidden: true };

describe('call activity', () => {
  it(
    'hands over and takes back what is mapped, or all',
    story((start) => {
      const run = start(given);
      const [first] = run.called;
      expect(first?.variables).toEqual({ number: '2026-1' });
      expect(run.waiting()).toEqual(['timer late', 'calledInstance call']);
      first?.complete('child-task', { resolution: 'answered', noise: 1 });
      expect(run.variables).toEqual({ ...given, outcome: 'answered' });
      const second = run.called[1];
      expect(second?.variables).toEqual({ ...given, outcome: 'answered' });
      second?.complete('child-task', { more: 1 });
      expect(run.state).toBe('COMPLETED');
      expect(run.variables).toMatchObject({ more: 1 });
    }),
  );

  it(
    'waits with an incident when the called instance was terminated, and calls again',
    story((start) => {
      const run = start(given);
      run.called[0]?.cancel();
      expect(run.incidents()).toMatchObject([{ type: 'CALLED_ELEMENT_ERROR' }]);
      run.resolve();
      expect(run.called).toHaveLength(2);
      run.called[1]?.complete('child-task');
      expect(run.completed()).toContain('call');
    }),
  );

  it(
    'waits with an incident for a process that the release does not have',
    story((start) => {
      const run = start({ ...given, called: 'constructor' });
      expect(run.incidents()).toMatchObject([{ type: 'CALLED_ELEMENT_ERROR' }]);
      expect(run.setVariables({ called: 'child' }).resolve().called).toHaveLength(1);
    }),
  );

  it(
    'cancels the called instance when it is interrupted',
    story((start) => {
      const run = start(given).advance('P1D');
      expect(run.called[0]?.state).toBe('TERMINATED');
      expect(run.completed()).toEqual(['start', 'late', 'expired']);
    }),
  );

  it(
    'cancels the called instance with its own',
    story((start) => {
      const run = start(given).cancel();
      expect(run.called[0]?.state).toBe('TERMINATED');
      expect(run.state).toBe('TERMINATED');
    }),
  );
});
