import type { FeelFunction } from '../values/value';
import { CONTEXTS } from './contexts';
import { CONVERSIONS } from './conversions';
import { LISTS } from './lists';
import { NUMBERS } from './numbers';
import { RANGES } from './ranges';
import { STRINGS } from './strings';
import { TEMPORALS } from './temporals';
import { WORKING_TIME } from './workingTime';

/** Built-in functions by name. A name with blanks also belongs into `grammar/names.ts`; a test compares the two. */
export const BUILT_INS: ReadonlyMap<string, FeelFunction> = new Map([
  ...CONVERSIONS,
  ...NUMBERS,
  ...STRINGS,
  ...LISTS,
  ...CONTEXTS,
  ...RANGES,
  ...TEMPORALS,
  ...WORKING_TIME,
]);
