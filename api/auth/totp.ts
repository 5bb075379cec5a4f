import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Time-based one-time passwords: RFC 6238 with SHA-1, 30 s, 6 digits, as every authenticator app does. */
const STEP_SECONDS = 30;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new secret in base 32. */
export function newSecret(): string {
  return Array.from(randomBytes(32), (byte) => ALPHABET[byte % 32]).join('');
}

export function totpUri(secret: string, username: string): string {
  return `otpauth://totp/Cauce:${encodeURIComponent(username)}?secret=${secret}&issuer=Cauce`;
}

/** The 30 s step that the code belongs to: this moment's, or the one before or after it; null for another code. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const step = Math.floor(now.getTime() / 1_000 / STEP_SECONDS);
  const given = Buffer.from(code.padEnd(6, ' ').slice(0, 6));
  return (
    [step, step - 1, step + 1].find((candidate) => timingSafeEqual(Buffer.from(codeAt(secret, candidate)), given)) ??
    null
  );
}

/** The code of a 30 s step. */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', decodeBase32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function decodeBase32(text: string): Buffer {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
