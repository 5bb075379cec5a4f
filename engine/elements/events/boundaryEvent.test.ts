import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

const given = { key: 'k' };

describe('boundary event', () => {
  it(
    'listens while its activity waits, and no longer',
    story((start) => {
      const run = start(given);
      expect(run.waiting()).toEqual(['userTask task', 'message note', 'message stop', 'timer remind', 'timer late']);
      expect(run.complete('task').waiting()).toEqual(['userTask after']);
    }),
  );

  it(
    'fires as often as its cycle says without ending its activity',
    story((start) => {
      const run = start(given).advance('PT50M');
      expect(run.trace().filter((id) => id === 'remind')).toHaveLength(2);
      expect(run.active()).toEqual(['task', 'reminded', 'reminded']);
    }),
  );

  it(
    'takes several messages without ending its activity, each with its own variables',
    story((start) => {
      const run = start(given).publish('note', { text: 'one' }).publish('note', { text: 'two' });
      expect(run.active()).toEqual(['task', 'noted', 'noted']);
      expect(run.variables['notes']).toBe('two');
      expect(run.variables).not.toHaveProperty('text');
    }),
  );

  it(
    'ends its activity when it interrupts',
    story((start) => {
      const run = start(given).publish('stop', { by: 'citizen' });
      expect(run.terminated()).toEqual(['task']);
      expect(run.waiting()).toEqual(['userTask stopped']);
      expect(run.variables).toMatchObject({ by: 'citizen' });
    }),
  );

  it(
    'fires once when it interrupts by time, though its cycle has more',
    story((start) => {
      const run = start(given).advance('P1D');
      expect(run.active().filter((id) => id === 'expired')).toHaveLength(1);
      expect(run.waiting()).not.toContain('timer late');
    }),
  );

  it(
    'keeps its activity from beginning while it cannot listen',
    story((start) => {
      const run = start({ key: null });
      expect(run.waiting()).toEqual(['incident task']);
      expect(run.setVariables(given).resolve().waiting()).toHaveLength(5);
    }),
  );

  it(
    'stops listening when the instance is canceled',
    story((start) => {
      expect(start(given).cancel().waiting()).toEqual([]);
    }),
  );
});
