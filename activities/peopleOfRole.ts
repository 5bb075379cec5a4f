import { textOf, type Job, type JobParts } from './job';

/** `people-of-role`: who has a role now. In: role. Out: people (ids of active accounts, in a fixed order). */
export function peopleOfRole({ store }: JobParts): Job {
  return async (input) => ({ people: (await store.people.idsWithRole(textOf(input, 'role'))).sort() });
}
