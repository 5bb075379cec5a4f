/** A message whose storage somebody was told of. */
export interface AcknowledgedMessage {
  conversationId: string;
  authorId: string;
  clientMessageId: string;
  text: string;
  seq: number;
}

/** A task whose completion somebody was told of (204). */
export interface AcknowledgedCompletion {
  conversationId: string;
  processInstanceKey: string;
  userTaskKey: string;
  outcome: string;
}

/** A conversation that somebody was told of (201), and how it ended. */
export interface OpenedConversation {
  id: string;
  requestNumber: string;
  processInstanceKey: string;
  closedBy: string | null;
}

/**
 * What clients were told, kept outside of the product: whatever is in here has to be true when all faults are over.
 * `violations` are broken promises that a client has seen itself.
 */
export class Journal {
  readonly conversations: OpenedConversation[] = [];
  readonly messages: AcknowledgedMessage[] = [];
  readonly completions: AcknowledgedCompletion[] = [];
  readonly violations: string[] = [];
  /** Requests and frames that had to be sent again. */
  retries = 0;

  broken(promise: string): void {
    this.violations.push(promise);
  }

  summary(): string {
    const { conversations, messages, completions, retries } = this;
    const counts = `${conversations.length} conversations, ${messages.length} messages, ${completions.length} completions`;
    return `acknowledged: ${counts}; ${retries} repetitions`;
  }
}
