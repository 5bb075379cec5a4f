import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

const given = { requestNumber: '2026-1', wait: 'PT10M' };

describe('intermediate catch event', () => {
  it(
    'waits for its message, its duration, its date or the first time of its cycle',
    story((start) => {
      const run = start(given);
      expect(run.waiting()).toEqual(['message message', 'timer duration', 'timer date', 'timer cycle']);
      expect(run.advance('PT9M').active()).toContain('duration');
      expect(run.advance('PT1M').active()).not.toContain('duration');
      expect(run.advance('PT10M').active()).not.toContain('cycle');
      expect(run.completed().filter((id) => id === 'cycle')).toHaveLength(1);
      run.publish('answer', { answer: 42, noise: 1 });
      expect(run.variables).toEqual({ ...given, result: { answer: 42 } });
      expect(run.advance('PT40M').state).toBe('COMPLETED');
    }),
  );

  it(
    'waits with an incident while its duration is none',
    story((start) => {
      const run = start({ ...given, wait: 'soon' });
      expect(run.incidents()).toMatchObject([{ type: 'EXTRACT_VALUE_ERROR' }]);
      expect(run.setVariables({ wait: 'PT1S' }).resolve().advance('PT1S').completed()).toContain('duration');
    }),
  );

  it(
    'stops waiting when the instance is canceled',
    story((start) => {
      const run = start(given).cancel();
      expect(run.effects.map(({ type }) => type)).toEqual([
        'scheduleTimer',
        'scheduleTimer',
        'scheduleTimer',
        'cancelTimer',
        'cancelTimer',
        'cancelTimer',
        'endInstance',
      ]);
      expect(run.feed({ type: 'fireTimer', timerKey: '1' }).rejection?.code).toBe('invalid_state');
    }),
  );
});
