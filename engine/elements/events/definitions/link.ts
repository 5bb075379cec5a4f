import { definitionOf } from '../../../execution/context';
import { complete, spawn } from '../../../execution/lifecycle';
import type { ElementDefinition } from '../../../model/definition';
import type { EventData, EventDefinitionBehavior } from './behavior';

interface LinkEvent {
  name: string;
  /** Of the definition, by which its other side may refer to it. */
  id: string;
  /** Thrown: the definition that it refers to. */
  target?: string;
  /** Caught: the definitions that it refers to. */
  sources?: string[];
}

/** A flow that isn't drawn: a thrown link goes on in the same scope, where a reference from either side leads, else at the catching one of its name. */
export const link: EventDefinitionBehavior<LinkEvent> = {
  bpmnType: 'LinkEventDefinition',
  kind: 'link',
  clause: '10.5.5',
  positions: ['catch', 'throw'],
  compile(definition, event, position) {
    const sources = definition.references('source');
    const target = definition.reference('target');
    const name = definition.attribute('name') ?? '';
    // A catching one without a name can still be referred to; a rule asks for whoever throws to it.
    if (name === '' && target === null && position === 'throw')
      definition.problem('link_invalid', 'Expected a link with a name or a target, but it has neither');
    if (position === 'catch' && event.nested('eventDefinitions').length > 1)
      definition.problem('link_invalid', 'Expected a catching link to be all that its event waits for, but it is not');
    return {
      name: String(name),
      id: definition.id,
      ...(target !== null && { target }),
      ...(sources.length > 0 && { sources }),
    };
  },
  leadsTo: (thrown, event, elements) => targetsOf(thrown, event, elements),
  listen:
    (context, { owner }) =>
    () =>
      complete(context, owner),
  throw(context, instance, thrown) {
    const event = definitionOf(context, instance.elementId);
    const [target] = targetsOf(thrown, event, context.process.elements);
    const { scopeKey } = instance;
    if (target === undefined || scopeKey === null)
      throw new Error(`Expected a link '${thrown.name}' to go to, but there is none`);
    return () => {
      spawn(context, target, scopeKey);
      return true;
    };
  },
};

/** Ids of the catching events that a thrown link leads to; a rule sees to it that there is one. */
function targetsOf(
  { id, name, target }: LinkEvent,
  { parentId }: ElementDefinition,
  elements: Readonly<Record<string, ElementDefinition>>,
): string[] {
  const caught = Object.values(elements).flatMap((other) => {
    const data = other.data as EventData | null;
    if (other.type !== 'INTERMEDIATE_CATCH_EVENT' || other.parentId !== parentId || data?.kind !== link.kind) return [];
    return [{ elementId: other.id, link: data.data as LinkEvent }];
  });
  const named = caught.filter((other) =>
    target === undefined ? other.link.sources?.includes(id) : other.link.id === target,
  );
  const isByName = target === undefined && named.length === 0;
  const found = isByName ? caught.filter((other) => other.link.name === name) : named;
  return found.map(({ elementId }) => elementId);
}
