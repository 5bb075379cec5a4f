import type { Expression } from '../../../model/definition';
import type { ElementSource } from '../../../model/source';

/** Reads the name of the message or signal that `owner` refers to. */
export function compileName(owner: ElementSource, what: 'message' | 'signal'): Expression {
  const name = owner.referenced(`${what}Ref`)?.name ?? '';
  if (name === '') owner.problem(`${what}_missing`, `Expected a ${what} with a name, but there is none`);
  return owner.expression(name, `${what} name`);
}

/** What starts a process is known at deployment. */
export function checkLiteral(owner: ElementSource, what: 'message' | 'signal', name: Expression): void {
  if ('feel' in name)
    owner.problem(`${what}_invalid`, `Expected a literal ${what} name at a start event, but it is FEEL`);
}
