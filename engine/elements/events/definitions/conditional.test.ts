import { storyteller } from '../../../testing/play';

const story = storyteller(__filename);

describe('conditional event', () => {
  it(
    'happens each time its condition begins to hold, and ends its activity when it interrupts',
    story((start) => {
      const run = start({ n: 0 });
      expect(run.waiting()).toEqual(['userTask task', 'condition often', 'condition enough']);
      expect(run.setVariables({ n: 11 }).active()).toEqual(['task', 'noticed']);
      expect(run.setVariables({ n: 12 }).active()).toEqual(['task', 'noticed']);
      run.setVariables({ n: 5 }).setVariables({ n: 50 });
      expect(run.active()).toEqual(['task', 'noticed', 'noticed']);
      expect(run.setVariables({ n: 101 }).active()).toEqual(['noticed', 'noticed', 'stopped']);
      expect(run.waiting().filter((what) => what.startsWith('condition'))).toEqual([]);
    }),
  );

  it(
    'goes on at once where its condition holds already',
    story((start) => {
      expect(start({ n: 20, way: 'catch' }).active()).toEqual(['caught']);
      const run = start({ n: 1, way: 'catch' });
      expect(run.waiting()).toEqual(['condition catch']);
      expect(run.setVariables({ n: 20 }).active()).toEqual(['caught']);
    }),
  );

  it(
    'of an event sub-process is asked before anything inside begins',
    story((start) => {
      const interrupted = start({ n: -1, way: 'sub' });
      expect(interrupted.active()).toEqual(['sub', 'watch', 'watch-task']);
      expect(interrupted.trace()).not.toContain('inside');
      expect(start({ n: 7, way: 'sub' }).active().sort()).toEqual(['beside', 'beside-task', 'inside', 'sub']);
    }),
  );

  it(
    'does not happen while its condition has no value',
    story((start) => {
      const run = start({ n: null });
      expect(run.waiting()).toEqual(['userTask task', 'condition often', 'condition enough']);
      expect(run.complete('task').active()).toEqual(['after']);
    }),
  );

  it(
    'is not waited for any more when the instance is canceled',
    story((start) => {
      const run = start({ n: 0, way: 'sub' }).cancel();
      expect(run.waiting()).toEqual([]);
      expect(run.execution.conditions).toBeUndefined();
    }),
  );
});
