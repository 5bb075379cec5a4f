import { randomBytes, randomUUID } from 'node:crypto';
import { publicUrl, readSettings } from '../protocol/settings';
import { connectStore } from '../store/connect';

const VALID_MS = 24 * 3_600_000;

/**
 * The first account of an installation, which invites all others: makes a CRM administrator and prints the link that sets the
 * password. `node dist/standalone/firstAccount.js USERNAME "NAME" E-MAIL`; the link works for a day, once.
 */
async function makeFirstAccount([username, name, email]: string[]): Promise<void> {
  if (!username || !name || !email) throw new Error('Expected three arguments: username, name, e-mail');
  const settings = readSettings(process.env);
  const store = await connectStore(settings.MONGODB_URI, {
    databaseName: settings.MONGODB_DATABASE,
    secret: settings.CAUCE_SECRET,
  });
  try {
    const now = Date.now();
    const personId = randomUUID();
    const isNew = await store.people.add({
      personId,
      kind: 'staff',
      username,
      name,
      email,
      roles: ['crmadm'],
      passwordHash: null,
      state: 'invited',
      createdAt: new Date(now).toISOString(),
      citizen: null,
    });
    if (!isNew) throw new Error(`Expected a new username, but ${username} exists`);
    const token = randomBytes(32).toString('base64url');
    await store.tokens.add(token, {
      personId,
      purpose: 'invitation',
      expiresAt: new Date(now + VALID_MS).toISOString(),
    });
    console.log(`${publicUrl(settings)}/staff/restablecer?token=${token}`);
  } finally {
    await store.close();
  }
}

makeFirstAccount(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
