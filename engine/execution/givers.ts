import type { Giver } from '../../protocol/engineViews';
import { behaviorOf } from '../elements/registry';
import type { ElementDefinition, Expression, ProcessDefinition } from '../model/definition';
import type { UserTask } from './execution';

/** Who can complete a task: who has it, else those it is open to; an open task that names nobody is for anyone. */
export function whoCanComplete({ assignee, candidateUsers, candidateGroups }: UserTask): Giver[] {
  if (assignee !== null) return [{ kind: 'person', id: assignee }];
  const named: Giver[] = [
    ...candidateUsers.map((id) => ({ kind: 'person' as const, id })),
    ...candidateGroups.map((id) => ({ kind: 'group' as const, id })),
  ];
  return named.length > 0 ? named : [{ kind: 'anyone', id: '' }];
}

/** Elements of the given processes that send a message or signal of this name, as far as their definitions say it literally; anyone, where none does. */
export function whoSends(name: string, processes: Readonly<Record<string, ProcessDefinition>>): Giver[] {
  const senders = Object.values(processes).flatMap(({ id: processId, elements }) =>
    Object.values(elements)
      .filter((element) => sends(element, name))
      .map(({ id }): Giver => ({ kind: 'element', id, processId })),
  );
  return senders.length > 0 ? senders : [{ kind: 'anyone', id: '' }];
}

/** Jobs that publish messages are told their name by an input mapping. */
function sends(element: ElementDefinition, name: string): boolean {
  const mapped = element.inputs.find(({ target }) => target === 'messageName')?.source;
  if (mapped && literalOf(mapped) === name) return true;
  return behaviorOf(element.type).sends?.(element).includes(name) ?? false;
}

function literalOf(expression: Expression): string | undefined {
  if ('text' in expression) return expression.text;
  return /^"([^"\\]*)"$/.exec(expression.feel.source.trim())?.[1];
}

/** The instance that has been called. */
export function whoWasCalled(calledInstanceKey: string | null | undefined): Giver[] {
  return calledInstanceKey === null || calledInstanceKey === undefined
    ? []
    : [{ kind: 'instance', id: calledInstanceKey }];
}
