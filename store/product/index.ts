import type { StoreBase } from '../connect';
import type { Counters } from '../engine/counters';
import { attachments } from './attachments';
import { availability } from './availability';
import { chat } from './chat';
import { conversations } from './conversations';
import { documents } from './documents';
import { facts } from './facts';
import { feed } from './feed';
import { files } from './files';
import { forums } from './forums';
import { idempotency } from './idempotency';
import { indicatorRows } from './indicatorRows';
import { mail } from './mail';
import { notifications } from './notifications';
import { people } from './people';
import { presence } from './presence';
import { registers } from './registers';
import { requests } from './requests';
import { roomShifts } from './roomShifts';
import { sessions } from './sessions';
import { texts } from './texts';
import { tokens } from './tokens';

/** Repositories of the product: people, conversations, requests, mail. */
export type ProductStore = ReturnType<typeof productStore>;

export function productStore(base: StoreBase, counters: Counters) {
  const requestRegister = requests(base);
  const fileStore = files(base);
  const chatParts = {
    people: people(base),
    presence: presence(base),
    conversations: conversations(base, requestRegister),
  };
  const registerStore = registers(base, counters);
  const factStore = facts(base, { requests: requestRegister, conversations: chatParts.conversations });
  return {
    ...chatParts,
    chat: chat(chatParts),
    feed: feed(base),
    sessions: sessions(base),
    tokens: tokens(base),
    idempotency: idempotency(base),
    requests: requestRegister,
    registers: registerStore,
    texts: texts(base, { people: chatParts.people, requests: requestRegister }),
    forums: forums(base),
    roomShifts: roomShifts(base),
    availability: availability(base),
    attachments: attachments(base),
    files: fileStore,
    facts: factStore,
    indicatorRows: indicatorRows({ facts: factStore, registers: registerStore, files: fileStore }),
    documents: documents(base, fileStore),
    mail: mail(base),
    notifications: notifications(base),
  };
}
