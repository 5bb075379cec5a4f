import { spendText } from '../values/meter';
import { numberFrom } from '../values/number';
import { FeelFunction, valueText, type FeelValue } from '../values/value';
import { anything, boolean, builtIn, number, signature, text, optional, omissible, type BuiltIns } from './define';

const GROUPING = [' ', ',', '.'];
const DECIMAL = [',', '.'];

/** Digits with optional separators; null where the separators are none of FEEL's or the same. */
function toNumber(from: string, grouping: string | null, separator: string | null): FeelValue {
  spendText(from.length * 10);
  if (grouping !== null && !GROUPING.includes(grouping)) return null;
  if (separator !== null && !DECIMAL.includes(separator)) return null;
  if (grouping !== null && grouping === separator) return null;
  const digits = grouping === null ? from : from.split(grouping).join('');
  if (separator === ',' && digits.includes('.')) return null;
  return numberFrom(separator === null ? digits : digits.replace(separator, '.'));
}

export const CONVERSIONS: BuiltIns = [
  builtIn(
    'number',
    signature({ from: text, 'grouping separator': optional(text), 'decimal separator': optional(text) }, (values) =>
      toNumber(values.from, values['grouping separator'], values['decimal separator']),
    ),
    signature({ from: number }, ({ from }) => from),
  ),
  builtIn(
    'string',
    signature({ from: anything }, ({ from }) => {
      if (from === null || from instanceof FeelFunction) return null;
      const result = valueText(from);
      spendText(result.length);
      return result;
    }),
  ),
  builtIn(
    'not',
    signature({ negand: omissible(boolean) }, ({ negand }) => (negand === null ? null : !negand)),
  ),
];
