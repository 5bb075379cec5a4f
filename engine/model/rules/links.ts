import { elementOf, elementsOf, parentOf, textOf, type ModdleElement } from '../moddle';
import { rule, type ModelView, type Rule } from './rule';

/** Link events: pairs of one name within one scope. */
export const linkRules: readonly Rule[] = [
  rule('bpmn:LinkEventDefinition', 'link_invalid', '10.5.5', (link, model) => {
    const event = parentOf(link);
    if (!event) return null;
    const partners = partnersOf(link, event, model);
    if (partners.some((partner) => scopeOf(partner) !== scopeOf(link)))
      return 'Expected a link within one scope, but it leads into another one';
    const isThrown = event.$instanceOf('bpmn:ThrowEvent');
    if (isThrown && partners.length !== 1)
      return `Expected one catching link for a thrown one, but there are ${partners.length}`;
    if (!isThrown && partners.length === 0) return 'Expected a throwing link for a catching one, but there is none';
    return null;
  }),
];

/** By reference where there is one, by name elsewhere. */
function partnersOf(link: ModdleElement, event: ModdleElement, model: ModelView): ModdleElement[] {
  const isThrown = event.$instanceOf('bpmn:ThrowEvent');
  const named = isThrown ? [elementOf(link, 'target')].filter((each) => each !== null) : elementsOf(link, 'source');
  if (named.length > 0) return named;
  const others = model.all('bpmn:LinkEventDefinition').filter((each) => {
    const owner = parentOf(each);
    return owner !== undefined && owner.$instanceOf('bpmn:ThrowEvent') !== isThrown;
  });
  const pointing = others.filter((each) =>
    isThrown ? elementsOf(each, 'source').includes(link) : elementOf(each, 'target') === link,
  );
  if (pointing.length > 0) return pointing;
  const name = textOf(link, 'name');
  return others.filter((each) => textOf(each, 'name') === name && scopeOf(each) === scopeOf(link));
}

function scopeOf(link: ModdleElement): ModdleElement | undefined {
  const event = parentOf(link);
  return event && parentOf(event);
}
