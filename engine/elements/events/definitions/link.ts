import { definitionOf } from '../../../execution/context';
import { complete, spawn } from '../../../execution/lifecycle';
import type { ElementDefinition } from '../../../model/definition';
import type { EventData, EventDefinitionBehavior } from './behavior';

interface LinkEvent {
  name: string;
}

/** A flow that isn't drawn: a thrown link goes on at the catching one of its name in the same scope. */
export const link: EventDefinitionBehavior<LinkEvent> = {
  bpmnType: 'LinkEventDefinition',
  kind: 'link',
  clause: '10.5.5',
  positions: ['catch', 'throw'],
  compile(definition) {
    for (const reference of ['source', 'target']) definition.reference(reference);
    const name = definition.attribute('name');
    if (typeof name !== 'string' || name === '')
      definition.problem('link_invalid', 'Expected a link with a name, but it has none');
    return { name: typeof name === 'string' ? name : '' };
  },
  leadsTo: ({ name }, event, elements) =>
    Object.values(elements).flatMap((other) => (isTarget(other, event, name) ? [other.id] : [])),
  listen:
    (context, { owner }) =>
    () =>
      complete(context, owner),
  throw(context, instance, { name }) {
    const event = definitionOf(context, instance.elementId);
    const target = Object.values(context.process.elements).find((other) => isTarget(other, event, name));
    const { scopeKey } = instance;
    if (!target || scopeKey === null) throw new Error(`Expected a link '${name}' to go to, but there is none`);
    return () => {
      spawn(context, target.id, scopeKey);
      return true;
    };
  },
};

function isTarget(other: ElementDefinition, event: ElementDefinition, name: string): boolean {
  if (other.type !== 'INTERMEDIATE_CATCH_EVENT' || other.parentId !== event.parentId) return false;
  const data = other.data as EventData | null;
  return data?.kind === link.kind && (data.data as LinkEvent).name === name;
}
