import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayName, weekDays } from './week';

/** A shift as the calendar shows it. */
export interface CalendarShift {
  key: string;
  date: string;
  from: string;
  to: string;
  room: string;
  /** Who, which forum, how it went. */
  lines: string[];
  tone?: 'open' | 'late' | 'done';
}

interface WeekCalendarProps {
  week: string;
  shifts: readonly CalendarShift[];
  /** Names of holidays by date. */
  holidays: ReadonlyMap<string, string>;
  selected?: string | undefined;
  onSelect?: (key: string) => void;
  /** What stands at the foot of a day. */
  foot?: (date: string) => ReactNode;
}

/**
 * A week as seven columns of shifts. One shift is in the tab order; the arrows walk to the others: up and down in a day,
 * left and right from day to day.
 */
export function WeekCalendar({ week, shifts, holidays, selected, onSelect, foot }: WeekCalendarProps) {
  const { t } = useTranslation();
  const grid = useRef<HTMLOListElement>(null);
  const days = weekDays(week).map((date) => ({
    date,
    shifts: shifts.filter((shift) => shift.date === date).sort((one, other) => one.from.localeCompare(other.from)),
  }));
  const first = days.flatMap((day) => day.shifts)[0]?.key;
  const move = (event: KeyboardEvent<HTMLElement>, day: number, place: number): void => {
    const [byDay, byPlace] = STEPS[event.key] ?? [0, 0];
    if (byDay === 0 && byPlace === 0) return;
    event.preventDefault();
    let column = day + byDay;
    while (byDay !== 0 && days[column]?.shifts.length === 0) column += byDay;
    const there = days[column]?.shifts ?? [];
    const target = there[Math.min(place + byPlace, there.length - 1)];
    if (target) grid.current?.querySelector<HTMLElement>(`[data-shift="${CSS.escape(target.key)}"]`)?.focus();
  };
  return (
    <ol className="week" ref={grid}>
      {days.map(({ date, shifts: ofDay }, day) => (
        <li key={date} className={`week-day${holidays.has(date) ? ' week-holiday' : ''}`}>
          <h3>{dayName(date)}</h3>
          {holidays.has(date) && <p className="week-note">{holidays.get(date)}</p>}
          {ofDay.length === 0 && <p className="week-note">{t('programme.noShifts')}</p>}
          <ul>
            {ofDay.map((shift, place) => (
              <li key={shift.key}>
                <button
                  type="button"
                  className={`week-shift week-${shift.tone ?? 'plain'}`}
                  data-shift={shift.key}
                  tabIndex={shift.key === (selected ?? first) ? 0 : -1}
                  aria-pressed={onSelect ? shift.key === selected : undefined}
                  onClick={() => onSelect?.(shift.key)}
                  onKeyDown={(event) => move(event, day, place)}
                >
                  <strong>
                    {shift.from}–{shift.to}
                  </strong>
                  <span>{shift.room}</span>
                  {shift.lines.map((line) => (
                    <span key={line}>{line}</span>
                  ))}
                </button>
              </li>
            ))}
          </ul>
          {foot?.(date)}
        </li>
      ))}
    </ol>
  );
}

/** Days and places that an arrow key goes. */
const STEPS: Record<string, readonly [day: number, place: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
