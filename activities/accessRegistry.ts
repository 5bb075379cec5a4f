import { dayOf } from '../domain/reports/facts';
import type { PersonRecord } from '../store/product/people';
import type { Job, JobParts } from './job';

/** More sessions of one person at once than this look like a key that several people use. */
const SESSIONS_OF_ONE = 3;
/** An account that nobody has used for so long asks for a look. */
const UNUSED_AFTER_MS = 90 * 86_400_000;

/**
 * `access-registry`: the users of the CRM with the state of their credentials, never a key (K-2). Out: credentials
 * (contexts: key and person, roles, createdOn, changedOn, lastUseOn, credential, secondFactor, sessions, sharedUse), flagged (those
 * that ask for a decision: signs of shared use, or unused for 90 days).
 */
export function accessRegistry({ store, now }: JobParts): Job {
  return async () => {
    const staff = await store.people.staff();
    const credentials = await Promise.all(
      staff.map(async (person) => {
        const sessions = await store.sessions.countAlive(person.personId, new Date(now()));
        return { ...stateOf(person), sessions, sharedUse: sessions > SESSIONS_OF_ONE };
      }),
    );
    const since = dayOf(new Date(now() - UNUSED_AFTER_MS).toISOString());
    const isUnused = ({ lastUseOn, createdOn }: ReturnType<typeof stateOf>): boolean =>
      (lastUseOn ?? createdOn) < since;
    return { credentials, flagged: credentials.filter((one) => one.sharedUse || isUnused(one)) };
  };
}

function stateOf(person: PersonRecord) {
  return {
    key: person.personId,
    person: person.personId,
    roles: person.roles,
    createdOn: dayOf(person.createdAt),
    changedOn: person.passwordSetAt && dayOf(person.passwordSetAt),
    lastUseOn: person.lastLoginAt && dayOf(person.lastLoginAt),
    credential: person.state,
    secondFactor: person.totpSecret !== null,
  };
}
