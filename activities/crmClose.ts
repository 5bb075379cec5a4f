import type { Outcome } from '../protocol/product';
import { optionalTextOf, refuse, textOf, type Job, type JobParts } from './job';

const OUTCOMES: readonly string[] = ['answered', 'referred', 'escalated', 'abandoned'] satisfies Outcome[];

/**
 * `crm-close`: closes a request with its result. In: requestNumber, outcome, type, area, referralNumber?, resolvedLevel? (of an
 * escalation). Out: nothing.
 * The declared classification stays as it was; a request that is closed already keeps the time of its closing.
 */
export function crmClose({ store, now }: JobParts): Job {
  return async (input) => {
    const requestNumber = textOf(input, 'requestNumber');
    const outcome = textOf(input, 'outcome');
    const { resolvedLevel } = input.variables;
    if (!isOutcome(outcome)) throw refuse(`Expected an outcome (${OUTCOMES.join(', ')}), but got ${outcome}`);
    const request = await store.requests.get(requestNumber);
    if (!request) throw refuse(`Expected request ${requestNumber}, but there is none`);
    await store.requests.change(requestNumber, {
      state: 'closed',
      outcome,
      type: textOf(input, 'type'),
      area: textOf(input, 'area'),
      resolvedLevel: typeof resolvedLevel === 'number' ? resolvedLevel : request.resolvedLevel,
      referralNumber: optionalTextOf(input, 'referralNumber') ?? request.referralNumber,
      closedAt: request.closedAt ?? new Date(now()).toISOString(),
    });
    return {};
  };
}

function isOutcome(text: string): text is Outcome {
  return OUTCOMES.includes(text);
}
