import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('abstract task', () => {
  it.each([
    [500, ['small', 'large']],
    [50, ['small']],
    [5, ['none']],
  ])('goes on at once, by the flows whose condition holds for %d: %s', (amount, chosen) =>
    story((start) => {
      expect(start({ amount }).active()).toEqual(chosen);
    })(),
  );

  it(
    'waits with an incident when no condition holds and there is no default',
    story((start) => {
      const run = start({ amount: 5 }, { process: 'strict' });
      expect(run.incidents()).toMatchObject([{ type: 'CONDITION_ERROR' }]);
      expect(run.setVariables({ amount: 50 }).resolve().active()).toEqual(['always']);
    }),
  );

  it(
    'ends with its instance',
    story((start) => {
      expect(start({ amount: 5 }, { process: 'strict' }).cancel().terminated()).toEqual(['only']);
    }),
  );
});
