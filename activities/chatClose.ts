import { closeReason } from '../protocol/productAnswers';
import { SYSTEM_AUTHOR } from '../store/product/conversations';
import { refuse, releaseOf, textOf, type Job, type JobParts } from './job';

const DEFAULT_TEXT = 'La conversación terminó.';

/** `chat-close`: closes a conversation in the system's name, unless somebody was faster. In: conversationId, reason. */
export function chatClose(parts: JobParts): Job {
  return async (input) => {
    const conversationId = textOf(input, 'conversationId');
    const reason = closeReason.safeParse(input.variables.reason);
    if (!reason.success)
      throw refuse(`Expected a reason for closing, but got ${JSON.stringify(input.variables.reason)}`);
    const { catalogues } = await releaseOf(parts, input);
    const text =
      catalogues['chat-texts']?.items.find(({ id }) => id === `closed-${reason.data}`)?.label ?? DEFAULT_TEXT;
    const at = new Date(parts.now()).toISOString();
    await parts.store.conversations.close(conversationId, {
      by: 'system',
      authorId: SYSTEM_AUTHOR,
      reason: reason.data,
      text,
      at,
    });
    return {};
  };
}
