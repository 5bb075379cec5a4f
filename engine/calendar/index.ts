/** Working time as dated data of a release: JSON, from `definitions/common`. */
export interface CalendarData {
  holidays: { date: string; name: string; law?: string }[];
  /** `weekday` 1 (Monday) to 7 (Sunday); local times `HH:mm`, `to` exclusive (`24:00` allowed). */
  workingHours: { weekday: number; from: string; to: string }[];
  offsetMinutes: number;
}
