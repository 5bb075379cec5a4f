import type { Evaluation } from '../runtime/evaluation';
import { spendItems, spendText } from '../values/meter';
import { valueText, type FeelValue } from '../values/value';
import { builtIn, list, omissible, optional, position, signature, text, type BuiltIns } from './define';
import { regex } from './regex';

/** Strings are counted in code points. */
function pointsOf(string: string): string[] {
  spendItems(string.length / 4);
  return [...string];
}

function substring(string: string, start: number, length: number | null): FeelValue {
  const points = pointsOf(string);
  if (start === 0 || Math.abs(start) > points.length || (length !== null && length < 1)) return null;
  const from = start > 0 ? start - 1 : points.length + start;
  return points.slice(from, length === null ? undefined : from + length).join('');
}

function replace(
  input: string,
  pattern: string,
  replacement: string,
  flags: string,
  evaluation: Evaluation,
): FeelValue {
  const compiled = regex(pattern, flags, evaluation);
  if (!compiled) return null;
  if (compiled.holds('', evaluation))
    return evaluation.warn('invalid_pattern', 'Expected a pattern that does not match nothing');
  const literal = flags.includes('q') ? replacement.replace(/[\\$]/g, '\\$&') : replacement;
  const result = compiled.replaceAll(input, literal, evaluation);
  spendText(result.length);
  return result;
}

function split(string: string, delimiter: string, evaluation: Evaluation): FeelValue {
  const compiled = regex(delimiter, '', evaluation);
  if (!compiled) return null;
  evaluation.makeList(string.length / 4);
  return delimiter === '' ? pointsOf(string) : compiled.split(string, evaluation);
}

function join(items: FeelValue[], delimiter: string | null, evaluation: Evaluation): FeelValue {
  const strings = items.filter((item) => item !== null);
  if (!strings.every((item) => typeof item === 'string'))
    return evaluation.warn('invalid_arguments', 'Expected strings to join');
  evaluation.charge(items.length);
  const length = strings.reduce((total, item) => total + item.length + (delimiter?.length ?? 0), 0);
  spendText(length);
  return strings.join(delimiter ?? '');
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base 64 of the UTF-8 form; the sandbox has no encoder. */
function toBase64(value: string): string {
  spendItems(value.length);
  const bytes = [...encodeURIComponent(value).matchAll(/%([0-9A-F]{2})|(.)/g)].map((match) =>
    match[1] ? parseInt(match[1], 16) : (match[2] ?? '').charCodeAt(0),
  );
  let result = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => BASE64[(group >> shift) & 63] ?? '').join('');
    const used = Math.min(4, bytes.length - index + 1);
    result += digits.slice(0, used).padEnd(4, '=');
  }
  return result;
}

function pair(name: string, run: (string: string, match: string) => FeelValue): BuiltIns[number] {
  return builtIn(
    name,
    signature({ string: text, match: text }, ({ string, match }) => {
      spendText(string.length + match.length);
      return run(string, match);
    }),
  );
}

function single(name: string, run: (string: string) => FeelValue): BuiltIns[number] {
  return builtIn(
    name,
    signature({ string: text }, ({ string }) => {
      spendText(string.length);
      return run(string);
    }),
  );
}

export const STRINGS: BuiltIns = [
  builtIn(
    'substring',
    signature({ string: text, 'start position': position, length: omissible(position) }, (values) =>
      substring(values.string, values['start position'], values.length),
    ),
  ),
  single('string length', (string) => pointsOf(string).length),
  single('upper case', (string) => string.toUpperCase()),
  single('lower case', (string) => string.toLowerCase()),
  single('trim', (string) => string.trim()),
  single('is blank', (string) => string.trim() === ''),
  single('to base64', toBase64),
  pair('contains', (string, match) => string.includes(match)),
  pair('starts with', (string, match) => string.startsWith(match)),
  pair('ends with', (string, match) => string.endsWith(match)),
  pair('substring before', (string, match) => string.slice(0, Math.max(0, string.indexOf(match)))),
  pair('substring after', (string, match) =>
    string.includes(match) ? string.slice(string.indexOf(match) + match.length) : '',
  ),
  builtIn(
    'replace',
    signature({ input: text, pattern: text, replacement: text, flags: optional(text) }, (values, evaluation) =>
      replace(values.input, values.pattern, values.replacement, values.flags ?? '', evaluation),
    ),
  ),
  builtIn(
    'matches',
    signature(
      { input: text, pattern: text, flags: optional(text) },
      ({ input, pattern, flags }, evaluation) =>
        regex(pattern, flags ?? '', evaluation)?.holds(input, evaluation) ?? null,
    ),
  ),
  builtIn(
    'extract',
    signature({ input: text, pattern: text, flags: optional(text) }, ({ input, pattern, flags }, evaluation) => {
      evaluation.makeList(input.length / 4);
      return regex(pattern, flags ?? '', evaluation)?.all(input, evaluation) ?? null;
    }),
  ),
  builtIn(
    'split',
    signature({ string: text, delimiter: text }, ({ string, delimiter }, evaluation) =>
      split(string, delimiter, evaluation),
    ),
  ),
  builtIn(
    'string join',
    signature({ list, delimiter: optional(text) }, (values, evaluation) =>
      join(values.list, values.delimiter, evaluation),
    ),
    signature({ list, delimiter: optional(text), prefix: text, suffix: text }, (values, evaluation) => {
      const joined = join(values.list, values.delimiter, evaluation);
      return joined === null ? null : `${values.prefix}${valueText(joined)}${values.suffix}`;
    }),
  ),
];
