import { definitionOf } from '../../../execution/context';
import { complete, spawn } from '../../../execution/lifecycle';
import type { ElementDefinition } from '../../../model/definition';
import type { EventData, EventDefinitionBehavior } from './behavior';

interface LinkEvent {
  name: string;
  /** Of the definition, by which a thrown one may refer to it. */
  id: string;
  /** The definition that a thrown one refers to. */
  target?: string;
}

/** A flow that isn't drawn: a thrown link goes on in the same scope, at the catching one that it refers to, else at that of its name. */
export const link: EventDefinitionBehavior<LinkEvent> = {
  bpmnType: 'LinkEventDefinition',
  kind: 'link',
  clause: '10.5.5',
  positions: ['catch', 'throw'],
  compile(definition, _event, position) {
    definition.reference('source');
    const target = definition.reference('target');
    const name = definition.attribute('name') ?? '';
    // A catching one without a name can still be referred to; a rule asks for whoever throws to it.
    if (name === '' && target === null && position === 'throw')
      definition.problem('link_invalid', 'Expected a link with a name or a target, but it has neither');
    return { name: String(name), id: definition.id, ...(target !== null && { target }) };
  },
  leadsTo: (thrown, event, elements) =>
    Object.values(elements).flatMap((other) => (isTarget(other, event, thrown) ? [other.id] : [])),
  listen:
    (context, { owner }) =>
    () =>
      complete(context, owner),
  throw(context, instance, thrown) {
    const event = definitionOf(context, instance.elementId);
    const target = Object.values(context.process.elements).find((other) => isTarget(other, event, thrown));
    const { scopeKey } = instance;
    if (!target || scopeKey === null) throw new Error(`Expected a link '${thrown.name}' to go to, but there is none`);
    return () => {
      spawn(context, target.id, scopeKey);
      return true;
    };
  },
};

function isTarget(other: ElementDefinition, event: ElementDefinition, { name, target }: LinkEvent): boolean {
  if (other.type !== 'INTERMEDIATE_CATCH_EVENT' || other.parentId !== event.parentId) return false;
  const data = other.data as EventData | null;
  if (data?.kind !== link.kind) return false;
  const caught = data.data as LinkEvent;
  return target === undefined ? caught.name === name : caught.id === target;
}
