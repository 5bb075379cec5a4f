import { randomUUID } from 'node:crypto';
import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';
import { newestBefore } from './windows';

/** A mail to a person. Its text may hold links that are keys: encrypted like all that concerns the person. */
export interface MailDraft {
  /** What it is for, e.g. `instanceKey:elementInstanceKey`: the same key is put into the outbox once. */
  key: string;
  personId: string;
  subject: string;
  text: string;
  at: string;
}

export interface MailRecord extends MailDraft {
  mailId: string;
  state: 'waiting' | 'sent' | 'failed';
  attempts: number;
  nextAttemptAt: string;
  error: string | null;
}

const text = { type: String };

/** The outbox: mails wait here until the worker has sent them. */
export function mail({ connection, encryption }: StoreBase) {
  const model = defineModel<MailRecord>(connection, {
    name: 'mail',
    fields: {
      mailId: text,
      key: text,
      personId: text,
      subject: text,
      text,
      at: text,
      state: text,
      attempts: Number,
      nextAttemptAt: text,
      error: text,
    },
    indexes: [
      [{ mailId: 1 }, { unique: true }],
      [{ key: 1 }, { unique: true }],
      [{ state: 1, nextAttemptAt: 1 }],
      [{ at: 1 }],
    ],
  });

  async function read(doc: MailRecord): Promise<MailRecord> {
    const cipher = await encryption.forPerson(doc.personId);
    return { ...doc, subject: cipher.decrypt(doc.subject), text: cipher.decrypt(doc.text) };
  }

  return {
    /** Puts a mail into the outbox, once a key. */
    enqueue: async (draft: MailDraft): Promise<void> => {
      const cipher = await encryption.forPerson(draft.personId);
      await insertOnce(model, {
        ...draft,
        mailId: randomUUID(),
        subject: cipher.encrypt(draft.subject),
        text: cipher.encrypt(draft.text),
        state: 'waiting',
        attempts: 0,
        nextAttemptAt: draft.at,
        error: null,
      });
    },
    /** Takes mails that are due; a taken one comes again at `retryAt` unless it was marked as sent. */
    take: async (now: string, retryAt: string, limit: number): Promise<MailRecord[]> => {
      const due = await model
        .find({ state: 'waiting', nextAttemptAt: { $gte: '', $lte: now } }, { mailId: 1 })
        .limit(limit)
        .lean();
      const taken: MailRecord[] = [];
      for (const { mailId } of due) {
        const mine = await model
          .findOneAndUpdate(
            { mailId, state: 'waiting', nextAttemptAt: { $lte: now } },
            { $set: { nextAttemptAt: retryAt }, $inc: { attempts: 1 } },
            { returnDocument: 'after' },
          )
          .lean<MailRecord>();
        if (mine) taken.push(await read(mine));
      }
      return taken;
    },
    sent: async (mailId: string): Promise<void> => {
      await model.updateOne({ mailId }, { $set: { state: 'sent', error: null } });
    },
    /** @param nextAttemptAt null: given up */
    failed: async (mailId: string, error: string, nextAttemptAt: string | null): Promise<void> => {
      const next = nextAttemptAt === null ? { state: 'failed' as const } : { nextAttemptAt };
      await model.updateOne({ mailId }, { $set: { error, ...next } });
    },
    /** The newest mails, for the development outbox. */
    newest: async (before: string, limit: number): Promise<MailRecord[]> =>
      Promise.all((await newestBefore<MailRecord>(model, {}, 'at', before, limit)).map(read)),
  };
}
