export interface Holiday {
  /** `YYYY-MM-DD`. */
  date: string;
  name: string;
  law?: string;
}

/** Working time as dated data of a release: JSON, from `definitions/common`. */
export interface CalendarData {
  /**
   * All holidays from the first year that is named to the last. Years before and after have those of Colombian law; with
   * an empty list no year has any.
   */
  holidays: Holiday[];
  /** `weekday` 1 (Monday) to 7 (Sunday); local times `HH:mm`, `to` exclusive (`24:00` allowed). Spans of a day don't overlap. */
  workingHours: { weekday: number; from: string; to: string }[];
  /** Offset of local time in minutes; Bogotá is -300. */
  offsetMinutes: number;
}
