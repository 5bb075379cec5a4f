import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('send task', () => {
  it(
    'waits for the job that sends its message',
    story((start) => {
      const run = start();
      expect(run.waiting()).toEqual(['job send']);
      expect(run.complete('send').completed()).toContain('end');
    }),
  );

  it(
    'lets its boundary event catch an error of the job',
    story((start) => {
      expect(start().throwError('send', 'refused').completed()).toContain('notSent');
    }),
  );

  it(
    'waits with an incident when the job has no retries left',
    story((start) => {
      const run = start().fail('send');
      expect(run.incidents()).toMatchObject([{ type: 'JOB_NO_RETRIES' }]);
      expect(run.resolve().complete('send').state).toBe('COMPLETED');
    }),
  );

  it(
    'ends with its instance',
    story((start) => {
      const run = start().cancel();
      expect(run.terminated()).toEqual(['send']);
      expect(run.waiting()).toEqual([]);
    }),
  );
});
