import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('parallel gateway', () => {
  it(
    'goes on when a token has come by every flow',
    story((start) => {
      const run = start();
      expect(run.active()).toEqual(['left', 'right']);
      run.complete('right');
      expect(run.waiting()).toEqual(['userTask left', 'join join']);
      expect(run.complete('left').active()).toEqual(['after']);
      expect(run.complete('after').state).toBe('COMPLETED');
    }),
  );

  it(
    'forgets waiting tokens when the instance is canceled',
    story((start) => {
      const run = start().complete('left').cancel();
      expect(run.state).toBe('TERMINATED');
      expect(run.execution.elements).toEqual({});
    }),
  );
});
