import { RE2JS } from 're2js';
import type { Evaluation } from '../runtime/evaluation';

const MAX_CACHED = 500;
const compiled = new Map<string, RE2JS | null>();

/** A pattern of XPath with its flags, matched in linear time (no back references); null with a warning where it is none. */
export function regex(pattern: string, flags: string, evaluation: Evaluation): RE2JS | null {
  evaluation.charge(1 + pattern.length / 10);
  const key = `${flags}/${pattern}`;
  let found = compiled.get(key);
  if (found === undefined) {
    found = compileRegex(pattern, flags);
    if (compiled.size >= MAX_CACHED) compiled.clear();
    compiled.set(key, found);
  }
  return (
    found ??
    evaluation.warn(
      'invalid_pattern',
      `Expected a regular expression, but got '${pattern.slice(0, 40)}' with flags '${flags}'`,
    )
  );
}

function compileRegex(pattern: string, flags: string): RE2JS | null {
  if (!/^[smixq]*$/.test(flags) || pattern.length > 1_000) return null;
  let options = 0;
  if (flags.includes('i')) options |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('s')) options |= RE2JS.DOTALL;
  if (flags.includes('m')) options |= RE2JS.MULTILINE;
  try {
    return RE2JS.compile(flags.includes('q') ? RE2JS.quote(pattern) : translate(pattern, flags.includes('x')), options);
  } catch {
    return null;
  }
}

/** XPath to RE2: `\i` and `\c` of XML names, the dot that matches no carriage return, blanks that `x` leaves out. */
function translate(pattern: string, spaced: boolean): string {
  let result = '';
  let inClass = 0;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] ?? '';
    if (spaced && inClass === 0 && /\s/.test(character)) continue;
    if (character === '\\') {
      const escaped = pattern[++index] ?? '';
      result += escapeOf(escaped, inClass > 0);
      continue;
    }
    if (character === '[') inClass++;
    if (character === ']') inClass--;
    result += character;
  }
  return result;
}

function escapeOf(escaped: string, inClass: boolean): string {
  const start = 'A-Z_a-z\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{1FFF}:';
  const classes: Readonly<Record<string, string>> = { i: start, c: `${start}\\-.0-9\\x{B7}` };
  const set = classes[escaped];
  if (!set) return `\\${escaped}`;
  return inClass ? set : `[${set}]`;
}
