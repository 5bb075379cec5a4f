import { optionalTextOf, textOf, type Job, type JobParts } from './job';

/** How long a message waits for who is to get it: longer than any outage. */
const TIME_TO_LIVE_MS = 24 * 3_600_000;

/**
 * `publish-message`: tells other instances something, or starts them (message start events). In: messageName,
 * correlationKey? (what they wait with; none for starts), payload? (context: their variables). Out: nothing.
 * The same element instance publishes once.
 */
export function publishMessage({ publish }: JobParts): Job {
  return async (input) => {
    const { payload = null } = input.variables;
    await publish({
      name: textOf(input, 'messageName'),
      correlationKey: optionalTextOf(input, 'correlationKey') ?? '',
      messageId: `${input.processInstanceKey}:${input.elementInstanceKey}`,
      variables: payload !== null && typeof payload === 'object' && !Array.isArray(payload) ? payload : {},
      timeToLiveMs: TIME_TO_LIVE_MS,
    });
    return {};
  };
}
