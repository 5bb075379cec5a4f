import { elementOf, elementsOf, type ModdleElement } from '../moddle';
import { rule, type Rule } from './rule';

const CONVERSATION_PARTS = [
  'conversations',
  'participantAssociations',
  'messageFlowAssociations',
  'conversationAssociations',
  'artifacts',
];

/** Pools and conversations: they are not executed, but a model that has them must have them right. */
export const collaborationRules: readonly Rule[] = [
  rule('bpmn:ParticipantMultiplicity', 'multiplicity_invalid', '9.3', (multiplicity) => {
    const [minimum, maximum] = [Number(multiplicity.get('minimum') ?? 0), Number(multiplicity.get('maximum') ?? 1)];
    return minimum >= 0 && maximum >= 1 && maximum >= minimum
      ? null
      : `Expected a minimum of 0 or more and a maximum not below it, but they are ${minimum} and ${maximum}`;
  }),
  rule('bpmn:Collaboration', 'collaboration_invalid', '9.7', (collaboration) => {
    const open = elementsOf(collaboration, 'choreographyRef').some(
      (choreography) => Boolean(choreography.get('isClosed')) !== Boolean(collaboration.get('isClosed')),
    );
    return open ? 'Expected isClosed to be the same as of its choreography, but it is not' : null;
  }),
  rule('bpmn:CallConversation', 'called_collaboration_invalid', '9.5', (conversation) => {
    const called = elementOf(conversation, 'calledCollaborationRef');
    return isChoreography(called) ? 'Expected a collaboration to be called, but it is a choreography' : null;
  }),
  rule('bpmn:Choreography', 'collaboration_invalid', '11', (choreography) =>
    elementsOf(choreography, 'choreographyRef').length > 0
      ? 'Expected a choreography not to refer to another one, but it does'
      : null,
  ),
  rule('bpmn:GlobalConversation', 'global_conversation_invalid', '9.5', (conversation) => {
    if (elementsOf(conversation, 'choreographyRef').length > 0)
      return 'Expected no choreography of a global conversation, but it has one';
    return CONVERSATION_PARTS.some((part) => elementsOf(conversation, part).length > 0)
      ? 'Expected a global conversation without parts, but it has some'
      : null;
  }),
];

function isChoreography(element: ModdleElement | null): boolean {
  return element?.$instanceOf('bpmn:Choreography') ?? false;
}
