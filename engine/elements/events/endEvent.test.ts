import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('end event', () => {
  it(
    'ends its own token only',
    story((start) => {
      const run = start().complete('one', { how: 'plain' });
      expect(run.active()).toEqual(['two']);
      expect(run.complete('two').state).toBe('COMPLETED');
    }),
  );

  it(
    'sends its message by a job and then ends',
    story((start) => {
      const run = start().complete('one', { how: 'message' });
      expect(run.waiting()).toEqual(['userTask two', 'job told']);
      run.fail('told').resolve().complete('told').complete('two');
      expect(run.completed()).toContain('told');
      expect(run.state).toBe('COMPLETED');
    }),
  );

  it(
    'ends all others when it terminates, and the instance completes',
    story((start) => {
      const run = start().complete('one', { how: 'terminate' });
      expect(run.terminated()).toEqual(['two']);
      expect(run.state).toBe('COMPLETED');
      expect(run.effects.at(-1)).toMatchObject({ type: 'endInstance', state: 'COMPLETED' });
    }),
  );

  it(
    'waits with an incident when nobody catches its error',
    story((start) => {
      const run = start().complete('one', { how: 'error' });
      expect(run.incidents()).toMatchObject([{ type: 'UNHANDLED_ERROR_EVENT' }]);
      expect(run.resolve().incidents()).toHaveLength(1);
      expect(run.cancel().terminated()).toEqual(['two', 'refused']);
    }),
  );
});
