import canonicalize from 'canonicalize';
import type { RecordedEvent } from '../../protocol/events';

/** Hash of the record before its first entry. */
export const EMPTY_HEAD = '0'.repeat(64);

/** Hex SHA-256 of a text's UTF-8 bytes; given by the caller, so that a browser can verify a record too. */
export type Sha256 = (text: string) => string;

/** One entry of a record as it is kept: the canonical JSON of what happened, and the hash up to and with it. */
export interface ChainEntry {
  seq: number;
  entry: string;
  hash: string;
}

/** The first fault of a chain, or the head that it leads to. */
export type ChainVerdict = { ok: true; seq: number; head: string } | { ok: false; seq: number; message: string };

/** JSON as RFC 8785 writes it: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError(`Expected a JSON value, but got ${typeof value}`);
  return text;
}

/** `SHA-256(previous ‖ RFC 8785(entry))`; `entry` is the canonical text. */
export function hashEntry(previous: string, entry: string, sha256: Sha256): string {
  return sha256(previous + entry);
}

/** Chains events of one instance onto `previousHead`. The instance is hashed too, so no entry moves to another. */
export function chainEvents(
  processInstanceKey: string,
  previousHead: string,
  events: readonly RecordedEvent[],
  sha256: Sha256,
): ChainEntry[] {
  let head = previousHead;
  return events.map((recorded) => {
    const entry = canonicalJson({ processInstanceKey, ...recorded });
    head = hashEntry(head, entry, sha256);
    return { seq: recorded.seq, entry, hash: head };
  });
}

/**
 * Checks that entries follow each other from seq 1 without a gap and that each hash follows from the one before.
 * A record cut short at its end passes: only a head kept elsewhere shows that (`expectedHead`).
 */
export function verifyChain(entries: Iterable<ChainEntry>, sha256: Sha256, expectedHead?: string): ChainVerdict {
  let head = EMPTY_HEAD;
  let seq = 0;
  for (const entry of entries) {
    if (entry.seq !== seq + 1) {
      return { ok: false, seq: seq + 1, message: `Expected entry ${seq + 1}, but found ${entry.seq}` };
    }
    seq = entry.seq;
    head = hashEntry(head, entry.entry, sha256);
    if (head !== entry.hash) return { ok: false, seq, message: `Expected hash ${head}, but found ${entry.hash}` };
  }
  if (expectedHead !== undefined && expectedHead !== head) {
    return { ok: false, seq, message: `Expected head ${expectedHead}, but the record ends with ${head}` };
  }
  return { ok: true, seq, head };
}
