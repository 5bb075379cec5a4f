import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { insertOnce } from './duplicates';
import { defineModel } from './model';

/** Encrypts and decrypts the personal fields of one person. Ciphertext: `v1.` + base64url(iv ‖ tag ‖ data). */
export interface FieldCipher {
  encrypt(text: string): string;
  /** @throws when the text wasn't made with this person's key, or was changed */
  decrypt(text: string): string;
  /** The same for bytes, without a text's overhead: iv ‖ tag ‖ data. */
  seal(bytes: Buffer): Buffer;
  open(sealed: Buffer): Buffer;
}

export interface FieldEncryption {
  /** The cipher of a person's own key, which is made at first use. */
  forPerson(personId: string): Promise<FieldCipher>;
  /** Forgets a person's key: what was encrypted with it can never be read again. */
  forgetPerson(personId: string): Promise<void>;
  /** Keyed hash by which an encrypted field is looked up; `purpose` keeps e.g. documents and e-mails apart. */
  lookup(purpose: string, text: string): string;
}

interface PersonKey {
  personId: string;
  wrappedKey: string;
}

const VERSION = 'v1.';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const CACHED_KEYS = 2_000;

/**
 * Field encryption with a key per person, each wrapped by a key that is derived from `secret`.
 * @param secret key material (CAUCE_SECRET); without it nothing can be read again
 */
export function fieldEncryption(connection: Connection, secret: string): FieldEncryption {
  const wrapping = cipherOf(derive(secret, 'cauce person keys'));
  const lookupKey = derive(secret, 'cauce lookups');
  const keys = defineModel<PersonKey>(connection, {
    name: 'personKeys',
    fields: { personId: String, wrappedKey: String },
    indexes: [[{ personId: 1 }, { unique: true }]],
  });
  const cache = new Map<string, FieldCipher>();

  async function keyOf(personId: string): Promise<string> {
    const wrappedKey = wrapping.encrypt(randomBytes(KEY_BYTES).toString('base64'));
    const known = await keys.findOne({ personId }).lean();
    if (known) return known.wrappedKey;
    if (await insertOnce(keys, { personId, wrappedKey })) return wrappedKey;
    return keyOf(personId);
  }

  return {
    forPerson: async (personId) => {
      const cached = cache.get(personId);
      if (cached) return cached;
      const cipher = cipherOf(Buffer.from(wrapping.decrypt(await keyOf(personId)), 'base64'));
      const oldest = cache.keys().next().value;
      if (cache.size >= CACHED_KEYS && oldest !== undefined) cache.delete(oldest);
      cache.set(personId, cipher);
      return cipher;
    },
    forgetPerson: async (personId) => {
      cache.delete(personId);
      await keys.deleteOne({ personId });
    },
    lookup: (purpose, text) => createHmac('sha256', lookupKey).update(`${purpose}\0${text}`).digest('base64url'),
  };
}

function derive(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES));
}

function cipherOf(key: Buffer): FieldCipher {
  const seal = (bytes: Buffer): Buffer => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const data = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), data]);
  };
  const open = (sealed: Buffer): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  };
  return {
    seal,
    open,
    encrypt: (text) => VERSION + seal(Buffer.from(text, 'utf8')).toString('base64url'),
    decrypt: (text) => {
      if (!text.startsWith(VERSION)) throw new Error('Expected an encrypted field, but got something else');
      return open(Buffer.from(text.slice(VERSION.length), 'base64url')).toString('utf8');
    },
  };
}
