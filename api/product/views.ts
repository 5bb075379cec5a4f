import { isStaff } from '../../domain/access/roles';
import { estimatedWaitSeconds } from '../../domain/chat/assignment';
import { isProgrammed, shiftOf } from '../../domain/chat/rooms';
import type { CatalogueItem } from '../../protocol/release';
import type { Conversation, Entry, Person, RequestSummary, Room } from '../../protocol/product';
import type { ConversationRecord, LogEntry } from '../../store/product/conversations';
import type { RequestRecord } from '../../store/product/requests';
import type { ApiContext } from '../context';
import { PRESENCE_LAPSES_AFTER_MS } from '../../domain/chat/assignment';
import { openingIn } from './rooms';

const LOAD_KEPT_MS = 1_000;
const MEAN_OVER_MS = 7 * 86_400_000;
const SYSTEM_NAME = 'Sistema';
/** Boundary timer of `request-handling`. */
const FIRST_REPLY_TIMER = 'first-reply-late';

/** Makes what people see of rooms, conversations and requests: names for ids, and only what is theirs to see. */
export function createViews(context: ApiContext) {
  const { store, release, now } = context;
  const loads = new Map<string, { at: number; load: Promise<Omit<RoomLoadView, 'ahead'>> }>();

  async function nameOf(personId: string): Promise<string> {
    return (await store.people.nameOf(personId)) ?? SYSTEM_NAME;
  }

  async function measure(roomId: string): Promise<Omit<RoomLoadView, 'ahead'>> {
    const time = now();
    const since = new Date(time.getTime() - PRESENCE_LAPSES_AFTER_MS).toISOString();
    const present = (await store.presence.available(since)).filter(({ rooms }) => rooms.includes(roomId));
    const weekAgo = new Date(time.getTime() - MEAN_OVER_MS).toISOString();
    const lengths = await store.conversations.recentLengths(roomId, weekAgo, time.toISOString());
    return {
      capacity: sum(present.map(({ capacity }) => capacity)),
      taken: sum(present.map(({ active }) => active)),
      meanSeconds: lengths.length > 0 ? sum(lengths) / lengths.length : null,
    };
  }

  /** Presence and mean of a room, asked of the store at most once a second however many look. */
  function loadOf(roomId: string): Promise<Omit<RoomLoadView, 'ahead'>> {
    const kept = loads.get(roomId);
    if (kept && now().getTime() - kept.at < LOAD_KEPT_MS) return kept.load;
    const load = measure(roomId);
    load.catch(() => loads.delete(roomId));
    loads.set(roomId, { at: now().getTime(), load });
    return load;
  }

  /** @param viewer staff are told whether they may be in it */
  async function room(item: CatalogueItem, viewer?: Person): Promise<Room> {
    const shifts = isProgrammed(item) ? await store.roomShifts.ofRoom(item.id, now()) : null;
    const waiting = await store.conversations.countWaiting(item.id);
    return {
      id: item.id,
      ...namesOf(item),
      kind: typeof item.kind === 'string' ? item.kind : 'scheduled',
      ...(await openingIn(context, item)),
      ...(viewer && isStaff(viewer)
        ? { mayEnter: shifts === null || shiftOf(shifts, viewer.id, now()) !== undefined }
        : {}),
      waiting,
      estimatedWaitSeconds: estimatedWaitSeconds({ ...(await loadOf(item.id)), ahead: waiting }),
    };
  }

  async function entry(one: LogEntry): Promise<Entry> {
    const { data } = one;
    const attachment = data?.attachmentId ? await store.attachments.get(data.attachmentId) : null;
    return {
      seq: one.seq,
      kind: one.kind,
      ...(one.clientMessageId === null ? {} : { clientMessageId: one.clientMessageId }),
      author: { id: one.authorId, role: one.authorRole, name: await nameOf(one.authorId) },
      text: one.text,
      at: one.at,
      ...(attachment
        ? {
            attachment: {
              id: attachment.id,
              name: attachment.name,
              size: attachment.size,
              contentType: attachment.contentType,
            },
          }
        : {}),
      ...(one.kind === 'closed' && data
        ? {
            closed: {
              by: data.closedBy ?? 'system',
              reason: data.closeReason ?? 'closed',
              ...(data.outcome ? { outcome: data.outcome } : {}),
            },
          }
        : {}),
    };
  }

  async function conversation(record: ConversationRecord, viewer: Person): Promise<Conversation> {
    const forStaff = record.citizenId !== viewer.id;
    const rooms = await release.items('rooms');
    const { summary } = await store.requests.personal(record.requestNumber);
    return {
      id: record.conversationId,
      requestNumber: record.requestNumber,
      processInstanceKey: record.processInstanceKey,
      room: { id: record.roomId, ...namesOf(rooms.find(({ id }) => id === record.roomId) ?? { label: record.roomId }) },
      state: record.state,
      ...given({ outcome: record.outcome, closedBy: record.closedBy, closeReason: record.closeReason }),
      ...(record.advisorId ? { advisor: { id: record.advisorId, name: await nameOf(record.advisorId) } } : {}),
      ...(forStaff ? { citizen: { id: record.citizenId, name: await nameOf(record.citizenId) } } : {}),
      ...(forStaff ? given({ userTaskKey: record.userTaskKey }) : {}),
      ...(record.state === 'waiting' ? await place(record) : {}),
      type: record.type,
      area: record.area,
      declaredType: record.declaredType,
      declaredArea: record.declaredArea,
      ...given({ summary }),
      openedAt: record.openedAt,
      ...given({ assignedAt: record.assignedAt, firstReplyAt: record.firstReplyAt }),
      ...(forStaff ? given({ firstReplyDueAt: await firstReplyDueAt(record) }) : {}),
      lastEntryAt: record.lastEntryAt,
      ...given({ closedAt: record.closedAt }),
      lastSeq: record.lastSeq,
      lastReadSeq: { citizen: record.citizenReadSeq, advisor: record.advisorReadSeq },
    };
  }

  /** As the process's own timer has it: its decision of service terms says how long. */
  async function firstReplyDueAt({ state, firstReplyAt, processInstanceKey }: ConversationRecord) {
    if (state === 'closed' || firstReplyAt !== null) return null;
    const timers = await store.state.list('timers', { processInstanceKey: { eq: processInstanceKey } });
    return timers.find(({ elementId }) => elementId === FIRST_REPLY_TIMER)?.dueAt ?? null;
  }

  async function place(record: ConversationRecord): Promise<{ position: number; estimatedWaitSeconds: number }> {
    const queue = await store.conversations.queue(record.roomId);
    const ahead = Math.max(
      0,
      queue.findIndex(({ conversationId }) => conversationId === record.conversationId),
    );
    return {
      position: ahead + 1,
      estimatedWaitSeconds: estimatedWaitSeconds({ ...(await loadOf(record.roomId)), ahead }),
    };
  }

  async function request(record: RequestRecord): Promise<RequestSummary> {
    const { summary } = await store.requests.personal(record.requestNumber);
    return {
      id: record.requestNumber,
      processInstanceKey: record.processInstanceKey,
      ...given({ conversationId: record.conversationId }),
      channel: record.channel,
      citizen: { id: record.citizenId, name: await nameOf(record.citizenId) },
      ...given({ summary }),
      ...requestState(record),
      ...given({ closedAt: record.closedAt }),
    };
  }

  return { room, entry, conversation, request, requestState };
}

export type Views = ReturnType<typeof createViews>;

interface RoomLoadView {
  ahead: number;
  capacity: number;
  taken: number;
  meanSeconds: number | null;
}

/** What anybody who knows its number and the citizen's document may see of a request. */
function requestState(record: RequestRecord) {
  return {
    requestNumber: record.requestNumber,
    state: record.state,
    type: record.type,
    area: record.area,
    openedAt: record.openedAt,
    ...given({ dueAt: record.dueAt, outcome: record.outcome, referralNumber: record.referralNumber }),
  };
}

/** Without the fields that have no value. */
function given<T extends object>(fields: T): { [name in keyof T]?: NonNullable<T[name]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as { [name in keyof T]?: NonNullable<T[name]> };
}

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

function namesOf({ label, labelEn }: { label: string; labelEn?: string }): { name: string; nameEn?: string } {
  return { name: label, ...(labelEn ? { nameEn: labelEn } : {}) };
}
