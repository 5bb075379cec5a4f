/** Days of the proleptic Gregorian calendar as counts from 1970-01-01, for years up to ±999,999,999. */

export interface CivilDate {
  year: number;
  month: number;
  day: number;
}

/** Howard Hinnant's algorithm: a 400-year era holds 146,097 days. */
export function epochDayOf({ year, month, day }: CivilDate): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilDateOf(epochDay: number): CivilDate {
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Monday is 1, Sunday 7. */
export function weekdayOf(epochDay: number): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

/** The same day `months` later, or the last day of that month where it has no such day. */
export function addMonths(epochDay: number, months: number): number {
  const { year, month, day } = civilDateOf(epochDay);
  const total = year * 12 + month - 1 + months;
  const target = { year: Math.floor(total / 12), month: total - Math.floor(total / 12) * 12 + 1 };
  return epochDayOf({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
}

/** `YYYY-MM-DD`, with as many digits of year as it takes. */
export function dateText(epochDay: number): string {
  const { year, month, day } = civilDateOf(epochDay);
  const sign = year < 0 ? '-' : '';
  return `${sign}${String(Math.abs(year)).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** The day of a plain `YYYY-MM-DD`, or null where there is no such day. */
export function epochDayFrom(text: string): number | null {
  const match = /^(-?)(\d{4}|[1-9]\d{4,8})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const year = Number(match[2]) * (match[1] === '-' ? -1 : 1);
  return civilDay(year, Number(match[3]), Number(match[4]));
}

/** Null where there is no such day, or the year has more than nine digits. */
export function civilDay(year: number, month: number, day: number): number | null {
  if (![year, month, day].every(Number.isInteger) || Math.abs(year) > 999_999_999) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return epochDayOf({ year, month, day });
}
