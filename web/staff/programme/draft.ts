/** A shift of a programme that is being drafted, as the form of the task has it. */
export interface DraftShift {
  date: string;
  room: string;
  from: string;
  to: string;
  advisors: string[];
  forum: string | null;
}

const keyOf = (taskKey: string): string => `cauce.programme.${taskKey}`;

/** The draft of a task: what was kept in this browser, else what the process proposes. */
export function readDraft(taskKey: string, proposed: unknown): DraftShift[] {
  const kept = localStorage.getItem(keyOf(taskKey));
  const shifts: unknown = kept === null ? proposed : JSON.parse(kept);
  return Array.isArray(shifts) ? (shifts as DraftShift[]) : [];
}

export function keepDraft(taskKey: string, shifts: readonly DraftShift[]): void {
  localStorage.setItem(keyOf(taskKey), JSON.stringify(shifts));
}

export function forgetDraft(taskKey: string): void {
  localStorage.removeItem(keyOf(taskKey));
}

/** The shift on every other day of the week from Monday to Friday that is no holiday. */
export function copiedTo(shift: DraftShift, days: readonly string[], holidays: ReadonlySet<string>): DraftShift[] {
  return days
    .slice(0, 5)
    .filter((date) => date !== shift.date && !holidays.has(date))
    .map((date) => ({ ...shift, date }));
}
