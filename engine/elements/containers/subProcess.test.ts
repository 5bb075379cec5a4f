import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

const given = { amount: 5, key: 'k' };

describe('sub-process', () => {
  it(
    'completes with its last token and lets its mapped variables out',
    story((start) => {
      const run = start(given).complete('a', { local: 6, seen: true });
      expect(run.active()).toEqual(['sub', 'b']);
      expect(run.variables).toEqual({ ...given, seen: true });
      expect(run.complete('b').active()).toEqual(['after']);
      expect(run.variables).toEqual({ ...given, seen: true, result: 6 });
    }),
  );

  it(
    'ends inside only when a terminate end event is reached in it',
    story((start) => {
      const run = start(given).complete('a', { how: 'terminate' });
      expect(run.terminated()).toEqual(['b']);
      expect(run.active()).toEqual(['after']);
    }),
  );

  it(
    'is left by the boundary event that catches an error from inside',
    story((start) => {
      const run = start(given).complete('a', { how: 'error' });
      expect(run.terminated()).toEqual(['b', 'a-error', 'sub']);
      expect(run.active()).toEqual(['mended']);
    }),
  );

  it(
    'is ended with all inside by an interrupting message',
    story((start) => {
      const run = start(given).publish('stop');
      expect(run.terminated()).toEqual(['a', 'b', 'sub']);
      expect(run.waiting()).toEqual(['userTask stopped']);
    }),
  );

  it(
    'is ended inside out when the instance is canceled',
    story((start) => {
      expect(start(given).cancel().terminated()).toEqual(['a', 'b', 'sub']);
    }),
  );

  it(
    'does not begin while it cannot listen',
    story((start) => {
      const run = start({ amount: 5 });
      expect(run.active()).toEqual(['sub']);
      expect(run.setVariables({ key: 'k' }).resolve().active()).toEqual(['sub', 'a', 'b']);
    }),
  );
});
