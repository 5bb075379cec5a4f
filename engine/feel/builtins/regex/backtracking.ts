import type { Evaluation } from '../../runtime/evaluation';
import type { Pattern } from '.';
import { readPattern, type Part } from './parts';

/** Of parts inside parts that are tried at once. */
const MAX_DEPTH = 1_500;
const ATTEMPT_STEPS = 2;

interface Match {
  start: number;
  end: number;
  /** Texts of the groups, the first at 1; undefined where a group took no part. */
  groups: (string | undefined)[];
}

/**
 * A pattern with back references. No way is known to match them in linear time, so ways are tried one after the other,
 * each paid by the evaluation; a pattern that tries too many ends it with `feel_budget_exceeded`.
 */
export function backtracking(source: string, flags: string): Pattern | null {
  const read = readPattern(source, flags);
  if (!read) return null;
  const { parts, size } = read;
  const matches = (text: string, evaluation: Evaluation): Match[] => allMatches(parts, text, flags, evaluation);
  return {
    size,
    holds: (text, evaluation) => firstMatch(parts, text, 0, flags, evaluation) !== null,
    all: (text, evaluation) => matches(text, evaluation).map(({ start, end }) => text.slice(start, end)),
    replaceAll: (text, replacement, evaluation) => {
      let [result, last] = ['', 0];
      for (const match of matches(text, evaluation)) {
        result += text.slice(last, match.start) + expand(replacement, match, text);
        last = match.end;
      }
      return result + text.slice(last);
    },
    split: (text, evaluation) => {
      const pieces: string[] = [];
      let last = 0;
      for (const { start, end } of matches(text, evaluation)) {
        pieces.push(text.slice(last, start));
        last = end;
      }
      return [...pieces, text.slice(last)];
    },
  };
}

function expand(replacement: string, { start, end, groups }: Match, text: string): string {
  return replacement.replace(/\\([\\$])|\$(\d)/g, (_all, escaped: string | undefined, group: string | undefined) => {
    if (escaped !== undefined) return escaped;
    return group === '0' ? text.slice(start, end) : (groups[Number(group)] ?? '');
  });
}

function allMatches(parts: readonly Part[], text: string, flags: string, evaluation: Evaluation): Match[] {
  const found: Match[] = [];
  let from = 0;
  while (from <= text.length) {
    const match = firstMatch(parts, text, from, flags, evaluation);
    if (!match) break;
    found.push(match);
    from = match.end > match.start ? match.end : match.end + 1;
  }
  return found;
}

function firstMatch(
  parts: readonly Part[],
  text: string,
  from: number,
  flags: string,
  evaluation: Evaluation,
): Match | null {
  for (let start = from; start <= text.length; start++) {
    const attempt = new Attempt(text, flags, evaluation);
    const end = attempt.run(parts, start);
    if (end !== null) return { start, end, groups: attempt.groups };
  }
  return null;
}

type Next = (at: number) => number | null;

/** One try to match from one place. Each part is given what has to match behind it. */
class Attempt {
  readonly groups: (string | undefined)[] = [];
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly flags: string,
    private readonly evaluation: Evaluation,
  ) {}

  run(parts: readonly Part[], start: number): number | null {
    return this.sequence(parts, 0, start, (end) => end);
  }

  private sequence(parts: readonly Part[], index: number, at: number, next: Next): number | null {
    const part = parts[index];
    if (!part) return next(at);
    this.evaluation.charge(ATTEMPT_STEPS);
    if (++this.depth > MAX_DEPTH) this.evaluation.tooDeep();
    const end = this.part(part, at, (after) => this.sequence(parts, index + 1, after, next));
    this.depth--;
    return end;
  }

  private part(part: Part, at: number, next: Next): number | null {
    switch (part.part) {
      case 'character': {
        const end = this.characterAt(part.test, at);
        return end === null ? null : next(end);
      }
      case 'start':
      case 'end':
        return this.isEdge(part.part, at) ? next(at) : null;
      case 'reference': {
        const end = at + (this.groups[part.group] ?? '').length;
        return this.isSame(this.text.slice(at, end), this.groups[part.group] ?? '') ? next(end) : null;
      }
      case 'group':
        return this.group(part, at, next);
      case 'repeat':
        return this.repeat(part, 0, at, next);
    }
  }

  private isEdge(edge: 'start' | 'end', at: number): boolean {
    const beside = edge === 'start' ? this.text[at - 1] : this.text[at];
    return beside === undefined || (beside === '\n' && this.flags.includes('m'));
  }

  private characterAt(test: (character: string) => boolean, at: number): number | null {
    const point = this.text.codePointAt(at);
    if (point === undefined) return null;
    const character = String.fromCodePoint(point);
    return test(character) ? at + character.length : null;
  }

  private isSame(left: string, right: string): boolean {
    return left === right || (this.flags.includes('i') && left.toLowerCase() === right.toLowerCase());
  }

  private group({ group, alternatives }: Extract<Part, { part: 'group' }>, at: number, next: Next): number | null {
    for (const parts of alternatives) {
      const before = group === null ? undefined : this.groups[group];
      const end = this.sequence(parts, 0, at, (after) => {
        if (group !== null) this.groups[group] = this.text.slice(at, after);
        return next(after);
      });
      if (end !== null) return end;
      if (group !== null) this.groups[group] = before;
    }
    return null;
  }

  private repeat(part: Extract<Part, { part: 'repeat' }>, count: number, at: number, next: Next): number | null {
    if (part.of.part === 'character') return this.repeatCharacter(part, part.of.test, at, next);
    const more = (): number | null => {
      if (count >= part.max) return null;
      // A turn that takes nothing, once enough were made, would be made for ever.
      return this.sequence([part.of], 0, at, (after) =>
        after === at && count >= part.min ? null : this.repeat(part, count + 1, after, next),
      );
    };
    if (count < part.min) return more();
    return part.greedy ? (more() ?? next(at)) : (next(at) ?? more());
  }

  /** Without recursion, so that a long text takes no depth. */
  private repeatCharacter(
    { min, max, greedy }: Extract<Part, { part: 'repeat' }>,
    test: (character: string) => boolean,
    at: number,
    next: Next,
  ): number | null {
    const ends = [at];
    const extend = (): boolean => {
      this.evaluation.charge(ATTEMPT_STEPS);
      const end = ends.length - 1 < max ? this.characterAt(test, ends.at(-1) ?? at) : null;
      if (end !== null) ends.push(end);
      return end !== null;
    };
    while (ends.length - 1 < (greedy ? max : min) && extend());
    for (let count = greedy ? ends.length - 1 : min; count >= min; count += greedy ? -1 : 1) {
      if (count >= ends.length && !extend()) return null;
      const end = next(ends[count] ?? at);
      if (end !== null) return end;
    }
    return null;
  }
}
