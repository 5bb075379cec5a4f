import { dayOf } from '../domain/reports/facts';
import { refuse, releaseOf, textOf, type Job, type JobParts } from './job';
import { writeEntries } from './registerEntries';

/**
 * `refer`: hands a request over to an external procedure under a number of its own. In: requestNumber, procedure (id in
 * the catalogue `external-procedures`). Out: referralNumber, e.g. `V-2026-000012`. A repetition gets the same number. The
 * citizen goes on there by himself, so the call is recorded in the register `external-calls` as done (D-5).
 */
export function refer(parts: JobParts): Job {
  const { requests, counters, idempotency } = parts.store;
  return async (input) => {
    const requestNumber = textOf(input, 'requestNumber');
    const procedure = textOf(input, 'procedure');
    const { catalogues, registers } = await releaseOf(parts, input);
    const external = catalogues['external-procedures']?.items.find(({ id }) => id === procedure);
    if (!external) throw refuse(`Expected ${procedure} among the external procedures, but it is not there`);
    const at = new Date(parts.now()).toISOString();
    const year = dayOf(at).slice(0, 4);
    const sequence = await counters.lease(`referral-${procedure}-${year}`);
    const prefix = typeof external.referralPrefix === 'string' ? external.referralPrefix : procedure;
    const fresh = `${prefix}-${year}-${String(sequence).padStart(6, '0')}`;
    // The first number that was reserved for this element of this instance is the one; the counter may have gaps.
    const scope = {
      personId: 'system',
      route: 'refer',
      key: `${input.processInstanceKey}:${input.elementInstanceKey}`,
    };
    const claim = await idempotency.claim(scope, procedure, fresh, at);
    const referralNumber = claim.kind === 'run' ? claim.reservedId : fresh;
    await requests.change(requestNumber, { referralNumber });
    const register = registers['external-calls'];
    const call = { procedure, reference: requestNumber, way: 'person', outcome: referralNumber };
    const data = { ...call, answeredAt: at, status: 'answered' };
    if (register) await writeEntries(parts, input, register, [{ key: referralNumber, entryId: null, data }]);
    return { referralNumber };
  };
}
