import { DOORS_BEFORE_MS, type RoomShift } from '../../domain/chat/rooms';
import type { StoreBase } from '../connect';
import { insertOnce } from '../duplicates';
import { defineModel } from '../model';

export interface ShiftRecord extends RoomShift {
  /** The forum that is held in it. */
  forumId: string | null;
  /** The instance of room-opening that opens and closes it. */
  processInstanceKey: string;
  /** Why it isn't open though it should be, or never was. Spanish. */
  reason: string | null;
  /** Advisors who were there when it opened. */
  present: string[];
  /** Who entered the room, and when: signed in with his own account. */
  entered: { personId: string; at: string }[];
  openedAt: string | null;
  closedAt: string | null;
}

export type ShiftPlan = Pick<
  ShiftRecord,
  'shiftId' | 'roomId' | 'startsAt' | 'endsAt' | 'advisors' | 'forumId' | 'processInstanceKey'
>;

const DAY_MS = 86_400_000;
/** How far ahead somebody is told when a room opens. */
const AHEAD_MS = 21 * DAY_MS;
/** No shift is longer. */
const LONGEST_MS = DAY_MS;
const text = { type: String };

/** Repository of the shifts in which programmed rooms are open: written by room-opening, read whenever somebody looks. */
export function roomShifts({ connection }: StoreBase) {
  const model = defineModel<ShiftRecord>(connection, {
    name: 'roomShifts',
    fields: {
      shiftId: text,
      roomId: text,
      startsAt: text,
      endsAt: text,
      advisors: [String],
      state: text,
      forumId: text,
      processInstanceKey: text,
      reason: text,
      present: [String],
      entered: [{ personId: String, at: String, _id: false }],
      openedAt: text,
      closedAt: text,
    },
    indexes: [[{ shiftId: 1 }, { unique: true }], [{ roomId: 1, startsAt: 1 }], [{ startsAt: 1 }]],
  });

  const get = (shiftId: string): Promise<ShiftRecord | null> => model.findOne({ shiftId }, { _id: 0 }).lean();

  async function change(shiftId: string, fields: Partial<ShiftRecord>): Promise<void> {
    await model.updateOne({ shiftId }, { $set: fields });
  }

  return {
    get,
    /**
     * Plans a shift; false when it was planned before. By another instance: a later version of the programme then
     * says who is on it.
     */
    plan: async (plan: ShiftPlan): Promise<boolean> => {
      const empty = { reason: null, present: [], entered: [], openedAt: null, closedAt: null };
      if (await insertOnce(model, { ...plan, ...empty, state: 'planned' })) return true;
      const known = await get(plan.shiftId);
      if (known?.processInstanceKey === plan.processInstanceKey) return true;
      const { advisors, endsAt, forumId } = plan;
      await change(plan.shiftId, { advisors, endsAt, forumId });
      return false;
    },
    change,
    /** The shifts of a room that are on or come. */
    ofRoom: (roomId: string, now: Date): Promise<ShiftRecord[]> =>
      model.find({ roomId, startsAt: window(now, -LONGEST_MS, AHEAD_MS) }, { _id: 0 }).lean(),
    /** All shifts that begin between two times. */
    between: (from: string, to: string): Promise<ShiftRecord[]> =>
      model.find({ startsAt: { $gte: from, $lt: to } }, { _id: 0 }).lean(),
    /** The shifts that are on, or begin within half an hour. */
    current: async (now: Date): Promise<ShiftRecord[]> => {
      const near = await model.find({ startsAt: window(now, -LONGEST_MS, DOORS_BEFORE_MS + 1) }, { _id: 0 }).lean();
      return near.filter(({ endsAt }) => endsAt > now.toISOString());
    },
    noteEntered: async (shiftId: string, personId: string, at: string): Promise<void> => {
      await model.updateOne({ shiftId }, { $push: { entered: { personId, at } } });
    },
  };
}

function window(now: Date, from: number, to: number): { $gte: string; $lt: string } {
  const at = (ms: number): string => new Date(now.getTime() + ms).toISOString();
  return { $gte: at(from), $lt: at(to) };
}
