import { isInRoom } from '../domain/chat/rooms';
import type { ShiftRecord } from '../store/product/roomShifts';
import { optionalTextOf, refuse, textOf, textsOf, timeOf, type Job, type JobParts } from './job';

/** The next shift of a room takes over when it begins within this time. */
const HAND_OVER_WITHIN_MS = 15 * 60_000;
const NOBODY = 'Ningún asesor programado está presente en la sala.';

/**
 * `room-plan`: makes a shift known, so that citizens see when the room opens. In: shiftId, roomId, startsAt, endsAt,
 * advisors (person ids), forumId?. Out: isNew (false: another instance opens it, and now with these advisors), advisors
 * (as the programme's last version has them).
 */
export function roomPlan({ store }: JobParts): Job {
  return async (input) => {
    const shiftId = textOf(input, 'shiftId');
    const known = await store.roomShifts.get(shiftId);
    if (known?.processInstanceKey === input.processInstanceKey) return { isNew: true, advisors: known.advisors };
    const advisors = textsOf(input, 'advisors');
    const isNew = await store.roomShifts.plan({
      shiftId,
      roomId: textOf(input, 'roomId'),
      startsAt: timeOf(input, 'startsAt'),
      endsAt: timeOf(input, 'endsAt'),
      advisors,
      forumId: optionalTextOf(input, 'forumId'),
      processInstanceKey: input.processInstanceKey,
    });
    return { isNew, advisors };
  };
}

/**
 * `room-open`: opens the room of a shift if one of its advisors is there: signed in, not offline, in this room. In:
 * shiftId. Out: isOpen, present (person ids), openedAt.
 */
export function roomOpen(parts: JobParts): Job {
  return async (input) => {
    const { store, now } = parts;
    const shift = await shiftOf(parts, textOf(input, 'shiftId'));
    if (shift.state === 'open') return { isOpen: true, present: shift.present, openedAt: shift.openedAt };
    const present = await presentOf(parts, shift);
    if (present.length === 0) {
      await store.roomShifts.change(shift.shiftId, { reason: NOBODY });
      return { isOpen: false, present, openedAt: null };
    }
    const openedAt = new Date(now()).toISOString();
    await store.roomShifts.change(shift.shiftId, { state: 'open', reason: null, present, openedAt });
    return { isOpen: true, present, openedAt };
  };
}

/**
 * `room-close`: closes the room of a shift, or says that it never opened. Conversations go on to their end; advisors who
 * are not in the shift that follows leave the room. In: shiftId. Out: state, reason, closedAt, present (who was there),
 * chatsRunning, nextShift (its id, or null).
 */
export function roomClose(parts: JobParts): Job {
  return async (input) => {
    const { store, now } = parts;
    const shift = await shiftOf(parts, textOf(input, 'shiftId'));
    const next = await nextOf(parts, shift);
    if (shift.closedAt === null) {
      const wasOpen = shift.state === 'open';
      shift.state = wasOpen ? 'closed' : 'unattended';
      shift.reason = wasOpen ? null : NOBODY;
      shift.closedAt = new Date(now()).toISOString();
      const { state, reason, closedAt } = shift;
      await store.roomShifts.change(shift.shiftId, { state, reason, closedAt });
    }
    // Who waits is still served: without a next shift by the advisors who are there.
    if (next || (await store.conversations.countWaiting(shift.roomId)) === 0) {
      const leaving = shift.advisors.filter((personId) => !next?.advisors.includes(personId));
      await store.presence.leaveRoom(shift.roomId, leaving);
    }
    const held = (await store.conversations.held()).filter(({ roomId }) => roomId === shift.roomId);
    const present = [...new Set([...shift.present, ...shift.entered.map(({ personId }) => personId)])];
    const { state, reason, closedAt } = shift;
    return { state, reason, closedAt, present, chatsRunning: held.length, nextShift: next?.shiftId ?? null };
  };
}

async function shiftOf({ store }: JobParts, shiftId: string): Promise<ShiftRecord> {
  const shift = await store.roomShifts.get(shiftId);
  if (!shift) throw refuse(`Expected shift ${shiftId} to be planned, but it is not`);
  return shift;
}

async function presentOf({ store, now }: JobParts, { advisors, roomId }: ShiftRecord): Promise<string[]> {
  const presences = await Promise.all(advisors.map((personId) => store.presence.get(personId)));
  return presences.flatMap((one) => (one && isInRoom(one, roomId, now()) ? [one.personId] : []));
}

async function nextOf({ store }: JobParts, shift: ShiftRecord): Promise<ShiftRecord | undefined> {
  const to = new Date(Date.parse(shift.endsAt) + HAND_OVER_WITHIN_MS).toISOString();
  const following = await store.roomShifts.between(shift.startsAt, to);
  return following.find(
    ({ roomId, shiftId, endsAt }) => roomId === shift.roomId && shiftId !== shift.shiftId && endsAt > shift.endsAt,
  );
}
