import type { Outgoing } from '../../ui/socket/conversationLog';

const keyOf = (conversationId: string): string => `cauce:outbox:${conversationId}`;
const draftOf = (conversationId: string): string => `cauce:draft:${conversationId}`;

/** Texts that an earlier load of this tab has not got through. */
export function readOutbox(conversationId: string): Outgoing[] {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(conversationId)) ?? '[]') as Outgoing[];
  } catch {
    return [];
  }
}

/** Keeps unsent texts for this tab. A full or forbidden storage leaves them in memory only. */
export function writeOutbox(conversationId: string, outbox: readonly Outgoing[]): void {
  store(keyOf(conversationId), outbox.length > 0 ? JSON.stringify(outbox) : '');
}

/** The text that the person was writing. */
export function readDraft(conversationId: string): string {
  return sessionStorage.getItem(draftOf(conversationId)) ?? '';
}

export function writeDraft(conversationId: string, text: string): void {
  store(draftOf(conversationId), text);
}

function store(key: string, value: string): void {
  try {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  } catch {
    // Private windows may refuse storage: the chat goes on without it.
  }
}
