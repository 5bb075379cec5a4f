import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const ENCODING = Buffer.from('binary/cauce-1');
const MIN_DEFLATE_BYTES = 256;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PLAIN = 0;
const DEFLATED = 1;
/** A payload may not grow beyond this when inflated (Temporal's own limit is 2 MB a payload). */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;

/**
 * Encrypts every payload that leaves for Temporal: deflated when that makes it smaller, then AES-256-GCM. The key's id
 * travels with the payload, so that payloads of an earlier secret stay readable.
 * @param secret key material of new payloads (the setting CAUCE_SECRET)
 * @param earlierSecrets only for reading
 */
export function createCodec(secret: string, earlierSecrets: string[] = []): PayloadCodec {
  const current = deriveKey(secret);
  const keys = new Map([current, ...earlierSecrets.map(deriveKey)].map((key) => [key.id, key]));
  return {
    encode: (payloads) => Promise.resolve(payloads.map((payload) => encrypt(payload, current))),
    decode: (payloads) => Promise.resolve(payloads.map((payload) => decrypt(payload, keys))),
  };
}

interface CodecKey {
  id: string;
  bytes: Buffer;
}

function deriveKey(secret: string): CodecKey {
  const bytes = Buffer.from(hkdfSync('sha256', secret, 'cauce', 'temporal-payloads', 32));
  return { bytes, id: createHash('sha256').update(bytes).digest('hex').slice(0, 16) };
}

function encrypt(payload: Payload, key: CodecKey): Payload {
  const { body, flag } = shrink(Buffer.from(temporal.api.common.v1.Payload.encode(payload).finish()));
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce);
  cipher.setAAD(Buffer.from([flag]));
  const sealed = Buffer.concat([cipher.update(body), cipher.final()]);
  return {
    metadata: { encoding: ENCODING, keyId: Buffer.from(key.id) },
    data: Buffer.concat([Buffer.from([flag]), nonce, cipher.getAuthTag(), sealed]),
  };
}

function decrypt(payload: Payload, keys: Map<string, CodecKey>): Payload {
  if (!payload.metadata?.encoding || !ENCODING.equals(payload.metadata.encoding)) return payload;
  const keyId = Buffer.from(payload.metadata.keyId ?? []).toString();
  const key = keys.get(keyId);
  if (!key) throw new Error(`Expected a known payload key, but got ${keyId}`);
  const data = Buffer.from(payload.data ?? []);
  const flag = data.subarray(0, 1);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, data.subarray(1, 1 + NONCE_BYTES));
  decipher.setAAD(flag);
  decipher.setAuthTag(data.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES));
  const opened = Buffer.concat([decipher.update(data.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  const inflated = flag[0] === DEFLATED ? inflateRawSync(opened, { maxOutputLength: MAX_INFLATED_BYTES }) : opened;
  return temporal.api.common.v1.Payload.decode(inflated);
}

function shrink(body: Buffer): { body: Buffer; flag: number } {
  if (body.length < MIN_DEFLATE_BYTES) return { body, flag: PLAIN };
  const deflated = deflateRawSync(body);
  return deflated.length < body.length ? { body: deflated, flag: DEFLATED } : { body, flag: PLAIN };
}
