import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('process', () => {
  it(
    'runs without stopping as far as no element waits',
    story((start) => {
      const run = start({ n: 0, limit: 100 });
      expect(run.state).toBe('COMPLETED');
      expect(run.ended).toEqual({ n: 100, limit: 100 });
      expect(run.events.at(-1)).toEqual({ type: 'instance.completed' });
    }),
  );

  it(
    'stops an endless loop with an incident, and goes on from there',
    story((start) => {
      const run = start({ n: 0, limit: 4000 });
      expect(run.incidents()).toMatchObject([{ type: 'ENGINE_FAILURE' }]);
      expect(run.resolve().state).toBe('COMPLETED');
    }),
  );

  it(
    'is over once it has ended',
    story((start) => {
      const run = start({ n: 0, limit: 1 });
      expect(run.cancel().rejection?.code).toBe('invalid_state');
      expect(start({ n: 0, limit: -1 }).cancel().state).toBe('TERMINATED');
    }),
  );

  it(
    'refuses names that no expression could read',
    story((start) => {
      const run = start(JSON.parse('{"__proto__": 1}') as Record<string, number>);
      expect(run.rejection?.code).toBe('invalid_argument');
    }),
  );
});
