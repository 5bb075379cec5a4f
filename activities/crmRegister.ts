import type { Catalogue } from '../protocol/release';
import { refuse, releaseOf, textOf, type Job, type JobParts } from './job';

/** A contact about the same area within this time counts as repeated. */
const REPEATED_WITHIN_MS = 30 * 86_400_000;
const EARLIER_REQUESTS = 50;

/**
 * `crm-register`: reads what a new request is about. In: requestNumber. Out: topics (ids of the catalogue `topics` whose
 * keywords occur in the citizen's words), relationship (with the entity), repeatContact.
 */
export function crmRegister(parts: JobParts): Job {
  const { requests, people } = parts.store;
  return async (input) => {
    const requestNumber = textOf(input, 'requestNumber');
    const request = await requests.get(requestNumber);
    if (!request) throw refuse(`Expected request ${requestNumber}, but there is none`);
    const { summary = '' } = await requests.personal(requestNumber);
    const { catalogues } = await releaseOf(parts, input);
    const topics = topicsIn(summary, catalogues.topics);
    const earlier = await requests.ofCitizen(request.citizenId, request.openedAt, EARLIER_REQUESTS);
    const since = new Date(Date.parse(request.openedAt) - REPEATED_WITHIN_MS).toISOString();
    const repeatContact = earlier.some(
      (one) => one.requestNumber !== requestNumber && one.area === request.area && one.openedAt >= since,
    );
    await requests.change(requestNumber, { topics, repeatContact });
    const citizen = (await people.get(request.citizenId))?.citizen;
    return { topics, relationship: citizen?.relationship ?? null, repeatContact };
  };
}

/** Topics in the order of the catalogue; keywords are compared as whole words, without case and accents. */
export function topicsIn(text: string, topics: Catalogue | undefined): string[] {
  const words = ` ${folded(text)} `;
  const found = (topics?.items ?? []).filter(({ keywords }) =>
    (Array.isArray(keywords) ? keywords : []).some(
      (word) => typeof word === 'string' && words.includes(` ${folded(word)} `),
    ),
  );
  return found.map(({ id }) => id);
}

function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}
