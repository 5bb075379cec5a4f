import { hash, verify } from '@node-rs/argon2';

/** argon2id with the package's defaults of OWASP's first choice (19 MiB, 2 passes); salt and costs are in the text. */
export const hashPassword = (password: string): Promise<string> => hash(password);

/** Compared when there is no account, so that the answer takes as long as for one. */
const NOBODY = hash('nobody has this password');

export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await verify(passwordHash ?? (await NOBODY), password);
  return isRight && passwordHash !== null;
}

/** Length is in the schema; what remains is a password that anybody would try first. */
export function isWeak(password: string, username: string): boolean {
  const local = username.split('@')[0]?.toLowerCase() ?? '';
  const text = password.toLowerCase();
  return new Set(text).size < 4 || (local.length > 3 && text.includes(local));
}
