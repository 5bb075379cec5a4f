export { colombianHolidays } from './colombia';
export {
  addWorkingDays,
  addWorkingDaysTo,
  addWorkingHours,
  countWorkingDays,
  isWorkingDay,
  isWorkingEpochDay,
  workingDaysBetween,
  workingHoursBetween,
} from './workingTime';
export type { CalendarData, Holiday } from './data';
