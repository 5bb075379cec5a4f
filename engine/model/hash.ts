import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** SHA-256 of a value's canonical JSON (RFC 8785), so that the order of its keys doesn't matter. */
export function hashOf(value: unknown): string {
  return sha256(canonicalize(value) ?? '');
}
