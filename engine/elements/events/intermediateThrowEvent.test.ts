import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('intermediate throw event', () => {
  it(
    'without a definition marks a point and goes on',
    story((start) => {
      expect(start().completed()).toEqual(['start', 'none']);
    }),
  );

  it(
    'sends a message by a job, and goes on when it is sent',
    story((start) => {
      const run = start().complete('first');
      expect(run.waiting()).toEqual(['job send']);
      expect(run.complete('send').active()).toEqual(['last']);
    }),
  );

  it(
    'waits with an incident while its message cannot be sent',
    story((start) => {
      const run = start().complete('first').fail('send');
      expect(run.waiting()).toEqual(['incident send']);
      expect(run.resolve().complete('send').active()).toEqual(['last']);
    }),
  );

  it(
    'is ended when the instance is canceled',
    story((start) => {
      expect(start().complete('first').cancel().terminated()).toEqual(['send']);
    }),
  );
});
