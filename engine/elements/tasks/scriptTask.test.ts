import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('script task', () => {
  it(
    'puts the value of its expression where the output mapping says',
    story((start) => {
      const run = start({ unitPrice: 3, count: 4 });
      expect(run.active()).toEqual(['after']);
      expect(run.variables).toEqual({ unitPrice: 3, count: 4, bill: { total: 12 } });
    }),
  );

  it(
    'yields null where FEEL does',
    story((start) => {
      expect(start({ unitPrice: 3 }).variables['bill']).toEqual({ total: null });
    }),
  );

  it(
    'leaves nothing behind when the instance is canceled later',
    story((start) => {
      expect(start().cancel().terminated()).toEqual(['after']);
    }),
  );
});
