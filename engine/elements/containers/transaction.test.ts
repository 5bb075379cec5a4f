import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('transaction', () => {
  it(
    'that succeeds goes on like a sub-process',
    story((start) => {
      const run = start().complete('charge').complete('reserve').complete('wait').complete('confirm');
      expect(run.active()).toEqual(['after']);
    }),
  );

  it(
    'that is canceled ends all inside, undoes what had completed, and leaves by its cancel event',
    story((start) => {
      const run = start().complete('charge').complete('reserve').complete('confirm', { how: 'cancel' });
      expect(run.terminated()).toEqual(['wait', 'part', 'stop']);
      expect(run.waiting()).toEqual(['userTask release']);
      expect(run.complete('release').waiting()).toEqual(['userTask refund']);
      expect(run.complete('refund').active()).toEqual(['afterCancel']);
      expect(run.terminated().at(-1)).toBe('pay');
    }),
  );

  it(
    'that is left by an error undoes nothing',
    story((start) => {
      const run = start().complete('charge').complete('confirm', { how: 'error' });
      expect(run.active()).toEqual(['afterHazard']);
    }),
  );

  it(
    'ends with its handlers when the instance is canceled',
    story((start) => {
      const run = start().complete('charge').complete('confirm', { how: 'cancel' }).cancel();
      expect(run.terminated()).toContain('refund');
      expect(run.waiting()).toEqual([]);
    }),
  );
});
