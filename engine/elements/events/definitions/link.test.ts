import { storyteller } from '../../../testing/play';

const story = storyteller(__filename);

describe('link event', () => {
  it(
    'goes on at the catching link of its name, or at the one that it refers to',
    story((start) => {
      const run = start();
      expect(run.active()).toEqual(['other', 'a']);
      expect(run.complete('a').active()).toEqual(['other', 'b']);
      expect(run.complete('b').complete('other').state).toBe('COMPLETED');
    }),
  );

  it(
    'is a way by which a token can still arrive at a join',
    story((start) => {
      const run = start().complete('other');
      expect(run.waiting()).toContain('join join');
      expect(run.complete('a').complete('b').state).toBe('COMPLETED');
      expect(run.completed().filter((id) => id === 'end')).toHaveLength(1);
    }),
  );
});
