import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('manual task', () => {
  it(
    'goes on at once, with its mappings',
    story((start) => {
      const run = start({ amount: 2 });
      expect(run.active()).toEqual(['check']);
      expect(run.variables).toEqual({ amount: 2, result: 4 });
    }),
  );

  it(
    'leaves nothing behind when its instance ends',
    story((start) => {
      const run = start({ amount: 2 }).cancel();
      expect(run.completed()).toEqual(['start', 'file']);
      expect(run.waiting()).toEqual([]);
    }),
  );
});
