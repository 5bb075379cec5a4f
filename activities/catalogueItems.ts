import type { JsonValue } from '../protocol/json';
import { refuse, releaseOf, textOf, type Job, type JobParts } from './job';

/** `catalogue-items`: the items of a catalogue of the release, e.g. to do something for each. In: catalogue. Out: items. */
export function catalogueItems(parts: JobParts): Job {
  return async (input) => {
    const id = textOf(input, 'catalogue');
    const { catalogues } = await releaseOf(parts, input);
    const catalogue = Object.hasOwn(catalogues, id) ? catalogues[id] : undefined;
    if (!catalogue) throw refuse(`Expected a catalogue ${id}, but the release has none`);
    return { items: catalogue.items as JsonValue };
  };
}
