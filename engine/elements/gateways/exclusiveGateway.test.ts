import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('exclusive gateway', () => {
  it.each([
    [500, 'high'],
    [50, 'low'],
    [5, 'other'],
  ])('takes the first flow whose condition holds for %d, else the default: %s', (amount, chosen) =>
    story((start) => {
      const run = start({ amount });
      expect(run.active()).toEqual([chosen]);
      expect(run.complete(chosen, { passed: true }).completed().slice(-3)).toEqual(['merge', 'strict', 'end']);
    })(),
  );

  it(
    'waits with an incident when a condition is neither true nor false',
    story((start) => {
      const run = start({ amount: 'much' });
      expect(run.incidents()).toMatchObject([{ type: 'CONDITION_ERROR' }]);
      expect(run.active()).toEqual(['choice']);
      expect(run.setVariables({ amount: 50 }).resolve().active()).toEqual(['low']);
    }),
  );

  it(
    'waits with an incident when no condition holds and there is no default',
    story((start) => {
      const run = start({ amount: 50 }).complete('low', { passed: null });
      expect(run.incidents()).toMatchObject([{ type: 'CONDITION_ERROR' }]);
      expect(run.setVariables({ passed: false }).resolve().completed()).toContain('done');
    }),
  );

  it(
    'ends with its instance',
    story((start) => {
      expect(start({ amount: null }).cancel().terminated()).toEqual(['choice']);
    }),
  );
});
