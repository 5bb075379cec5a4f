import { civilDateOf, dateText, epochDayOf, weekdayOf } from '../feel/values/days';
import type { Holiday } from './data';

const LAW = 'Ley 51 de 1983';

/** Kept on their day (Ley 51 de 1983, artículo 1). */
const FIXED: readonly [month: number, day: number, name: string][] = [
  [1, 1, 'Año Nuevo'],
  [5, 1, 'Día del Trabajo'],
  [7, 20, 'Día de la Independencia'],
  [8, 7, 'Batalla de Boyacá'],
  [12, 8, 'Inmaculada Concepción'],
  [12, 25, 'Navidad'],
];

/** Moved to the following Monday when they fall on another day (artículo 1, inciso 2). */
const MOVED: readonly [month: number, day: number, name: string][] = [
  [1, 6, 'Reyes Magos'],
  [3, 19, 'San José'],
  [6, 29, 'San Pedro y San Pablo'],
  [8, 15, 'Asunción de la Virgen'],
  [10, 12, 'Día de la Raza'],
  [11, 1, 'Todos los Santos'],
  [11, 11, 'Independencia de Cartagena'],
];

/** Days from Easter Sunday; the last three already stand on the Monday to which the law moves them. */
const FROM_EASTER: readonly [days: number, name: string][] = [
  [-3, 'Jueves Santo'],
  [-2, 'Viernes Santo'],
  [43, 'Ascensión del Señor'],
  [64, 'Corpus Christi'],
  [71, 'Sagrado Corazón de Jesús'],
];

/** The 18 holidays of a year, by date. Two may fall on one date, as on 2011-07-04. */
export function colombianHolidays(year: number): Holiday[] {
  return daysOf(year)
    .sort(([a], [b]) => a - b)
    .map(([day, name]) => ({ date: dateText(day), name, law: LAW }));
}

/** Years whose days are kept; an expression may ask for any of a billion. */
const MAX_YEARS = 200;
const daysByYear = new Map<number, ReadonlySet<number>>();

/** Is the day a holiday by law? */
export function isColombianHoliday(epochDay: number): boolean {
  const { year } = civilDateOf(epochDay);
  let days = daysByYear.get(year);
  if (!days) {
    days = new Set(daysOf(year).map(([day]) => day));
    if (daysByYear.size >= MAX_YEARS) daysByYear.clear();
    daysByYear.set(year, days);
  }
  return days.has(epochDay);
}

function daysOf(year: number): [epochDay: number, name: string][] {
  const easter = easterOf(year);
  return [
    ...FIXED.map(([month, day, name]): [number, string] => [epochDayOf({ year, month, day }), name]),
    ...MOVED.map(([month, day, name]): [number, string] => [mondayFrom(epochDayOf({ year, month, day })), name]),
    ...FROM_EASTER.map(([offset, name]): [number, string] => [easter + offset, name]),
  ];
}

function mondayFrom(epochDay: number): number {
  return epochDay + ((8 - weekdayOf(epochDay)) % 7);
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
function easterOf(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - moon - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
  const sum = moon + weekday - 7 * late + 114;
  return epochDayOf({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 });
}
