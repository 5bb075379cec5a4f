import type { RejectionDetails } from '../protocol/workflow';

/** An instance refused a command: nothing of it happened. `details.code` says why, for the API's error table. */
export class CommandRejected extends Error {
  override readonly name = 'CommandRejected';

  constructor(readonly details: RejectionDetails) {
    super(details.message);
  }
}

/**
 * Temporal or every worker is away, or did not answer in time. Whether the command happened is unknown:
 * the same command under the same update id may be sent again and gets its first answer.
 */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}
