import type { StoreBase } from '../connect';
import { attachments } from './attachments';
import { conversations } from './conversations';
import { idempotency } from './idempotency';
import { mail } from './mail';
import { notifications } from './notifications';
import { people } from './people';
import { presence } from './presence';
import { requests } from './requests';
import { sessions } from './sessions';
import { tokens } from './tokens';

/** Repositories of the product: people, conversations, requests, mail. */
export type ProductStore = ReturnType<typeof productStore>;

export function productStore(base: StoreBase) {
  const requestRegister = requests(base);
  return {
    people: people(base),
    sessions: sessions(base),
    tokens: tokens(base),
    idempotency: idempotency(base),
    presence: presence(base),
    conversations: conversations(base, requestRegister),
    requests: requestRegister,
    attachments: attachments(base),
    mail: mail(base),
    notifications: notifications(base),
  };
}
