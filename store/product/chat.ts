import { isGivenBack, PRESENCE_LAPSES_AFTER_MS, rankAdvisors } from '../../domain/chat/assignment';
import { ApiError } from '../../protocol/errors';
import type { AuthorRole, CloseReason, Outcome } from '../../protocol/product';
import { SYSTEM_AUTHOR, type ConversationRecord, type Conversations } from './conversations';
import type { People } from './people';
import type { PresenceRepository } from './presence';

export interface ChatEnd {
  by: AuthorRole;
  /** Person id, or `system`. */
  authorId: string;
  reason: CloseReason;
  /** Given when the advisor completed the task. */
  outcome?: Outcome;
  now: Date;
}

/** A slot may be taken this long before the log must say so: whoever took it may be about to. */
const SLOT_GRACE_MS = 5_000;

/** What ties conversations to advisors: assignment, return to the queue, the end. Any node may run any of it. */
export function chat(parts: { conversations: Conversations; presence: PresenceRepository; people: People }) {
  const { conversations, presence, people } = parts;
  const seenSince = (now: Date): string => new Date(now.getTime() - PRESENCE_LAPSES_AFTER_MS).toISOString();

  /** Takes a slot of the first advisor who has one, then writes it into the log; false when nobody could. */
  async function assign(
    conversation: ConversationRecord,
    choices: { personId: string; reason: string }[],
    now: Date,
  ): Promise<string | null> {
    const { conversationId } = conversation;
    const at = now.toISOString();
    for (const { personId, reason } of choices) {
      if (!(await presence.takeSlot(personId, conversationId, seenSince(now), at))) continue;
      try {
        await conversations.append(conversationId, {
          kind: 'assigned',
          at,
          authorId: SYSTEM_AUTHOR,
          authorRole: 'system',
          text: `Lo atiende ${(await people.nameOf(personId)) ?? 'un asesor'}.`,
          data: { advisorId: personId, reason },
        });
        return personId;
      } catch (error) {
        const lost = error instanceof ApiError;
        await releaseUnlessHis(personId, conversationId);
        if (!lost) throw error;
        return null;
      }
    }
    return null;
  }

  /** Another node may have assigned it to the same advisor: then the slot is that assignment's. */
  async function releaseUnlessHis(personId: string, conversationId: string): Promise<void> {
    const current = await conversations.get(conversationId);
    if (current && current.advisorId === personId && current.state !== 'closed') return;
    await presence.freeSlot(personId, conversationId);
  }

  /** Gives the conversations that wait in a room to the advisors who have a slot, in the queue's order. */
  async function assignNext(roomId: string, now: Date): Promise<number> {
    const waiting = await conversations.queue(roomId);
    if (waiting.length === 0) return 0;
    const candidates = await presence.available(seenSince(now));
    let assigned = 0;
    for (const conversation of waiting) {
      const choices = rankAdvisors(roomId, candidates);
      if (choices.length === 0) break;
      const advisor = candidates.find(({ personId }) => personId === choices[0]?.personId);
      const taken = await assign(conversation, choices, now);
      const taker = candidates.find(({ personId }) => personId === taken) ?? advisor;
      if (taker) taker.active += 1;
      if (taken) assigned += 1;
    }
    return assigned;
  }

  /** Puts a conversation back into its queue. */
  async function giveBack(conversation: ConversationRecord, now: Date): Promise<void> {
    const { conversationId, advisorId } = conversation;
    if (advisorId === null) return;
    await conversations
      .append(conversationId, {
        kind: 'transferred',
        at: now.toISOString(),
        authorId: SYSTEM_AUTHOR,
        authorRole: 'system',
        text: 'El asesor no está disponible. Buscamos otro asesor; su turno se conserva.',
        data: { advisorId: null, reason: 'asesor ausente' },
      })
      .catch(ignoreRefusal);
    await releaseUnlessHis(advisorId, conversationId);
  }

  /** Sweep: conversations of advisors who are gone wait again. */
  async function giveBackOfAbsent(now: Date): Promise<void> {
    for (const conversation of await conversations.held()) {
      if (conversation.advisorId === null || conversation.state === 'waiting' || conversation.state === 'closed')
        continue;
      const his = await presence.get(conversation.advisorId);
      const absentMs = now.getTime() - Date.parse(his?.lastSeenAt ?? conversation.assignedAt ?? conversation.openedAt);
      const held = { state: conversation.state, presence: his?.state ?? 'offline', absentMs };
      if (isGivenBack(held)) await giveBack(conversation, now);
    }
  }

  /** Sweep: frees slots whose conversation is closed or somebody else's (a node died between slot and log). */
  async function freeLostSlots(now: Date): Promise<void> {
    const before = new Date(now.getTime() - SLOT_GRACE_MS).toISOString();
    for (const { personId, slots } of await presence.withSlots()) {
      for (const slot of slots) if (slot.at < before) await releaseUnlessHis(personId, slot.conversationId);
    }
  }

  /** Closes a conversation and frees its slot. False when it was closed before: the first end stands. */
  async function close(conversationId: string, end: ChatEnd): Promise<boolean> {
    const isFirst = await conversations.close(conversationId, {
      by: end.by,
      authorId: end.authorId,
      reason: end.reason,
      outcome: end.outcome,
      text: closingText(end),
      at: end.now.toISOString(),
    });
    const closed = await conversations.get(conversationId);
    if (closed?.advisorId) await presence.freeSlot(closed.advisorId, conversationId);
    return isFirst;
  }

  /** Sweep over the rooms in which somebody waits. */
  async function assignWaiting(now: Date): Promise<void> {
    const rooms = new Set((await conversations.queue(null)).map(({ roomId }) => roomId));
    for (const roomId of rooms) await assignNext(roomId, now);
  }

  return { assignNext, assignWaiting, giveBack, giveBackOfAbsent, freeLostSlots, close };
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
}

function closingText({ by, reason, outcome }: ChatEnd): string {
  if (outcome === 'referred') return 'La conversación terminó. Su solicitud continúa en el canal virtual.';
  if (outcome === 'escalated') return 'La conversación terminó. Enviamos su solicitud al área responsable.';
  if (by === 'citizen') return 'El ciudadano terminó la conversación.';
  if (reason === 'idle') return 'Cerramos la conversación porque no hubo más mensajes.';
  return 'La conversación terminó.';
}
