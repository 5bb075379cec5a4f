import { randomUUID } from 'node:crypto';
import type { Notification } from '../../protocol/product';
import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';
import { newestBefore } from './windows';

export interface NotificationDraft {
  /** The same key rings once. */
  key: string;
  personId: string;
  kind: Notification['kind'];
  /** Shown in the bell: no personal data. Spanish. */
  text: string;
  link?: string;
  at: string;
}

export interface NotificationRecord extends NotificationDraft {
  notificationId: string;
  read: boolean;
}

export const NOTIFICATIONS_COLLECTION = 'notifications';
const text = { type: String };

/** The bell of each member of staff. */
export function notifications({ connection }: StoreBase) {
  const model = defineModel<NotificationRecord>(connection, {
    name: NOTIFICATIONS_COLLECTION,
    fields: {
      notificationId: text,
      key: text,
      personId: text,
      kind: text,
      text,
      link: text,
      at: text,
      read: Boolean,
    },
    indexes: [[{ notificationId: 1 }, { unique: true }], [{ key: 1 }, { unique: true }], [{ personId: 1, at: 1 }]],
  });
  return {
    add: (draft: NotificationDraft): Promise<boolean> =>
      insertOnce(model, { ...draft, notificationId: randomUUID(), read: false }),
    list: (personId: string, before: string, limit: number): Promise<NotificationRecord[]> =>
      newestBefore<NotificationRecord>(model, { personId }, 'at', before, limit),
    /** @param ids all of the person's when left out */
    markRead: async (personId: string, now: string, ids?: string[]): Promise<void> => {
      const which = ids ? { notificationId: { $in: ids } } : {};
      await model.updateMany({ personId, at: { $lte: now }, ...which }, { $set: { read: true } });
    },
  };
}
