import { RE2JS } from 're2js';
import type { Evaluation } from '../../runtime/evaluation';
import { backtracking } from './backtracking';
import { compileRe2 } from './re2';
import { translate, withoutBlanks } from './translate';

/** What the functions of FEEL ask of a compiled pattern. A match that is empty is one too. */
export interface Pattern {
  /** How large it is once compiled. */
  size: number;
  holds(text: string, evaluation: Evaluation): boolean;
  /** The matches, from left to right. */
  all(text: string, evaluation: Evaluation): string[];
  /** `$1` in the replacement is the first group; `\$` a dollar. */
  replaceAll(text: string, replacement: string, evaluation: Evaluation): string;
  split(text: string, evaluation: Evaluation): string[];
}

const MAX_CACHED = 500;
const MAX_PATTERN = 1_000;
/** What compiling costs an instruction, and what matching costs a character and, in the worst case, each instruction. */
const COMPILE_STEPS = 50;
const CHARACTER_STEPS = 0.5;
const INSTRUCTION_STEPS = 0.03;
const BACK_REFERENCE = /(?:^|[^\\])(?:\\\\)*\\[1-9]/;

const compiled = new Map<string, Pattern | null>();

/**
 * A pattern of XPath 2.0 with its flags. It is matched in linear time, unless it has back references: those are matched
 * by trying, paid step by step. Null with a warning where it is no pattern. Whether it is known already changes nothing
 * of what it costs.
 */
export function regex(pattern: string, flags: string, evaluation: Evaluation): Pattern | null {
  const key = `${flags}/${pattern}`;
  let found = compiled.get(key);
  if (found === undefined) {
    found = compilePattern(pattern, flags);
    if (compiled.size >= MAX_CACHED) compiled.clear();
    compiled.set(key, found);
  }
  evaluation.once(key, (found?.size ?? pattern.length) * COMPILE_STEPS);
  return (
    found ??
    evaluation.warn(
      'invalid_pattern',
      `Expected a regular expression, but got '${pattern.slice(0, 40)}' with flags '${flags}'`,
    )
  );
}

function compilePattern(source: string, flags: string): Pattern | null {
  if (!/^[smixq]*$/.test(flags) || source.length > MAX_PATTERN) return null;
  if (flags.includes('q')) return linear(RE2JS.quote(source), flags);
  const pattern = flags.includes('x') ? withoutBlanks(source) : source;
  if (BACK_REFERENCE.test(pattern)) return backtracking(pattern, flags);
  const translated = translate(pattern, flags);
  return translated === null ? null : linear(translated, flags);
}

function linear(translated: string, flags: string): Pattern | null {
  const re2 = compileRe2(translated, flags);
  if (!re2) return null;
  const size = re2.programSize();
  const pay = (text: string, evaluation: Evaluation): void =>
    evaluation.charge(text.length * (CHARACTER_STEPS + size * INSTRUCTION_STEPS));
  return {
    size,
    holds: (text, evaluation) => {
      pay(text, evaluation);
      return re2.matcher(text).find();
    },
    all: (text, evaluation) => {
      pay(text, evaluation);
      const matcher = re2.matcher(text);
      const found: string[] = [];
      while (matcher.find()) found.push(matcher.group() ?? '');
      return found;
    },
    replaceAll: (text, replacement, evaluation) => {
      pay(text, evaluation);
      return re2.matcher(text).replaceAll(replacement, true);
    },
    split: (text, evaluation) => {
      pay(text, evaluation);
      return re2.split(text, -1);
    },
  };
}
