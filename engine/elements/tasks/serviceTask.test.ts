import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

const given = { kind: 'work', tries: 2, amount: 9 };

describe('service task', () => {
  it(
    'hands out a job with its headers and all variables that it sees',
    story((start) => {
      const run = start(given);
      expect(run.effects).toContainEqual(
        expect.objectContaining({
          type: 'activateJob',
          jobType: 'work',
          retries: 2,
          headers: { template: 't1' },
          variables: { ...given, amountToPay: 10 },
        }),
      );
    }),
  );

  it(
    'lets out only what its output mappings name',
    story((start) => {
      const run = start({ ...given, payment: { currency: 'COP' } }).complete('task', { receipt: 'r1', secret: 1 });
      expect(run.state).toBe('COMPLETED');
      expect(run.variables).toEqual({ ...given, payment: { currency: 'COP', receipt: 'r1', amount: 10 } });
    }),
  );

  it(
    'is tried again while it has retries, then waits with an incident',
    story((start) => {
      const run = start(given).fail('task', 1).fail('task');
      expect(run.effects.filter(({ type }) => type === 'activateJob')).toHaveLength(2);
      expect(run.incidents()).toEqual([{ type: 'JOB_NO_RETRIES', message: 'the job failed' }]);
      run.resolve();
      expect(run.effects.at(-1)).toMatchObject({ type: 'activateJob', retries: 1 });
      expect(run.complete('task').state).toBe('COMPLETED');
    }),
  );

  it(
    'leaves by the boundary event of the error that its job throws',
    story((start) => {
      const run = start(given).throwError('task', 'REFUSED', { reason: 'no money' });
      expect(run.completed()).toEqual(['start', 'refused', 'was-refused']);
      expect(run.variables).toMatchObject({ reason: 'no money' });
    }),
  );

  it(
    'leaves by the catch-all event for any other error',
    story((start) => {
      expect(start(given).throwError('task', 'OTHER').completed()).toEqual(['start', 'failed', 'has-failed']);
    }),
  );

  it(
    'waits with an incident when its job type has no value',
    story((start) => {
      const run = start({ ...given, kind: null });
      expect(run.incidents()).toMatchObject([{ type: 'EXTRACT_VALUE_ERROR' }]);
      run.setVariables({ kind: 'work' }).resolve();
      expect(run.waiting()).toEqual(['job task']);
    }),
  );

  it(
    'takes its job back when the instance is canceled',
    story((start) => {
      const run = start(given).cancel();
      expect(run.effects.map(({ type }) => type)).toEqual(['activateJob', 'cancelJob', 'endInstance']);
    }),
  );
});
