import { numberOf, refuse, textOf, type Job, type JobParts } from './job';

/**
 * `chat-check-idle`: has nobody written for a while? In: conversationId, idleMinutes. Out: idle, nextCheckAt (RFC 3339
 * UTC). Silence counts against the citizen only: a chat that waits for an advisor, or for his answer, is not idle.
 */
export function chatCheckIdle({ store, now }: JobParts): Job {
  const { conversations } = store;
  return async (input) => {
    const conversationId = textOf(input, 'conversationId');
    const idleMs = numberOf(input, 'idleMinutes') * 60_000;
    const conversation = await conversations.get(conversationId);
    if (!conversation) throw refuse(`Expected conversation ${conversationId}, but there is none`);
    const { citizenId, lastEntryAt, lastSeq, state } = conversation;
    const [last] = await conversations.after(conversationId, citizenId, lastSeq - 1, 1);
    const waitsForCitizen = state === 'active' && last?.authorRole !== 'citizen';
    const idleAt = Date.parse(lastEntryAt) + idleMs;
    const idle = waitsForCitizen && idleAt <= now();
    const nextCheckAt = new Date(waitsForCitizen ? Math.max(idleAt, now()) : now() + idleMs).toISOString();
    return { idle, nextCheckAt };
  };
}
