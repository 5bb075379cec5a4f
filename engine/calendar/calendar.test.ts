import {
  addWorkingDays,
  addWorkingHours,
  colombianHolidays,
  isWorkingDay,
  workingDaysBetween,
  workingHoursBetween,
  type CalendarData,
} from '.';

const CALENDAR: CalendarData = {
  holidays: colombianHolidays(2026),
  workingHours: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, from: '08:00', to: '12:00' },
    { weekday, from: '13:00', to: '17:00' },
  ]),
  offsetMinutes: -300,
};
const at = (text: string): number => Date.parse(`${text}-05:00`);
const local = (millis: number): string => new Date(millis - 5 * 3_600_000).toISOString().slice(0, 16);

describe('colombianHolidays', () => {
  it('gives the holidays of 2026 on their days, moved to Monday where the law moves them', () => {
    expect(colombianHolidays(2026).map(({ date }) => date)).toEqual([
      '2026-01-01',
      '2026-01-12',
      '2026-03-23',
      '2026-04-02',
      '2026-04-03',
      '2026-05-01',
      '2026-05-18',
      '2026-06-08',
      '2026-06-15',
      '2026-06-29',
      '2026-07-20',
      '2026-08-07',
      '2026-08-17',
      '2026-10-12',
      '2026-11-02',
      '2026-11-16',
      '2026-12-08',
      '2026-12-25',
    ]);
  });

  it('names the law, and keeps two holidays of one date', () => {
    expect(colombianHolidays(2011).filter(({ date }) => date === '2011-07-04')).toEqual([
      { date: '2011-07-04', name: 'San Pedro y San Pablo', law: 'Ley 51 de 1983' },
      { date: '2011-07-04', name: 'Sagrado Corazón de Jesús', law: 'Ley 51 de 1983' },
    ]);
  });
});

describe('working days', () => {
  it('leaves out weekends and holidays', () => {
    expect(isWorkingDay('2026-12-07', CALENDAR)).toBe(true);
    expect(isWorkingDay('2026-12-08', CALENDAR)).toBe(false);
    expect(isWorkingDay('2026-12-05', CALENDAR)).toBe(false);
    expect(addWorkingDays('2026-12-04', 2, CALENDAR)).toBe('2026-12-09');
    expect(addWorkingDays('2026-12-09', -2, CALENDAR)).toBe('2026-12-04');
    expect(addWorkingDays('2026-12-05', 0, CALENDAR)).toBe('2026-12-05');
  });

  it('keeps the holidays of the law in years that its own do not reach, and none where it has none', () => {
    expect(isWorkingDay('2027-12-08', CALENDAR)).toBe(false);
    expect(isWorkingDay('2025-07-20', CALENDAR)).toBe(false);
    expect(addWorkingDays('2026-12-31', 1, CALENDAR)).toBe('2027-01-04');
    expect(addWorkingDays('2027-01-08', 1, CALENDAR)).toBe('2027-01-12');
    expect(isWorkingDay('2026-12-08', { ...CALENDAR, holidays: [] })).toBe(true);
  });

  it('finds the holidays of the law in any year, however many were asked for', () => {
    const christmases = Array.from({ length: 500 }, (_, year) => `${2100 + year}-12-25`);
    expect([...christmases, ...christmases].filter((date) => isWorkingDay(date, CALENDAR))).toEqual([]);
  });

  it('counts back what it added', () => {
    for (let days = -30; days <= 30; days++) {
      expect(workingDaysBetween('2026-06-10', addWorkingDays('2026-06-10', days, CALENDAR), CALENDAR)).toBe(days);
    }
  });
});

describe('working hours', () => {
  it('passes over lunch, night, weekend and holiday', () => {
    expect(local(addWorkingHours(at('2026-12-04T11:30:00'), 1, CALENDAR))).toBe('2026-12-04T13:30');
    expect(local(addWorkingHours(at('2026-12-04T16:00:00'), 2, CALENDAR))).toBe('2026-12-07T09:00');
    expect(local(addWorkingHours(at('2026-12-07T16:30:00'), 1.5, CALENDAR))).toBe('2026-12-09T09:00');
    expect(local(addWorkingHours(at('2026-12-05T10:00:00'), 8, CALENDAR))).toBe('2026-12-07T17:00');
  });

  it('goes backwards with negative hours', () => {
    expect(local(addWorkingHours(at('2026-12-09T09:00:00'), -2, CALENDAR))).toBe('2026-12-07T16:00');
  });

  it('counts what it added, from any moment', () => {
    for (let hour = 0; hour < 100; hour++) {
      const start = at('2026-12-03T00:00:00') + hour * 3_600_000;
      expect(workingHoursBetween(start, addWorkingHours(start, 10.25, CALENDAR), CALENDAR)).toBe(10.25);
    }
    expect(workingHoursBetween(at('2026-12-07T09:00:00'), at('2026-12-04T16:00:00'), CALENDAR)).toBe(-2);
  });

  it('refuses a calendar in which nobody ever works', () => {
    expect(() => addWorkingHours(at('2026-12-04T16:00:00'), 1, { ...CALENDAR, workingHours: [] })).toThrow(
      'Expected a calendar',
    );
  });
});
