import type { CatchStrength } from '../../../execution/catching';
import type { Expression } from '../../../model/definition';
import type { NestedSource } from '../../../model/source';
import type { EventPosition } from './behavior';

/** Reads the code of the error or escalation that a definition refers to; null catches all. */
export function compileCode(
  definition: NestedSource,
  what: 'error' | 'escalation',
  position: EventPosition,
): Expression | null {
  const reference = definition.referenced(`${what}Ref`);
  const code = reference?.attribute(`${what}Code`);
  const throws = position === 'throw' || position === 'end';
  if (typeof code !== 'string' || code === '') {
    if (throws || reference)
      definition.problem(`${what}_code_missing`, `Expected an ${what} with a code, but there is none`);
    return null;
  }
  const expression = definition.expression(code, `${what} code`);
  if (!throws && 'feel' in expression)
    definition.problem(`${what}_invalid`, `Expected a literal ${what} code where it is caught, but it is FEEL`);
  return expression;
}

export function strengthOf(code: Expression | null, thrown: string): CatchStrength | null {
  if (code === null) return 'all';
  return 'text' in code && code.text === thrown ? 'code' : null;
}
