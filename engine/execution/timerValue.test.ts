import { addDuration, isCron, nextRepetition, parseInstant, planTimer } from './timerValue';

const BOGOTA = -300;
const at = (text: string) => Date.parse(text);

describe('timer values', () => {
  it.each([
    ['2026-02-02T08:00:00-05:00', '2026-02-02T13:00:00Z'],
    ['2026-02-02T08:00:00Z', '2026-02-02T08:00:00Z'],
    ['2026-02-02T08:00:00.250Z', '2026-02-02T08:00:00.250Z'],
    ['2026-02-02T08:00', '2026-02-02T13:00:00Z'],
    ['2026-02-02T08:00:00@America/Bogota', '2026-02-02T13:00:00Z'],
    ['2026-02-02', '2026-02-02T05:00:00Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(parseInstant(text, BOGOTA)).toBe(at(utc));
  });

  it.each(['2026-02-30', '2026-13-01', '2026-02-02T25:00', '2026-02-02T08:00@Europe/Paris', 'tomorrow', ''])(
    'finds no instant in "%s"',
    (text) => {
      expect(parseInstant(text, BOGOTA)).toBeNull();
    },
  );

  it.each([
    ['PT5M', '2026-01-31T13:05:00Z'],
    ['P1DT2H', '2026-02-01T15:00:00Z'],
    ['P2W', '2026-02-14T13:00:00Z'],
    ['P1M', '2026-02-28T13:00:00Z'],
    ['P1Y1M', '2027-02-28T13:00:00Z'],
    ['PT0.5S', '2026-01-31T13:00:00.500Z'],
    ['-PT1H', '2026-01-31T12:00:00Z'],
  ])('adds %s', (duration, utc) => {
    expect(addDuration(at('2026-01-31T13:00:00Z'), duration, BOGOTA)).toBe(at(utc));
  });

  it.each(['P', 'PT', 'P1', '5M', 'P99999999999Y'])('finds no duration in "%s"', (text) => {
    expect(addDuration(0, text, BOGOTA)).toBeNull();
  });

  it('repeats a cycle as often as it says, without drift', () => {
    const first = planTimer('cycle', 'R3/PT10M', 0, BOGOTA);
    expect(first).toEqual({ dueAt: 600_000, interval: 'PT10M', repetitions: 2 });
    const second = first && nextRepetition(first, BOGOTA);
    const third = second && nextRepetition(second, BOGOTA);
    expect(third).toEqual({ dueAt: 1_800_000, interval: 'PT10M', repetitions: 0 });
    expect(third && nextRepetition(third, BOGOTA)).toBeNull();
  });

  it('begins a cycle when it says, and goes on for ever without a count', () => {
    const plan = planTimer('cycle', 'R/2026-02-02T08:00:00-05:00/P1D', 0, BOGOTA);
    expect(plan).toMatchObject({ dueAt: at('2026-02-02T13:00:00Z'), repetitions: null });
    expect(plan && nextRepetition(plan, BOGOTA)).toMatchObject({
      dueAt: at('2026-02-03T13:00:00Z'),
      repetitions: null,
    });
  });

  it.each(['R0/PT1M', 'R2', 'R2/PT0S', 'R2/-PT1M', 'PT1M'])('finds no cycle in "%s"', (text) => {
    expect(planTimer('cycle', text, 0, BOGOTA)).toBeNull();
  });

  it('knows cron with six fields and its short forms', () => {
    expect(['0 0 8 * * MON-FRI', '0 0/5 * * * *', '@daily'].map(isCron)).toEqual([true, true, true]);
    expect(['0 8 * * *', '@always', 'R/PT1M'].map(isCron)).toEqual([false, false, false]);
  });
});
