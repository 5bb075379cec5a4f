import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('inclusive gateway', () => {
  it.each([
    [500, ['a', 'b']],
    [50, ['a']],
    [5, ['other']],
  ])('takes every flow whose condition holds for %d, else the default: %s', (amount, chosen) =>
    story((start) => {
      expect(start({ amount }).active()).toEqual(chosen);
    })(),
  );

  it(
    'joins at once when nothing else can come',
    story((start) => {
      expect(start({ amount: 50 }).complete('a').active()).toEqual(['after']);
    }),
  );

  it(
    'waits for what can still come, and sends one token on',
    story((start) => {
      // given
      const run = start({ amount: 500 }).complete('a');
      expect(run.active()).toEqual(['b']);
      expect(run.waiting()).toContain('join join');
      // when
      run.complete('b');
      // then
      expect(run.active()).toEqual(['after']);
      expect(run.complete('after').state).toBe('COMPLETED');
    }),
  );

  it(
    'goes on when what it waited for takes another way',
    story((start) => {
      const run = start({ amount: 500 }).complete('a').complete('b', { dropped: true });
      expect(run.completed()).toContain('away');
      expect(run.active()).toEqual(['after']);
    }),
  );

  it(
    'counts the way through a boundary event',
    story((start) => {
      const run = start({ amount: 500 }).complete('a').advance('PT1H');
      expect(run.terminated()).toEqual(['b']);
      expect(run.active()).toEqual(['after']);
    }),
  );

  it(
    'waits with an incident when a condition is neither true nor false',
    story((start) => {
      const run = start({ amount: 'much' });
      expect(run.incidents()).toMatchObject([{ type: 'CONDITION_ERROR' }]);
      expect(run.setVariables({ amount: 50 }).resolve().active()).toEqual(['a']);
    }),
  );

  it(
    'ends with its instance, tokens that wait before it too',
    story((start) => {
      const run = start({ amount: 500 }).complete('a').cancel();
      expect(run.terminated()).toEqual(['b']);
      expect(run.waiting()).toEqual([]);
    }),
  );
});
