import { createTransport } from 'nodemailer';
import type { Settings } from '../protocol/settings';
import type { Store } from '../store/connect';
import type { Sweep } from './sweeps';

const BATCH = 10;
/** Waits between the attempts for one mail, in milliseconds; after the last one it counts as failed. */
const RETRY_AFTER_MS = [60_000, 300_000, 1_800_000, 7_200_000, 43_200_000];

/** Sends what waits in the outbox. Without a mail server mails stay there: in development they have a page. */
export function mailSweeps(
  store: Pick<Store, 'mail' | 'people'>,
  settings: Pick<Settings, 'SMTP_URL' | 'MAIL_FROM'>,
  now: () => number,
): Sweep[] {
  if (!settings.SMTP_URL) return [];
  const transport = createTransport(settings.SMTP_URL);
  return [{ name: 'mail', everyMs: 2_000, run: sendDue }];

  async function sendDue(): Promise<void> {
    const at = new Date(now()).toISOString();
    const retryAt = new Date(now() + (RETRY_AFTER_MS[0] ?? 0)).toISOString();
    for (const { mailId, personId, subject, text, attempts } of await store.mail.take(at, retryAt, BATCH)) {
      const to = (await store.people.get(personId))?.email;
      if (!to) {
        await store.mail.failed(mailId, 'Expected an e-mail address, but the person has none', null);
        continue;
      }
      try {
        await transport.sendMail({ from: settings.MAIL_FROM, to, subject, text });
        await store.mail.sent(mailId);
      } catch (error) {
        const wait = RETRY_AFTER_MS[attempts];
        const next = wait === undefined ? null : new Date(now() + wait).toISOString();
        await store.mail.failed(mailId, error instanceof Error ? error.message : String(error), next);
      }
    }
  }
}
